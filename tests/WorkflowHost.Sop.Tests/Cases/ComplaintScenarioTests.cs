using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Acceptance scenarios SC-01 and SC-03 through the shipped workflow and pack, every timestamp to the second.</summary>
public sealed class ComplaintScenarioTests
{
    [Fact]
    public void SimpleComplaint_BeforeNationalDay_MeetsEveryTimestamp()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-09-29T16:40:00", ComplaintForms.Open("2026-09-29T16:40:00"));

        Assert.Equal(3, sim.State.Data.Whole("severity"));
        AssertDue(sim, "first-contact-24h", "2026-09-30T16:40:00");
        AssertDue(sim, "assign", "2026-09-30T11:40:00");
        AssertDue(sim, "analysis", "2026-10-09T18:00:00");
        AssertDue(sim, "finish-wd10", "2026-10-19T18:00:00");
        AssertDue(sim, "complaint-statutory", "2026-10-14T23:59:59");
        Assert.Equal(At("2026-10-14T18:00:00"), sim.Clock("complaint-statutory").InternalDueAt);

        sim.AdvanceTo("2026-09-29T17:05:00");
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-30T10:00:00");
        sim.Raise("contacted", Handler, new JsonObject { ["contactedAt"] = "2026-09-30T10:00:00+08:00", ["contactMode"] = "phone", ["contactSummary"] = "已致电客户说明进展。" });
        Assert.True(sim.Clock("first-contact-24h").IsMet);
        sim.AdvanceTo("2026-09-30T15:00:00");
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis());
        sim.AdvanceTo("2026-10-08T09:30:00");
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-10-08T09:30:00"));
        sim.AdvanceTo("2026-10-09T16:00:00");
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-10-09T16:00:00"));
        sim.AdvanceTo("2026-10-12T10:30:00");
        sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-10-12T10:30:00"));
        sim.Complete("closing", Agent, "closed", ComplaintForms.Closing());

        Assert.Equal(CaseStatus.Closed, sim.State.Status);
        Assert.True(sim.Clock("complaint-statutory").IsMet);
        AssertFired(sim, 50, "2026-10-07T05:20:00", "2026-10-08T09:00:00");
        AssertFired(sim, 80, "2026-10-11T17:44:00", "2026-10-12T09:00:00");
        AssertDue(sim, "review-request-window", "2026-11-11T23:59:59");
        var revisit = Assert.Single(sim.State.Revisits);
        Assert.Equal(At("2026-10-15T18:00:00"), revisit.DueAt);

        sim.AdvanceTo("2026-10-15T00:00:00");
        Assert.DoesNotContain(sim.Notifications, n => n.FiredAt > At("2026-10-12T10:30:00") && n.ClockId == sim.Clock("complaint-statutory").Id);
    }

    [Fact]
    public void ComplexComplaint_WithExtensionAppraisalAndReview_MeetsEveryTimestamp()
    {
        var sim = new CaseSimulator();
        var open = ComplaintForms.Open("2026-03-16T10:05:00", "letter");
        open["productLine"] = "accident";
        open["repeatCaller"] = false;
        open["riskSignals"] = new JsonArray("injury");
        open["amountInDispute"] = 120000;
        sim.Open("2026-03-16T10:05:00", open);

        Assert.Equal(2, sim.State.Data.Whole("severity"));
        AssertDue(sim, "complaint-statutory", "2026-03-31T23:59:59");
        AssertDue(sim, "life-reply", "2026-03-30T18:00:00");
        sim.AdvanceTo("2026-03-16T11:00:00");
        sim.Complete("register", Agent, "registered", ComplaintForms.Register(category: "claim_dispute"));
        sim.AdvanceTo("2026-03-24T15:00:00");
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis("complex"));
        AssertDue(sim, "complaint-statutory", "2026-04-15T23:59:59");
        Assert.Equal(At("2026-04-15T18:00:00"), sim.Clock("complaint-statutory").InternalDueAt);
        Assert.Contains(sim.Outbox, m => m.Template == "complaint-extension" && m.CreatedAt == At("2026-03-24T15:00:00"));

        sim.AdvanceTo("2026-04-13T10:00:00");
        sim.Raise("extensionRequested", Handler, ExtensionRequest());
        sim.Complete("approveExtension", Exec, "approved", new JsonObject { ["extensionComment"] = "同意", ["extensionNoticeConfirmed"] = true });
        AssertDue(sim, "complaint-statutory", "2026-05-15T23:59:59");

        sim.AdvanceTo("2026-04-20T09:00:00");
        sim.Raise("appraisalStarted", Handler, new JsonObject { ["appraisalKind"] = "appraisal", ["appraisalBody"] = "司法鉴定中心", ["appraisalSubject"] = "伤残等级", ["appraisalCustomerTold"] = true });
        Assert.Equal(ClockStatus.Paused, sim.Clock("complaint-statutory").Status);
        Assert.Contains(sim.Outbox, m => m.Template == "complaint-appraisal");
        sim.AdvanceTo("2026-05-07T09:00:00");
        sim.Raise("appraisalEnded", Handler, new JsonObject { ["appraisalEndedAt"] = "2026-05-07T09:00:00+08:00", ["appraisalConclusion"] = "九级伤残" });
        AssertDue(sim, "complaint-statutory", "2026-06-01T23:59:59");
        Assert.Equal(At("2026-06-01T18:00:00"), sim.Clock("complaint-statutory").InternalDueAt);

        sim.AdvanceTo("2026-05-20T10:00:00");
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-05-20T10:00:00"));
        sim.AdvanceTo("2026-05-27T10:00:00");
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-05-27T10:00:00"));
        sim.AdvanceTo("2026-05-28T16:00:00");
        sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-05-28T16:00:00"));
        sim.Complete("closing", Agent, "closed", ComplaintForms.Closing("settled"));
        AssertDue(sim, "review-request-window", "2026-06-29T23:59:59");

        sim.AdvanceTo("2026-06-10T11:00:00");
        sim.Raise("reviewRequested", Agent, new JsonObject { ["reviewRequestedAt"] = "2026-06-10T11:00:00+08:00", ["reviewGrounds"] = "不认可伤残等级认定" });
        AssertDue(sim, "review-decision", "2026-07-10T23:59:59");
        var review = sim.Task("review");
        Assert.Equal(OtherHandler.Id, review.AssigneeId);
        Assert.Contains(Handler.Id, review.ExcludedStaff);
        Assert.Equal("assignment.conflict_of_interest", sim.Try(new ReassignTask(Lead, review.Id, Handler.Id, "试"))?.Code);
        sim.AdvanceTo("2026-07-01T10:00:00");
        sim.Complete("review", OtherHandler, "decided", new JsonObject { ["reviewResult"] = "upheld", ["reviewFindings"] = "鉴定程序合规", ["reviewReasons"] = "维持原处理决定", ["reviewToldAt"] = "2026-07-01T10:00:00+08:00", ["reviewToldBy"] = "letter" });
        Assert.True(sim.Clock("review-decision").IsMet);
        Assert.Equal("decided", sim.State.Data.Text("reviewStatus"));
    }

    [Fact]
    public void ExtensionRequest_AfterTheDeadline_IsRefusedAndNothingChanges()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-03-16T10:05:00", ComplaintForms.Open("2026-03-16T10:05:00", "letter"));
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-03-24T15:00:00");
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis("complex"));
        sim.AdvanceTo("2026-04-16T09:00:00");
        var before = CaseStateJson.Write(sim.State);

        var refusal = sim.Try(new RaiseCaseEvent(Handler, "extensionRequested", ExtensionRequest()));

        Assert.Equal(RefusalKind.Conflict, refusal?.Kind);
        Assert.Equal("case.event_too_late", refusal?.Code);
        Assert.Equal(before, CaseStateJson.Write(sim.State));
    }

    [Fact]
    public void ExtensionApproval_GivenAfterTheDeadline_DoesNotExtend()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-03-16T10:05:00", ComplaintForms.Open("2026-03-16T10:05:00", "letter"));
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-03-24T15:00:00");
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis("complex"));
        sim.AdvanceTo("2026-04-13T10:00:00");
        sim.Raise("extensionRequested", Handler, ExtensionRequest());
        sim.AdvanceTo("2026-04-16T09:00:00");
        sim.Complete("approveExtension", Exec, "approved", new JsonObject { ["extensionComment"] = "同意", ["extensionNoticeConfirmed"] = true });

        AssertDue(sim, "complaint-statutory", "2026-04-15T23:59:59");
        Assert.Contains(sim.Timeline, t => t.Kind == "clock.refused" && t.Args["code"] == "clock.extension_late");
        Assert.DoesNotContain(sim.Outbox, m => m.Template == "complaint-extension" && m.CreatedAt == At("2026-04-16T09:00:00"));
    }

    private static JsonObject ExtensionRequest() => new() { ["extensionRule"] = "special", ["extensionReason"] = "等待鉴定", ["extensionPlan"] = "五月上旬取得结论" };

    private static void AssertDue(CaseSimulator sim, string policyId, string local) => Assert.Equal(At(local), sim.Clock(policyId).DueAt);

    /// <summary>The statutory ladder's step of that percentage fired and was delivered at these instants, once for each of its roles.</summary>
    private static void AssertFired(CaseSimulator sim, int percent, string firedAt, string deliveredAt)
    {
        var clock = sim.Clock("complaint-statutory");
        var step = Pack.Ladders[clock.LadderId!].Steps.Single(s => s.Trigger.Percent == percent);
        var told = sim.Notifications.Where(n => n.ClockId == clock.Id && n.StepId == step.Id).ToList();
        Assert.Equal(step.Roles.Count, told.Count);
        Assert.All(told, n => Assert.Equal((At(firedAt), At(deliveredAt)), (n.FiredAt, n.DeliverAt)));
    }
}
