using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Tests.Packs;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A claim after an accident report: what a decision may say, what may be paid, and who is told while somebody else is waited for.</summary>
public sealed class HotlineClaimRuleTests
{
    private const string Decided = "2026-10-12T11:00:00";

    /// <summary>Whom a segment's customer is copied to is the table's to say; who has been told as account manager isn't told twice.</summary>
    [Theory]
    [InlineData("investigator", "high_risk", "role:investigator", 1)]
    [InlineData("compliance", "high_risk", "role:compliance", 1)]
    [InlineData("investigator", "corporate", "role:account_claim_manager", 1)]
    [InlineData("investigator", "individual", "role:investigator", 0)]
    public void Report_OfASegment_IsCopiedToTheRoleOfTheTable(string role, string segment, string audience, int times)
    {
        var files = RealPack.Files().Select(file => file.Path == "policies/hotline-care.json"
            ? file with { Utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Utf8).Replace("\"investigator\"", $"\"{role}\"", StringComparison.Ordinal)) }
            : file);
        var sim = new CaseSimulator("hotline-report") { PackInUse = SopPackReader.Read(files).Pack! };
        var report = HotlineForms.Scratch("2026-10-12T10:00:00");
        report["customerSegment"] = segment;

        sim.Open("2026-10-12T10:00:00", report);

        Assert.Equal(times, sim.Notifications.Count(n => n.Audience == audience));
    }

    [Fact]
    public void Decision_LiableWithNothingCovered_IsRefused()
    {
        var sim = HotlineWays.AtReview();
        var form = HotlineForms.Liable(Decided, 100);
        form["determination"] = "none";

        Assert.Equal(["determination"], FaultsOf(sim, "review", Claims, "liable", form));
    }

    [Fact]
    public void Decision_LiableWithNothingToPay_IsRefused() =>
        Assert.Equal(["payAmount"], FaultsOf(HotlineWays.AtReview(), "review", Claims, "liable", HotlineForms.Liable(Decided, 0)));

    [Fact]
    public void Decision_NotLiableYetFullyCovered_IsRefused() => Assert.Equal(
        ["determination"],
        FaultsOf(HotlineWays.AtReview(), "review", Claims, "not_liable", new() { ["determination"] = "full", ["determinedAt"] = Decided, ["refusalReason"] = "不在保险期间。", ["refusalIndependent"] = true }));

    [Fact]
    public void PartialRefusal_OfASmallClaim_NeedsASecondPerson()
    {
        var sim = HotlineWays.AtReview();

        sim.Complete("review", Claims, "liable", HotlineWays.Partly(Decided, 1));

        Assert.Equal("manager", sim.Task("approvePay").Role);
    }

    [Fact]
    public void Payment_AboveWhatWasDecided_IsRefused()
    {
        var sim = HotlineWays.AtReview();
        sim.Complete("review", Claims, "liable", HotlineForms.Liable(Decided, 18_000));
        sim.Complete("agreement", Claims, "agreed", HotlineForms.Agreed(Decided));

        Assert.Equal(["paidAmount"], FaultsOf(sim, "payment", OtherClaims, "paid", HotlineForms.Paid(Decided, 1_800_000)));
    }

    [Fact]
    public void Supplement_Forgotten_IsToldEveryWeekAndShowsRed()
    {
        var sim = HotlineWays.AtDocumentCheck();
        var form = HotlineForms.Checked(isComplex: false);
        form["claimDocs"] = new JsonArray(new JsonObject { ["doc"] = "medical_record", ["result"] = "missing" });
        sim.Complete("checkDocs", Claims, "checked", form);
        var window = sim.Clock("hotline-supplement-window");

        sim.AdvanceTo("2026-11-30T18:00:00");

        // The window ends on 27 October; the fifth working days after it are 3, 10, 17 and 24 November.
        var told = sim.Notifications.Where(n => n.ClockId == window.Id).ToList();
        Assert.Equal(["role:agent", "role:agent", "role:team_lead"], told.Take(3).Select(n => n.Audience));
        Assert.Equal(
            ["2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24"],
            told.Where(n => n is { StepId: "again", Audience: "role:team_lead" }).Select(n => n.FiredAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(ClockColour.Red, ClockColours.At(sim.Clock("hotline-supplement-window"), Pack.Ladders["awaiting-others"], sim.Now));
    }

    [Theory]
    [InlineData("onsite", "hotline-onsite-24h", 500_000, "none", "none")]
    [InlineData("onsite", "hotline-onsite-2h", 500, "light", "none")]
    [InlineData("none", null, 500, "none", "none")]
    public void Survey_ThatTheRuleDemands_IsNotWishedAway(string mode, string? clock, int loss, string injury, string wanted)
    {
        var decision = Pack.DecisionTables["hotline-survey"].Evaluate(
            new JsonObject { ["estimatedLoss"] = loss, ["injurySeverity"] = injury, ["surveyModeWanted"] = wanted, ["accidentType"] = "collision" });

        Assert.Equal((mode, clock), (decision.Outputs["surveyMode"]?.ToString(), decision.Outputs["surveyClock"]?.ToString()));
    }

    [Fact]
    public void Survey_OfAnIllness_IsNotSentOut()
    {
        var decision = Pack.DecisionTables["hotline-survey"].Evaluate(
            new JsonObject { ["estimatedLoss"] = 80_000, ["injurySeverity"] = "none", ["accidentType"] = "illness" });

        Assert.Equal("none", decision.Outputs["surveyMode"]?.ToString());
    }

    /// <summary>Insurance Law art. 23: a complex claim is decided within thirty days, whoever investigates or returns it meanwhile.</summary>
    [Fact]
    public void Decision_OfAComplexClaim_KeepsItsThirtyDaysThroughInvestigationAndReturn()
    {
        var sim = HotlineWays.AtReview(isComplex: true);
        sim.AdvanceTo("2026-11-02T10:00:00");
        sim.Complete("review", Claims, "investigate", new() { ["investigateReason"] = "核实就诊记录" });
        sim.AdvanceTo("2026-11-05T10:00:00");
        sim.Complete("investigation", Investigator, "done", new() { ["investigationFindings"] = "就诊记录属实。" });
        sim.Complete("review", Claims, "liable", HotlineForms.Liable("2026-11-05T10:00:00", 80_000));
        sim.Complete("approvePay", Manager, "returned", new() { ["claimApprovalComment"] = "补充依据" });

        var clock = Assert.Single(sim.Clocks.Values, each => each.PolicyId == "hotline-claim-decision");
        Assert.Equal((Sop.Clocks.ClockStatus.Running, At("2026-11-11T23:59:59")), (clock.Status, clock.DueAt));
        sim.Complete("review", Claims, "not_liable", new() { ["determination"] = "none", ["determinedAt"] = "2026-11-05T10:00:00", ["refusalReason"] = "既往症除外。", ["refusalIndependent"] = true });
        sim.Complete("approveRefusal", Manager, "approved", new() { ["claimApprovalComment"] = "同意" });
        Assert.True(sim.Clock("hotline-claim-decision").IsMet);
    }

    [Fact]
    public void PartialRefusal_IsToldWithinThreeDaysOfTheDecision()
    {
        var sim = HotlineWays.AtReview();
        sim.Complete("review", Claims, "liable", HotlineWays.Partly(Decided, 9_000));
        sim.AdvanceTo("2026-10-19T10:00:00");

        sim.Complete("approvePay", Manager, "approved", new() { ["claimApprovalComment"] = "同意" });

        Assert.Equal((At("2026-10-15T23:59:59"), false), (sim.Clock("hotline-refusal").DueAt, sim.Clock("hotline-refusal").IsMet));
    }

    [Fact]
    public void Advance_IsApprovedAndPaidByOthers_AndIsTakenOffThePayment()
    {
        var sim = HotlineWays.AtReview();
        sim.AdvanceTo("2026-12-10T10:00:00");
        Assert.Equal(["advanceAmount"], FaultsOf(sim, "advance", Claims, "proposed", Advance(900_000)));
        sim.Complete("advance", Claims, "proposed", Advance(5_000));
        sim.Complete("approveAdvance", Manager, "approved", new() { ["claimApprovalComment"] = "同意" });
        var paid = new JsonObject { ["advancePaidAt"] = "2026-12-10T10:00:00" };
        Assert.Equal("assignment.conflict_of_interest", sim.Try(new CompleteTask(Claims, sim.Task("payAdvance").Id, "paid", paid))?.Code);
        sim.Complete("payAdvance", OtherClaims, "paid", paid);

        sim.Complete("review", Claims, "liable", HotlineForms.Liable("2026-12-10T10:00:00", 18_000));
        sim.Complete("agreement", Claims, "agreed", HotlineForms.Agreed("2026-12-10T10:00:00"));

        Assert.Equal(["paidAmount"], FaultsOf(sim, "payment", OtherClaims, "paid", HotlineForms.Paid("2026-12-10T10:00:00", 18_000)));
        sim.Complete("payment", OtherClaims, "paid", HotlineForms.Paid("2026-12-10T10:00:00", 13_000));
        Assert.Equal(CaseStatus.Closed, sim.State.Status);
    }

    [Fact]
    public void Advance_OfAllThatWasDecided_LeavesNothingToPay()
    {
        var sim = HotlineWays.AtReview();
        sim.AdvanceTo("2026-12-10T10:00:00");
        sim.Complete("advance", Claims, "proposed", Advance(5_000));
        sim.Complete("approveAdvance", Manager, "approved", new() { ["claimApprovalComment"] = "同意" });
        sim.Complete("payAdvance", OtherClaims, "paid", new() { ["advancePaidAt"] = "2026-12-10T10:00:00" });

        sim.Complete("review", Claims, "liable", HotlineForms.Liable("2026-12-10T10:00:00", 5_000));
        sim.Complete("agreement", Claims, "agreed", HotlineForms.Agreed("2026-12-10T10:00:00"));

        Assert.Equal(CaseStatus.Closed, sim.State.Status);
    }

    [Fact]
    public void Payment_MadeInTimeAndEnteredLater_IsInTime()
    {
        var sim = HotlineWays.AtReview();
        sim.Complete("review", Claims, "liable", HotlineForms.Liable(Decided, 18_000));
        sim.Complete("agreement", Claims, "agreed", HotlineForms.Agreed(Decided));
        sim.AdvanceTo("2026-10-23T09:00:00");

        sim.Complete("payment", OtherClaims, "paid", HotlineForms.Paid("2026-10-22T16:00:00", 18_000));

        Assert.Equal((At("2026-10-22T23:59:59"), true), (sim.Clock("hotline-payment").DueAt, sim.Clock("hotline-payment").IsMet));
    }

    [Fact]
    public void Injury_ReportedLater_SendsASurveyorOut()
    {
        var sim = new CaseSimulator("hotline-report");
        sim.Open("2026-10-09T10:00:00", HotlineForms.Scratch("2026-10-09T10:00:00"));
        sim.Complete("register", Agent, "registered", HotlineForms.Registered(Claims.Id));
        Assert.Equal("remote", sim.State.Data.Text("surveyMode"));

        sim.AdvanceTo("2026-10-09T10:20:00");
        sim.Raise("lossChanged", Agent, new() { ["injurySeverity"] = "serious", ["injuredCount"] = 1, ["changeNote"] = "伤者颈部骨折" });

        Assert.Equal(("onsite", At("2026-10-09T12:20:00")), (sim.State.Data.Text("surveyMode"), sim.Clock("hotline-onsite-2h").DueAt));
    }

    [Fact]
    public void Suspicion_OfAnAccidentOnThePolicysFirstDay_IsHandedOverWithThatDay()
    {
        var sim = new CaseSimulator("hotline-report");
        var open = HotlineForms.Scratch("2026-10-09T10:00:00");
        open["policyStartDate"] = "2026-10-09";
        open["lossTimeMismatch"] = true;
        open["sharedContact"] = true;

        sim.Open("2026-10-09T10:00:00", open);

        var opened = Assert.Single(sim.Outbox, message => message.Target == "fraud-investigation");
        Assert.Equal(0, opened.Payload["fields"]!.AsObject().Whole("policyDays"));
    }

    private static JsonObject Advance(decimal amount) => new() { ["advanceAmount"] = amount, ["advanceNote"] = "已发生的医疗费可以确定。" };

    private static IEnumerable<string> FaultsOf(CaseSimulator sim, string step, Actor actor, string outcome, JsonObject form) =>
        sim.Try(new CompleteTask(actor, sim.Task(step).Id, outcome, form))!.Fields.Select(fault => fault.Field);
}
