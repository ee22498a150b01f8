using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;
using static WorkflowHost.Sop.Tests.Cases.ComplaintCases;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>What was told when, reviews, and what is entered late, on the shipped complaint SOP.</summary>
public sealed class ComplaintOutcomeRuleTests
{
    /// <summary>Told in time and booked the next morning: the decision was told when it was told (art. 18, 21).</summary>
    [Fact]
    public void Feedback_EnteredAfterTheDeadline_CountsWhenTheCustomerWasTold()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"));
        sim.AdvanceTo("2026-09-17T09:00:00");
        sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-09-16T17:00:00"));

        Assert.Equal((true, At("2026-09-16T17:00:00")), (sim.Clock("complaint-statutory").IsMet, sim.Clock("complaint-statutory").StoppedAt));
    }

    /// <summary>Nobody has to invent a rating or a delivery for a customer who can't be reached.</summary>
    [Fact]
    public void Feedback_OfAnUnreachableCustomer_ClosesWithThreeAttemptsAndApproval()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"));
        var feedback = new JsonObject
        {
            ["resultText"] = "决定书已寄出。",
            ["deliveredAt"] = "2026-09-01T16:45:00+08:00",
            ["deliveryMode"] = "letter",
            ["remediesNotified"] = true,
        };
        Assert.Contains(sim.Try(new CompleteTask(Handler, sim.Task("feedback").Id, "unreachable", (JsonObject)feedback.DeepClone()))!.Fields, f => f.Field == "contactAttempts");
        feedback["contactAttempts"] = new JsonArray([.. Enumerable.Range(1, 3).Select(n => (JsonNode)new JsonObject { ["at"] = $"2026-09-01T1{n}:00:00+08:00", ["mode"] = "phone", ["result"] = "无人接听" })]);
        sim.Complete("feedback", Handler, "unreachable", feedback);

        Assert.Null(sim.State.Data["customerRating"]);
        var closing = ComplaintForms.Closing("unreachable");
        closing["contactAttempts"] = feedback["contactAttempts"]!.DeepClone();
        closing["closeReason"] = "三次联系未果";
        sim.Complete("closing", Agent, "closed", closing);
        sim.Complete("closeApproval", Manager, "approved", new JsonObject { ["closeApprovalComment"] = "同意", ["remediesConfirmed"] = true });
        Assert.Equal((CaseStatus.Closed, "unreachable"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    [Fact]
    public void Feedback_WithoutARating_MustSayThatTheCustomerDeclined()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"));
        var feedback = ComplaintForms.Feedback("2026-09-01T17:00:00");
        feedback.Remove("customerRating");
        Assert.Contains(sim.Try(new CompleteTask(Handler, sim.Task("feedback").Id, "accepted", (JsonObject)feedback.DeepClone()))!.Fields, f => f.Field == "customerRating");
        feedback["ratingDeclined"] = true;
        sim.Complete("feedback", Handler, "accepted", feedback);
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "closing");
    }

    /// <summary>Received on the window's last day, entered the next morning: the customer was in time (art. 20).</summary>
    [Fact]
    public void ReviewRequest_ReceivedInTimeAndEnteredLater_IsTaken()
    {
        var sim = Closed();
        Assert.Equal(At("2026-10-08T23:59:59"), sim.Clock("review-request-window").DueAt); // 10-01 is a holiday
        sim.AdvanceTo("2026-10-09T09:00:00");
        var late = new JsonObject { ["reviewRequestedAt"] = "2026-10-09T08:00:00+08:00", ["reviewGrounds"] = "不服处理决定" };
        Assert.Equal("case.event_too_late", sim.Try(new RaiseCaseEvent(Agent, "reviewRequested", late))?.Code);

        sim.Raise("reviewRequested", Agent, new JsonObject { ["reviewRequestedAt"] = "2026-10-08T17:00:00+08:00", ["reviewGrounds"] = "不服处理决定" });

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "review");
    }

    /// <summary>Complex it is already; asking again would only alarm the manager that the extension failed.</summary>
    [Fact]
    public void ComplexAnalysedAgain_RaisesNoAlarm()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-01T17:00:00");
        for (var round = 0; round < 2; round++)
        {
            sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis("complex"));
            if (round == 0)
            {
                sim.Complete("solution", Handler, "not_agreed", new JsonObject { ["customerAgreed"] = "no", ["agreedAt"] = "2026-09-01T16:00:00+08:00", ["agreedChannel"] = "phone", ["disagreementReason"] = "金额" });
            }
        }

        Assert.Single(sim.Outbox, m => m.Template == "complaint-extension");
        Assert.DoesNotContain(sim.Timeline, e => e.Kind == "clock.refused" && e.Args["clock"] == "complaint-statutory");
    }

    /// <summary>The customer's turn to complete the material is no missed target of ours, and raises no severity.</summary>
    [Fact]
    public void Supplement_DaysLater_RaisesNoSeverityForTheAssignment()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "supplement", new JsonObject { ["supplementItems"] = "身份证明" });
        Assert.Equal(ClockStatus.Paused, sim.Clock("assign").Status);
        sim.Raise("contacted", Agent, new JsonObject { ["contactedAt"] = "2026-09-01T10:00:00+08:00", ["contactMode"] = "phone", ["contactSummary"] = "告知补正" });
        sim.AdvanceTo("2026-09-03T10:00:00");
        sim.Complete("registerAgain", Agent, "registered", ComplaintForms.Register());

        Assert.Null(sim.State.Data["internalTargetBreached"]);
        Assert.True(sim.Clock("assign").IsMet);
    }

    [Fact]
    public void Registration_HandlerWithoutTheRole_IsRefused()
    {
        var sim = Opened();
        var refusal = sim.Try(new CompleteTask(Agent, sim.Task("register").Id, "registered", ComplaintForms.Register("assessor-1")));
        Assert.Contains(refusal!.Fields, f => f is { Field: "handlerId", Code: "staff.role_missing" });
    }

    [Fact]
    public void Transferred_IsToldToTheCustomer()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "transferred", new JsonObject { ["transferTo"] = "经代理机构" });
        Assert.Single(sim.Outbox, m => m.Template == "complaint-transferred");
    }
}
