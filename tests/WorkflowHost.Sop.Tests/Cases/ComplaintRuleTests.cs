using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;
using static WorkflowHost.Sop.Tests.Cases.ComplaintCases;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Rules A-R1…A-R13 of the complaint SOP on the shipped workflow; the dates are ordinary working days of September 2026.</summary>
public sealed class ComplaintRuleTests
{
    [Fact]
    public void Registration_WithoutRequiredFields_NamesEachAndStoresNothing()
    {
        var sim = Opened();

        var refusal = sim.Try(new CompleteTask(Agent, sim.Task("register").Id, "registered", []));

        Assert.Equal(RefusalKind.Invalid, refusal?.Kind);
        Assert.Contains(refusal!.Fields, f => f is { Field: "category", Code: "field.required" });
        Assert.Contains(refusal.Fields, f => f is { Field: "handlerId", Code: "field.required" });
        Assert.Single(sim.State.Tasks);
    }

    [Fact]
    public void Registration_NamingInvolvedStaffAsHandler_IsRefused_Art17()
    {
        var sim = Opened();
        var fields = ComplaintForms.Register();
        fields["involvedStaff"] = new JsonArray("handler-1");

        var refusal = sim.Try(new CompleteTask(Agent, sim.Task("register").Id, "registered", fields));

        Assert.Contains(refusal!.Fields, f => f is { Field: "handlerId", Code: "assignment.conflict_of_interest" });
    }

    [Theory]
    [InlineData("TS20260929-0001", "merge.same_case")]
    [InlineData("TS20260101-0009", "merge.target_unknown")]
    public void Merge_IntoNoOtherOpenCase_IsRefusedAtTheField(string target, string code)
    {
        var sim = Opened();

        var refusal = sim.Try(new CompleteTask(Agent, sim.Task("register").Id, "merged", new JsonObject { ["mergeInto"] = target }));

        Assert.Contains(refusal!.Fields, f => f.Field == "mergeInto" && f.Code == code);
        Assert.Equal(CaseStatus.Open, sim.State.Status);
    }

    [Fact]
    public void Merge_IntoAnOpenCase_EndsThisOneAndTellsTheOther()
    {
        var sim = Opened();
        sim.MergeTarget = new MergeTarget("TS20260801-0002", CaseStatus.Open, "complaint");

        sim.Complete("register", Agent, "merged", new JsonObject { ["mergeInto"] = "TS20260801-0002" });

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
        Assert.Contains(sim.Outbox, m => m is { Kind: "case", Target: "TS20260801-0002" });
        Assert.Equal(ClockStatus.Cancelled, sim.Clock("complaint-statutory").Status);
        Assert.Empty(sim.State.Timers);
    }

    [Fact]
    public void Withdrawal_EndsTheCaseTheSameDay_Art15()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());

        sim.Raise("withdrawn", Agent, new JsonObject { ["withdrawnAt"] = "2026-09-01T10:00:00+08:00", ["withdrawChannel"] = "phone", ["withdrawIdentityChecked"] = true });

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
        Assert.Equal(sim.Now, sim.State.ClosedAt);
        Assert.Empty(sim.State.Tasks);
        Assert.All(sim.Clocks.Values.Where(c => c.PolicyId == "complaint-statutory"), c => Assert.Equal(ClockStatus.Cancelled, c.Status));
        Assert.Contains(sim.Outbox, m => m.Template == "complaint-withdrawn");
    }

    [Fact]
    public void NewFacts_RestartTheStatutoryClockFromTheirReceipt_Art18()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-08T09:00:00");

        sim.Raise("newFacts", Agent, new JsonObject { ["newFactsAt"] = "2026-09-07T15:00:00+08:00", ["newFacts"] = "补充维修发票" });

        Assert.Equal(At("2026-09-22T23:59:59"), sim.Clock("complaint-statutory").DueAt);
        Assert.Contains(AvailableEvent.Of(sim.State), e => e.EventName == "newFacts");
    }

    [Fact]
    public void Supplement_IsAskedOnlyOnce()
    {
        var sim = Opened();

        sim.Complete("register", Agent, "supplement", new JsonObject { ["supplementItems"] = "身份证明" });

        var again = sim.Task("registerAgain");
        Assert.DoesNotContain("supplement", again.Outcomes);
        Assert.Contains("09月16日", Assert.Single(sim.Outbox, m => m.Template == "complaint-supplement").Payload["body"]!.ToString(), StringComparison.Ordinal);
        sim.Complete("registerAgain", Agent, "registered", ComplaintForms.Register());
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "analysis");
    }

    [Fact]
    public void SecondSolution_WithoutAmount_ForgetsTheFirstRoundsAmount()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00", 300_000));
        sim.Complete("approve", Exec, "rejected", new JsonObject { ["approvalComment"] = "金额过高" });

        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T17:00:00"));

        Assert.Null(sim.State.Data["remedyAmount"]);
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "execution");
    }

    [Fact]
    public void Solution_AboveAuthority_IsApprovedByAnotherPersonOfTheRightRole()
    {
        var sim = Opened();
        ToSolution(sim);

        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00", 30_000));

        var approval = sim.Task("approve");
        Assert.Equal("manager", approval.Role);
        Assert.Contains(Handler.Id, approval.ExcludedStaff);
        Assert.Equal("task.role_required", sim.Try(new CompleteTask(Lead, approval.Id, "approved", []))?.Code);
    }

    [Fact]
    public void LowRating_LeadsToRecoveryAndToAnApprovedClosing()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"));

        sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-09-01T17:00:00", rating: 2));
        sim.Complete("recovery", Handler, "planned", new JsonObject { ["recoveryTypes"] = new JsonArray("apology"), ["recoveryText"] = "当面致歉" });
        sim.Complete("deliverRecovery", Handler, "done", Delivered(rating: 4));
        sim.Complete("closing", Agent, "closed", ComplaintForms.Closing());

        Assert.Equal(CaseStatus.Open, sim.State.Status);
        sim.Complete("closeApproval", Manager, "approved", new JsonObject { ["closeApprovalComment"] = "同意", ["remediesConfirmed"] = true });
        Assert.Equal(CaseStatus.Closed, sim.State.Status);
    }

    [Fact]
    public void RejectedFeedback_GoesBackTwiceThenTheDecisionStands()
    {
        var sim = Opened();
        ToSolution(sim);
        for (var round = 0; round < 3; round++)
        {
            sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"));
            sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"));
            var feedback = ComplaintForms.Feedback("2026-09-01T17:00:00", rating: 3);
            feedback["rejectReason"] = "不认可";
            sim.Complete("feedback", Handler, "rejected", feedback);
        }

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "closing");
        Assert.True(sim.Clock("complaint-statutory").IsMet);
    }

    [Fact]
    public void RevisitProblem_ReopensTheCase_AndAReviewDoesNotEndIt()
    {
        var sim = Closed();
        sim.AdvanceTo("2026-09-02T10:00:00");
        sim.Raise("reviewRequested", Agent, new JsonObject { ["reviewRequestedAt"] = "2026-09-02T10:00:00+08:00", ["reviewGrounds"] = "不认可" });
        sim.AdvanceTo("2026-09-03T10:00:00");

        sim.Do(Attempt(sim, AttemptResult.Connected, new JsonObject { ["identityVerified"] = true, ["receivedResult"] = "yes", ["commitmentsKept"] = "no", ["solved"] = "no", ["rating"] = 2 }));

        Assert.Equal(CaseStatus.Open, sim.State.Status);
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "solution");
        sim.Complete("review", OtherHandler, "decided", new JsonObject { ["reviewResult"] = "upheld", ["reviewFindings"] = "核查", ["reviewReasons"] = "维持", ["reviewToldAt"] = "2026-09-03T10:00:00+08:00", ["reviewToldBy"] = "letter" });
        sim.AdvanceTo("2026-10-10T10:00:00");
        Assert.Equal(CaseStatus.Open, sim.State.Status);
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "solution");
    }

    [Fact]
    public void Revisit_NobodyReached_FallsBackToSmsThenLetterThenUnreachable()
    {
        var sim = Closed();
        foreach (var at in new[] { "2026-09-02T10:00:00", "2026-09-02T15:00:00", "2026-09-03T10:00:00" })
        {
            sim.AdvanceTo(at);
            sim.Do(Attempt(sim, AttemptResult.NoAnswer, null));
        }

        sim.AdvanceTo("2026-09-03T10:05:00");
        Assert.Contains(sim.Outbox, m => m.Template == "revisit-sms");
        sim.AdvanceTo("2026-09-08T10:00:00");
        Assert.Contains(sim.Outbox, m => m.Template == "revisit-letter");
        Assert.Empty(sim.State.Revisits);
    }

    [Fact]
    public void RevisitCall_InQuietHours_IsRefused()
    {
        var sim = Closed();
        sim.AdvanceTo("2026-09-02T21:30:00");

        Assert.Equal("revisit.quiet_hours", sim.Try(Attempt(sim, AttemptResult.NoAnswer, null))?.Code);
    }

    [Fact]
    public void Task_ClaimedByAnother_IsAConflict()
    {
        var sim = Opened();
        sim.Do(new ClaimTask(Agent, sim.Task("register").Id));

        Assert.Equal("task.claimed_by_other", sim.Try(new ClaimTask(Lead, sim.Task("register").Id))?.Code);
        Assert.Equal("task.version_stale", sim.Try(new CompleteTask(Agent, sim.Task("register").Id, "registered", ComplaintForms.Register(), ExpectedVersion: 1))?.Code);
    }

    [Fact]
    public void TwoApprovalsAtOnce_HaveAClockEach()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Raise("extensionRequested", Handler, new JsonObject { ["extensionRule"] = "complex", ["extensionReason"] = "取证", ["extensionPlan"] = "一周内完成" });
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T17:00:00", 30_000));

        var (extension, remedy) = (sim.Task("approveExtension"), sim.Task("approve"));
        Assert.NotEqual(extension.ClockId, remedy.ClockId);
        sim.Complete("approveExtension", Lead, "approved", new JsonObject { ["extensionComment"] = "同意", ["extensionNoticeConfirmed"] = true });
        Assert.Contains(sim.State.Clocks, c => c.Id == remedy.ClockId);
    }

    [Fact]
    public void Withdrawal_IsMarkedAsBrokenOff_ClosingIsNot()
    {
        var withdrawn = Opened();
        withdrawn.Raise("withdrawn", Agent, new JsonObject { ["withdrawnAt"] = "2026-09-01T10:00:00+08:00", ["withdrawChannel"] = "phone", ["withdrawIdentityChecked"] = true });

        Assert.Equal("true", Assert.Single(withdrawn.Timeline, e => e.Kind == "case.closed").Args["brokenOff"]);
        Assert.DoesNotContain("brokenOff", Assert.Single(Closed().Timeline, e => e.Kind == "case.closed").Args.Keys);
    }

    [Fact]
    public void Task_Completed_EndsItsClockInTheTimeline()
    {
        var sim = Opened();
        ToSolution(sim);

        var kinds = sim.Timeline.SkipWhile(e => e.Kind != "task.completed" || e.Args["task"] != "问题分析").Take(2).ToList();
        Assert.Equal(("clock.stopped", "analysis"), (kinds[1].Kind, kinds[1].Args["clock"]));
    }

    /// <summary>Civil Code art. 203: the last day lasts to its end; the prudent house deadline is for our own work only.</summary>
    [Fact]
    public void ReviewWindow_LastsToTheEndOfItsLastDay_InCardAndTimeline()
    {
        var sim = Closed();

        var window = sim.Clock("review-request-window");
        Assert.Equal(At("2026-10-08T23:59:59"), window.DueAt);
        Assert.Equal(window.DueAt, window.TargetAt);
        var started = Assert.Single(sim.Timeline, e => e.Kind == "clock.started" && e.Args["clock"] == "review-request-window");
        Assert.Equal(started.Args["dueAt"], started.Args["targetAt"]);
    }

    /// <summary>Nobody's slip may let the statutory clock stand still for good: the form refuses what lies before the pause.</summary>
    [Fact]
    public void AppraisalEnd_BeforeItsBegin_IsRefusedAtTheFieldAndTheRightOneResumes()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-03T10:00:00");
        sim.Raise("appraisalStarted", Handler, AppraisalStart());
        sim.AdvanceTo("2026-09-07T10:00:00");

        var refusal = sim.Try(new RaiseCaseEvent(Handler, "appraisalEnded", AppraisalEnd("2026-09-03T09:00:00")));

        Assert.Contains(refusal!.Fields, f => f is { Field: "appraisalEndedAt", Code: "field.before" });
        sim.Raise("appraisalEnded", Handler, AppraisalEnd("2026-09-07T10:00:00"));
        Assert.Equal(ClockStatus.Running, sim.Clock("complaint-statutory").Status);
        Assert.Equal(At("2026-09-20T23:59:59"), sim.Clock("complaint-statutory").DueAt); // 09-16 and 4 days: a Sunday, but a make-up working day
    }

    /// <summary>The complexity comes out during the appraisal: the longer target takes over standing still.</summary>
    [Fact]
    public void ComplexDuringTheAppraisal_LongerTargetStandsStillToo()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-03T10:00:00");
        sim.Raise("appraisalStarted", Handler, AppraisalStart());
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis("complex"));

        Assert.Equal(ClockStatus.Paused, sim.Clock("finish-wd20").Status);
        sim.AdvanceTo("2026-09-14T10:00:00");
        sim.Raise("appraisalEnded", Handler, AppraisalEnd("2026-09-14T10:00:00"));
        Assert.Equal(ClockStatus.Running, sim.Clock("finish-wd20").Status);
        Assert.Equal(At("2026-10-14T18:00:00"), sim.Clock("finish-wd20").DueAt); // two days used, 18 left from 09-15 on
    }

    [Fact]
    public void NewFactsAfterTheDeadline_StartAgainAndTheBreachStays()
    {
        var sim = Opened();
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-18T10:00:00");

        sim.Raise("newFacts", Agent, new JsonObject { ["newFactsAt"] = "2026-09-18T09:00:00+08:00", ["newFacts"] = "补充维修发票" });

        Assert.Equal(At("2026-09-16T23:59:59"), sim.Clock("complaint-statutory").MissedDueAt);
        Assert.True(sim.Clock("complaint-statutory").IsBreachedAt(sim.Now));
    }

    /// <summary>Insurance Law art. 116: premium relief goes to compliance whatever it costs, and a dear one to the executive as well.</summary>
    [Fact]
    public void Recovery_WithPremiumRelief_NeedsAmountAndComplianceApproval()
    {
        var sim = LowRated();

        sim.Complete("recovery", Handler, "planned", new JsonObject { ["recoveryTypes"] = new JsonArray("premium_relief"), ["recoveryCost"] = 8000, ["recoveryText"] = "减免续期保费" });

        Assert.Equal("exec", sim.Task("approveRecovery").Role);
        Assert.Contains(Handler.Id, sim.Task("approveRecovery").ExcludedStaff);
        sim.Complete("approveRecovery", Exec, "approved", []);
        Assert.Equal("compliance", sim.Task("complianceRecovery").Role);
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "deliverRecovery");
    }

    [Fact]
    public void Recovery_ThatFails_TakesTheComplaintUpAgain()
    {
        var sim = LowRated();
        sim.Complete("recovery", Handler, "escalated", []);

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "solution");
        Assert.Equal(ClockStatus.Running, sim.Clock("complaint-statutory").Status);
    }

    [Fact]
    public void Solution_WithPremiumRelief_GoesToCompliance()
    {
        var sim = Opened();
        ToSolution(sim);
        var solution = ComplaintForms.Solution("2026-09-01T16:00:00", 300);
        solution["remedyTypes"] = new JsonArray("premium_relief");
        sim.Complete("solution", Handler, "agreed", solution);

        Assert.Equal("compliance", sim.Task("complianceApproval").Role);
    }

    /// <summary>Four eyes: who mediated or closed does not approve it.</summary>
    [Fact]
    public void Approvals_AreNotForWhoMediatedOrClosed()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "mediation", ComplaintForms.Mediation(sim.Now));
        sim.Complete("mediation", Manager, "settled", new JsonObject { ["mediationBody"] = "行业调解中心", ["mediationResult"] = "达成一致", ["remedyTypes"] = new JsonArray("compensate"), ["remedyAmount"] = 40_000 });
        Assert.Contains(Manager.Id, sim.Task("approve").ExcludedStaff);

        var closed = LowRated();
        closed.Complete("recovery", Handler, "planned", new JsonObject { ["recoveryTypes"] = new JsonArray("apology"), ["recoveryText"] = "当面致歉" });
        closed.Complete("deliverRecovery", Handler, "done", Delivered(rating: 4));
        closed.Complete("closing", Agent, "closed", ComplaintForms.Closing());
        Assert.Contains(Agent.Id, closed.Task("closeApproval").ExcludedStaff);
        Assert.Contains(Handler.Id, closed.Task("closeApproval").ExcludedStaff);
    }
}
