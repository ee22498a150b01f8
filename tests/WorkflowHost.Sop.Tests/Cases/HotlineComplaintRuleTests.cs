using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Links;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A complaint about a claim keeps the same rules as any other complaint.</summary>
public sealed class HotlineComplaintRuleTests
{
    private const string Opened = "2026-10-12T09:00:00";

    [Fact]
    public void Mediation_ThatTheCustomerDeclined_LeavesNothingOut()
    {
        var sim = AtSolution();
        var due = sim.Clock("complaint-statutory").DueAt;
        sim.Complete("resolve", Handler, "mediation", ComplaintForms.Mediation(sim.Now));

        sim.AdvanceTo("2026-10-22T10:00:00");
        Hear(sim, new() { ["mediationOutcome"] = "failed", ["mediationResult"] = "您未同意调解", ["mediationHeld"] = false });

        Assert.Equal((ClockStatus.Running, due), (sim.Clock("complaint-statutory").Status, sim.Clock("complaint-statutory").DueAt));
    }

    [Fact]
    public void Mediation_ThatWasHeld_LeavesOutConsentToItsEnd()
    {
        var sim = AtSolution();
        sim.Complete("resolve", Handler, "mediation", ComplaintForms.Mediation(sim.Now));

        sim.AdvanceTo("2026-10-22T10:00:00");
        Hear(sim, new() { ["mediationOutcome"] = "failed", ["mediationResult"] = "未达成", ["mediationHeld"] = true, ["mediationEndedAt"] = "2026-10-17T09:00:00+08:00" });

        // 15 days from 12 October end on the 27th; five days of mediation are left out, and 1 November is a Sunday.
        Assert.Equal(At("2026-11-02T23:59:59"), sim.Clock("complaint-statutory").DueAt);
    }

    [Fact]
    public void Mediation_TwiceInARound_NeedsAManager()
    {
        var sim = AtSolution();
        sim.Complete("resolve", Handler, "mediation", ComplaintForms.Mediation(sim.Now));
        Hear(sim, new() { ["mediationOutcome"] = "failed", ["mediationResult"] = "未达成", ["mediationHeld"] = false });

        sim.Complete("resolve", Handler, "mediation", ComplaintForms.Mediation(sim.Now));

        Assert.Equal(("approveMediation", "manager"), (sim.State.Tasks[0].ActivityId, sim.State.Tasks[0].Role));
    }

    [Fact]
    public void Settlement_OfMediation_IsAskedForByItsAmount()
    {
        var sim = AtSolution();
        sim.Complete("resolve", Handler, "mediation", ComplaintForms.Mediation(sim.Now));

        Hear(sim, new() { ["mediationOutcome"] = "settled", ["mediationResult"] = "赔偿三十万元", ["mediationHeld"] = true, ["mediationEndedAt"] = Opened + "+08:00", ["remedyAmount"] = 300_000, ["remedyTypes"] = new JsonArray("compensate") });

        Assert.Equal("exec", sim.Task("approve").Role);
    }

    [Fact]
    public void PremiumRelief_OfASmallAmount_GoesToCompliance()
    {
        var sim = AtSolution();

        sim.Complete("resolve", Handler, "agreed", Solution("premium_relief", 400));

        Assert.Equal("compliance", sim.Task("complianceApproval").Role);
    }

    [Fact]
    public void Agreement_IsCarriedOutBeforeTheCustomerIsTold()
    {
        var sim = AtSolution();

        sim.Complete("resolve", Handler, "agreed", Solution("explain", null));

        Assert.Equal("execution", Assert.Single(sim.State.Tasks).ActivityId);
    }

    [Fact]
    public void Close_WithoutSatisfaction_NeedsAManagerWhateverTheAgentWrites()
    {
        var sim = Told(rating: 4, isSolved: false, "rejected");
        var form = Archive("agreed");

        Assert.Equal(["complaintOutcome"], sim.Try(new CompleteTask(Agent, sim.Task("archive").Id, "archived", form))!.Fields.Select(f => f.Field));
        sim.Complete("archive", Agent, "archived", Archive("explained"));
        Assert.Equal("manager", sim.Task("closeApproval").Role);
    }

    /// <summary>A plan that was sent back is made again, and the complaint goes on to its end.</summary>
    [Fact]
    public void Recovery_SentBackAndPlannedAgain_IsCarriedOut()
    {
        var sim = Told(rating: 1, isSolved: true, "accepted");
        var plan = new JsonObject { ["recoveryTypes"] = new JsonArray("gift"), ["recoveryCost"] = 8_000, ["recoveryText"] = "赠送服务" };
        sim.Complete("recovery", Handler, "planned", (JsonObject)plan.DeepClone());
        sim.Complete("approveRecovery", Exec, "rejected", new() { ["recoveryApprovalComment"] = "金额过高" });
        sim.Complete("recovery", Handler, "planned", plan);
        sim.Complete("approveRecovery", Exec, "approved", new() { ["recoveryApprovalComment"] = "同意" });
        sim.Complete("deliverRecovery", Handler, "done", new() { ["recoveryDeliveredAt"] = Opened, ["recoveryRating"] = 4, ["recoveryNote"] = "已落实" });

        Assert.Equal("archive", Assert.Single(sim.State.Tasks).ActivityId);
    }

    [Fact]
    public void Decision_ToldInTimeAndEnteredTheNextDay_IsInTime()
    {
        var sim = AtSolution("2026-09-29T16:40:00");
        sim.AdvanceTo("2026-10-14T15:00:00");
        sim.Complete("resolve", Handler, "agreed", Solution("explain", null, "2026-10-14T15:00:00"));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-10-14T15:00:00"));
        sim.AdvanceTo("2026-10-15T09:30:00");

        sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-10-14T16:00:00"));

        Assert.Equal((At("2026-10-14T23:59:59"), true), (sim.Clock("complaint-statutory").DueAt, sim.Clock("complaint-statutory").IsMet));
    }

    [Fact]
    public void Review_AskedForOnTheLastDayAndEnteredLater_IsTaken()
    {
        var sim = Told(rating: 5, isSolved: true, "accepted");
        sim.Complete("archive", Agent, "archived", Archive("agreed"));
        Assert.Equal(At("2026-11-11T23:59:59"), sim.Clock("review-request-window").DueAt);
        sim.AdvanceTo("2026-11-13T09:00:00");

        sim.Raise("reviewRequested", Agent, new() { ["reviewRequestedAt"] = "2026-11-11T17:00:00", ["reviewGrounds"] = "对赔偿金额不服" });

        Assert.Contains(sim.Outbox, message => message.Kind == LinkMessages.Open && message.Target == "complaint-review");
    }

    [Fact]
    public void Review_ThatCouldNotBeOpened_IsNoLongerOpen()
    {
        var sim = Told(rating: 5, isSolved: true, "accepted");
        sim.Complete("archive", Agent, "archived", Archive("agreed"));
        sim.Raise("reviewRequested", Agent, new() { ["reviewRequestedAt"] = Opened, ["reviewGrounds"] = "对赔偿金额不服" });
        Assert.Equal("open", sim.State.Data.Text("reviewStatus"));

        sim.HearRefused("review");

        Assert.Null(sim.State.Data.Text("reviewStatus"));
    }

    [Fact]
    public void Major_PlanClock_EndsWithThePlan()
    {
        var sim = AtSolution(Opened, form => form["riskSignals"] = new JsonArray("media_viral"));

        sim.Complete("resolve", Handler, "agreed", Solution("explain", null));

        Assert.True(sim.Clock("plan-wd1").IsMet);
    }

    [Fact]
    public void Appraisal_AfterTheDeadline_TellsTheCustomerOfNoPause()
    {
        var sim = AtSolution();
        sim.AdvanceTo("2026-10-30T10:00:00");

        sim.Raise("appraisalStarted", Handler, new() { ["appraisalKind"] = "appraisal", ["appraisalBody"] = "鉴定所", ["appraisalSubject"] = "伤情", ["appraisalCustomerTold"] = true });

        Assert.DoesNotContain(sim.Outbox, message => message.Template == "complaint-appraisal");
    }

    private static CaseSimulator AtSolution(string at = Opened, Action<JsonObject>? with = null)
    {
        var sim = new CaseSimulator("hotline-complaint");
        var open = new JsonObject
        {
            ["complaintTime"] = at,
            ["channel"] = "phone",
            ["customerName"] = "李华",
            ["contactPhone"] = "13800138000",
            ["contactAddress"] = "上海市浦东新区张杨路1号",
            ["complainedStage"] = "pay",
            ["content"] = "拖延赔付",
            ["customerDemand"] = "赔付",
            ["productLine"] = "accident",
        };
        with?.Invoke(open);
        sim.Open(at, open);
        sim.Complete("register", Agent, "registered", new()
        {
            ["category"] = "claim_dispute",
            ["preliminaryFindings"] = "支付环节延误。",
            ["toldNextSteps"] = true,
            ["registrarStaffNo"] = "A1023",
            ["handlerId"] = Handler.Id,
            ["conflictChecked"] = true,
            ["investigatorId"] = Investigator.Id,
        });
        sim.Complete("verify", Investigator, "verified", new()
        {
            ["verified"] = "true",
            ["reasonable"] = "yes",
            ["verifiedFacts"] = "支付延误属实。",
            ["companyFault"] = "yes",
            ["rootCause"] = "claim_process",
            ["rootCauseText"] = "账户核对积压。",
            ["complexity"] = "simple",
        });
        return sim;
    }

    private static CaseSimulator Told(int rating, bool isSolved, string outcome)
    {
        var sim = AtSolution();
        for (var round = 0; round < 3 && sim.State.Tasks.Any(task => task.ActivityId == "resolve"); round++)
        {
            sim.Complete("resolve", Handler, "agreed", Solution("explain", null));
            sim.Complete("execution", Handler, "executed", ComplaintForms.Execution(Opened));
            var form = ComplaintForms.Feedback(Opened, rating);
            form["problemSolved"] = isSolved;
            form["rejectReason"] = isSolved ? null : "仍未解决";
            sim.Complete("feedback", Handler, outcome, form);
        }

        return sim;
    }

    private static JsonObject Solution(string kind, decimal? amount, string at = Opened)
    {
        var form = ComplaintForms.Solution(at);
        form["remedyTypes"] = new JsonArray(kind);
        if (amount is { } yuan)
        {
            form["remedyAmount"] = yuan;
        }

        return form;
    }

    private static JsonObject Archive(string outcome) => new() { ["complaintOutcome"] = outcome, ["archiveRef"] = "D1", ["lessons"] = "及时核对账户。" };

    /// <summary>What the mediation tells the complaint when it is closed.</summary>
    private static void Hear(CaseSimulator sim, JsonObject results)
    {
        var message = sim.Outbox.Last(each => each.Kind == LinkMessages.Open && each.Target == "mediation");
        var caseId = message.Payload["caseId"]!.ToString();
        sim.Do(new HearOfLinkedCase(new(caseId, caseId, "TJ20261012-0001", "mediation", "mediation", true, CaseStatus.Closed, "not_settled", 5, results)));
    }
}
