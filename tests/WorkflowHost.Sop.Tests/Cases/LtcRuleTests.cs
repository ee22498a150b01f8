using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>The rules of the long-term-care SOP (domain B1…B8) on the shipped workflow; the dates are working days of August 2026.</summary>
public sealed class LtcRuleTests
{
    [Fact]
    public void SecondDocumentRequest_IsBlockedAndEscalated_InsuranceLaw22()
    {
        var sim = LtcWalks.SupplementedTwice();

        Assert.Single(sim.Outbox, m => m.Template == "ltc-supplement");
        Assert.Contains(sim.Timeline, t => t.Kind == "documents.second_request_blocked");
        Assert.Equal("team_lead", sim.Task("secondRequest").Role);
        Assert.Contains(sim.Notifications, n => n.Audience == "role:compliance" && n.FiredAt == At("2026-08-11T10:00:00"));
    }

    [Fact]
    public void DocumentRequest_NeverNamesWhatTheInsurerHolds()
    {
        var sim = LtcWalks.Open();
        var documents = LtcForms.Documents("policy", "medical_record");
        documents["docChecks"]!.AsArray().Single(row => row!["doc"]!.ToString() == "policy")!["heldByInsurer"] = true;
        sim.Complete("completeness", Agent, "checked", documents);

        var body = Assert.Single(sim.Outbox, m => m.Template == "ltc-supplement").Payload["body"]!.ToString();

        Assert.Contains("病历或出院记录（缺失）", body, StringComparison.Ordinal);
        Assert.DoesNotContain("保险合同", body, StringComparison.Ordinal);
    }

    [Fact]
    public void DocumentRequest_WhenOnlyHeldMaterialIsMissing_IsNotSent()
    {
        var sim = LtcWalks.Open();
        var documents = LtcForms.Documents("policy");
        documents["docChecks"]!.AsArray().Single(row => row!["doc"]!.ToString() == "policy")!["heldByInsurer"] = true;
        sim.Complete("completeness", Agent, "checked", documents);

        Assert.DoesNotContain(sim.Outbox, m => m.Template == "ltc-supplement");
        Assert.Equal("acceptance", Assert.Single(sim.State.Tasks).ActivityId);
    }

    [Fact]
    public void HighRisk_OnlyAsksForAReview_AndRefusalNeedsOtherGrounds_Pipl24()
    {
        var sim = LtcWalks.Risky();

        Assert.Equal(70, sim.State.Data.Whole("riskScore"));
        sim.Complete("riskReview", Claims, "reviewed", new JsonObject { ["riskReviewNote"] = "账户为家属共用，属实。", ["riskConfirmed"] = false });
        var rejection = LtcForms.Rejected();
        rejection.Remove("independentOfModel");
        var refusal = sim.Try(new CompleteTask(Claims, sim.Task("acceptance").Id, "rejected", rejection));
        Assert.Contains(refusal!.Fields, f => f is { Field: "independentOfModel", Code: "field.required" });
        var accepted = LtcForms.Accepted();
        accepted["shortDisabilityBasis"] = "统筹地区对重大疾病放宽时限。";
        sim.Complete("acceptance", Claims, "accepted", accepted);
    }

    [Fact]
    public void Acceptance_WithoutACoordinator_IsRefused()
    {
        var sim = LtcWalks.Open();
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents());

        var none = sim.Try(new CompleteTask(Claims, sim.Task("acceptance").Id, "accepted", new JsonObject { ["toldExpectedTime"] = true }));
        var wrong = sim.Try(new CompleteTask(Claims, sim.Task("acceptance").Id, "accepted", LtcForms.Accepted("agent-1")));

        Assert.Contains(none!.Fields, f => f is { Field: "coordinatorId", Code: "field.required" });
        Assert.Contains(wrong!.Fields, f => f is { Field: "coordinatorId", Code: "staff.role_missing" });
    }

    [Fact]
    public void Rejection_NeedsASecondPairOfEyes()
    {
        var sim = LtcWalks.SupplementedTwice();
        sim.Complete("secondRequest", Lead, "not_accept", LtcForms.Note("secondRequestComment"));
        sim.Complete("acceptance", Claims, "rejected", LtcForms.Rejected());

        Assert.Contains(Claims.Id, sim.Task("approveRejection").ExcludedStaff);
        Assert.DoesNotContain(sim.Outbox, m => m.Template == "ltc-not-accepted");
    }

    [Fact]
    public void Assessors_MustBeTwoDifferentPeopleOfTheRole()
    {
        var sim = LtcScenarioTests.Accepted();

        var same = sim.Try(new CompleteTask(Coordinator, sim.Task("arrange").Id, "arranged", LtcForms.Arrange("2026-08-11T10:00:00", "assessor-1", "assessor-1")));
        var stranger = sim.Try(new CompleteTask(Coordinator, sim.Task("arrange").Id, "arranged", LtcForms.Arrange("2026-08-11T10:00:00", "assessor-1", "claims-1")));

        Assert.Contains(same!.Fields, f => f is { Field: "assessor2Id", Code: "field.must_differ" });
        Assert.Contains(stranger!.Fields, f => f is { Field: "assessor2Id", Code: "staff.role_missing" });
    }

    /// <summary>Two opinions are two only if the second isn't drawn from the first.</summary>
    [Fact]
    public void FirstScale_IsWithheldUntilTheSecondIsHandedIn()
    {
        var sim = LtcScenarioTests.Accepted();
        sim.Complete("arrange", Coordinator, "arranged", LtcForms.Arrange("2026-08-11T10:00:00"));
        sim.AdvanceTo("2026-08-12T10:00:00");
        sim.Complete("onsite", Coordinator, "visited", LtcForms.Visited("2026-08-12T10:00:00"));
        var profile = SopProfile.Of(sim.Program.Definition)!;
        sim.Complete("assessA", Assessors[0], "assessed", LtcForms.Scale());

        Assert.Equal(["assessmentA", "assessmentB"], IndependentFillings.Withheld(sim.State, profile).Order(StringComparer.Ordinal));
        Assert.All(sim.Timeline.Where(e => e.Kind == "decision.made" && e.Args["table"] == "ltc-grade"), e => Assert.Equal("assessmentA", e.Args[IndependentFillings.ScopeArgument]));
        sim.Complete("assessB", Assessors[1], "assessed", LtcForms.Scale(adl: 50));
        Assert.Empty(IndependentFillings.Withheld(sim.State, profile)); // who decides between the two has to see both
    }

    [Fact]
    public void Scale_TypedTotals_AreNotLookedAt()
    {
        var sim = LtcScenarioTests.Accepted();
        sim.Complete("arrange", Coordinator, "arranged", LtcForms.Arrange("2026-08-11T10:00:00"));
        sim.AdvanceTo("2026-08-11T11:00:00");
        sim.Complete("onsite", Coordinator, "visited", LtcForms.Visited("2026-08-11T10:00:00"));
        var scale = LtcForms.Scale();
        scale["adlTotal"] = 100;
        sim.Complete("assessA", Assessors[0], "assessed", scale);

        var kept = (JsonObject)sim.State.Data["assessmentA"]!;
        Assert.Equal((35L, 3L), (kept.Whole("adlTotal"), kept.Whole("ltcGrade")));
        Assert.Null(sim.State.Data["adlTotal"]);
    }

    [Fact]
    public void DifferingAssessors_LeaveItToAnExpertWhoWasNotThere()
    {
        var sim = LtcWalks.Differing();

        Assert.Equal(3, sim.State.Data.Whole("ltcGrade"));
        Assert.Equal(Assessors[2].Id, sim.State.Data.Text("expertAssessorId"));
    }

    [Fact]
    public void FailedVisit_DoesNotMoveTheDeadlineOfTheAssessment()
    {
        var sim = LtcScenarioTests.Accepted();
        var due = sim.Clock("ltc-onsite").DueAt;
        sim.Complete("arrange", Coordinator, "arranged", LtcForms.Arrange("2026-08-12T10:00:00"));
        sim.AdvanceTo("2026-08-12T11:00:00");

        sim.Complete("onsite", Coordinator, "not_possible", LtcForms.Note("notPossibleReason"));

        Assert.Equal(due, Assert.Single(sim.State.Clocks, c => c.PolicyId == "ltc-onsite").DueAt);
    }

    [Theory]
    [InlineData("华东评估中心", "assessor-1", "assessor-5", "reassessor1Id")]
    [InlineData("华东评估中心", "assessor-4", "assessor-4", "reassessor2Id")]
    [InlineData("申康评估中心", "assessor-4", "assessor-5", "reassessInstitution")]
    public void Reassessment_AfterAnObjection_IsByOthers(string institution, string first, string second, string field)
    {
        var sim = LtcScenarioTests.Delivered();
        sim.Raise("objection", Agent, LtcForms.Objection("2026-08-24T10:00:00"));

        var refusal = sim.Try(new CompleteTask(Coordinator, sim.Task("reassessArrange").Id, "arranged", LtcForms.ReassessArrange("2026-08-26T10:00:00", institution, first, second)));

        Assert.Contains(refusal!.Fields, f => f.Field == field && f.Code == "field.must_differ");
    }

    [Fact]
    public void Objection_AfterItsTime_IsRefused()
    {
        var sim = LtcScenarioTests.Delivered();
        Assert.Contains(AvailableEvent.Of(sim.State), e => e.EventName == "objection");
        sim.AdvanceTo("2026-09-07T18:00:02");

        Assert.Equal("case.event_too_late", sim.Try(new RaiseCaseEvent(Agent, "objection", LtcForms.Objection("2026-09-07T18:00:02")))?.Code);
    }

    [Fact]
    public void PublicityObjection_HoldsTheConclusionBackUntilItIsSettled()
    {
        var sim = LtcWalks.Differing();
        sim.Complete("publicise", Coordinator, "published", LtcForms.Published("2026-08-12T15:00:00"));
        sim.AdvanceTo("2026-08-13T10:00:00");
        sim.Raise("publicityObjection", Agent, LtcForms.Objection("2026-08-13T10:00:00", "third_party"));

        sim.AdvanceTo("2026-08-24T10:00:00");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "deliver");
        LtcWalks.Reassess(sim, LtcForms.Scale(), "2026-08-24T10:00:00");
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "deliver");
    }

    [Fact]
    public void FastTrack_ShortensTargetsAndRaisesPriority_ButNoStatutoryPeriodAndNoStep()
    {
        var plain = LtcWalks.Open();
        var fast = LtcWalks.FastFromTheStart();

        Assert.Equal(2, fast.State.Data.Whole("severity"));
        Assert.Equal((At("2026-08-12T18:00:00"), At("2026-08-11T18:00:00")), (plain.Clock("ltc-completeness").DueAt, fast.Clock("ltc-completeness").DueAt));
        Assert.Equal((At("2026-08-17T18:00:00"), At("2026-08-13T18:00:00")), (plain.Clock("ltc-acceptance").DueAt, fast.Clock("ltc-acceptance").DueAt));
        Assert.Equal(plain.Clock("ltc-claim-decision").DueAt, fast.Clock("ltc-claim-decision").DueAt);
        Assert.Equal(plain.State.Tasks.Select(t => t.ActivityId), fast.State.Tasks.Select(t => t.ActivityId));
        fast.Complete("completeness", Agent, "checked", LtcForms.Documents());
        fast.Complete("acceptance", Claims, "accepted", LtcForms.Accepted());
        // Targets that start later are short from the beginning; what the law gives stays.
        Assert.Equal(At("2026-08-17T18:00:00"), fast.Clock("ltc-onsite").DueAt);
        Assert.Equal(30, fast.Clock("ltc-conclusion").Amount);
    }

    [Fact]
    public void Refusal_RunsItsThreeDaysFromTheDetermination_InsuranceLaw24()
    {
        var sim = LtcScenarioTests.Delivered(LtcForms.Scale(adl: 50));
        sim.AdvanceTo("2026-08-26T09:00:00");
        sim.Complete("claimReview", Claims, "not_liable", LtcForms.NotLiable("2026-08-25T16:00:00"));
        sim.Complete("approveRefusal", Manager, "approved", LtcForms.Approval());

        Assert.False(sim.State.Data.IsTrue("isEntitled"));
        Assert.Equal(At("2026-08-28T23:59:59"), sim.Clock("ltc-refusal").DueAt);
    }

    /// <summary>Decided on day 29 and told on day 31: the decision was in time, only the notice has its own three days.</summary>
    [Fact]
    public void Refusal_DecidedInTime_IsNoBreachOfTheClaimDecision_InsuranceLaw23()
    {
        var sim = LtcScenarioTests.Delivered(LtcForms.Scale(adl: 50));
        sim.AdvanceTo("2026-09-09T16:00:00");
        sim.Complete("claimReview", Claims, "not_liable", LtcForms.NotLiable("2026-09-09T16:00:00"));
        Assert.Equal(ClockStatus.Running, sim.Clock("ltc-refusal").Status);
        sim.AdvanceTo("2026-09-11T10:00:00");
        sim.Complete("approveRefusal", Manager, "approved", LtcForms.Approval());

        Assert.Equal((true, At("2026-09-09T16:00:00")), (sim.Clock("ltc-claim-decision").IsMet, sim.Clock("ltc-claim-decision").StoppedAt));
    }

    [Fact]
    public void Refusal_SentBack_RunsNoNoticePeriodAndTheDecisionIsStillDue()
    {
        var sim = LtcScenarioTests.Delivered(LtcForms.Scale(adl: 50));
        sim.Complete("claimReview", Claims, "not_liable", LtcForms.NotLiable("2026-08-24T10:00:00"));
        sim.Complete("approveRefusal", Manager, "returned", LtcForms.Approval());

        Assert.Equal((ClockStatus.Cancelled, ClockStatus.Running), (sim.Clock("ltc-refusal").Status, sim.Clock("ltc-claim-decision").Status));
    }

    [Theory]
    [InlineData("liable", "none")]
    [InlineData("not_liable", "full")]
    public void ClaimReview_ThatContradictsItself_IsRefused(string outcome, string determination)
    {
        var sim = LtcScenarioTests.Delivered();
        var fields = outcome == "liable" ? LtcForms.Liable("2026-08-24T10:00:00") : LtcForms.NotLiable("2026-08-24T10:00:00");
        fields["determination"] = determination;

        var refusal = sim.Try(new CompleteTask(Claims, sim.Task("claimReview").Id, outcome, fields));

        Assert.Contains(refusal!.Fields, f => f is { Field: "determination", Code: "field.contradiction" });
    }

    [Fact]
    public void ClaimReview_GradeThatEntitlesToNothing_CannotBePaid()
    {
        var sim = LtcScenarioTests.Delivered(LtcForms.Scale(adl: 50));
        var refusal = sim.Try(new CompleteTask(Claims, sim.Task("claimReview").Id, "liable", LtcForms.Liable("2026-08-24T10:00:00")));
        Assert.Contains(refusal!.Fields, f => f is { Field: "determination", Code: "field.contradiction" });
    }

    /// <summary>A local rule: who is disabled for less than the months the locality asks is accepted only with the grounds for it.</summary>
    [Fact]
    public void Acceptance_DisabledForTooShortATime_NeedsItsGrounds()
    {
        var sim = LtcWalks.RiskyAndReviewed();
        var refusal = sim.Try(new CompleteTask(Claims, sim.Task("acceptance").Id, "accepted", LtcForms.Accepted()));
        Assert.Contains(refusal!.Fields, f => f is { Field: "shortDisabilityBasis", Code: "field.required" });
    }

    /// <summary>Documents that never came don't take the sixty days and the risk advice with them (art. 25).</summary>
    [Fact]
    public void DocumentsNeverReceived_StillRunTheAdvanceAndTheRiskAdvice()
    {
        var sim = LtcWalks.NeverSupplemented();
        Assert.Equal(ClockStatus.Running, sim.Clock("ltc-advance").Status);
        Assert.NotNull(sim.State.Data["riskScore"]);
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "acceptance");
    }

    [Fact]
    public void FastTrackAskedForAfterAdvice_GoesToApproval()
    {
        var sim = new CaseSimulator("ltc-claim");
        sim.Open("2026-08-10T10:00:00", LtcForms.Inquiry());
        sim.Complete("guidance", Advisor, "apply", LtcForms.Guidance());
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "approveFastTrack");
        var application = LtcForms.Application("2026-08-10T10:00:00");
        application["fastTrackRequested"] = true;
        application["fastTrackReason"] = "terminal";
        sim.Complete("application", Advisor, "submitted", application);

        Assert.Contains(Agent.Id, sim.Task("approveFastTrack").ExcludedStaff);
    }

    [Fact]
    public void Objection_ArrivedInTimeAndEnteredLater_IsTaken()
    {
        var sim = LtcWalks.Refused();
        sim.AdvanceTo("2026-09-08T10:00:00");
        Assert.Equal(At("2026-09-07T18:00:00"), sim.Clock("ltc-objection").DueAt);

        Assert.Equal("case.event_too_late", sim.Try(new RaiseCaseEvent(Agent, "objection", LtcForms.Objection("2026-09-08T09:00:00")))?.Code);
        sim.Raise("objection", Agent, LtcForms.Objection("2026-09-07T17:00:00"));
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "reassessArrange");
    }

    /// <summary>An undecided claim does not end by a death that an agent reports: the heirs may be due something.</summary>
    [Fact]
    public void DeathBeforeTheDecision_EndsOnlyInWritingAndMeetsNoDeadline()
    {
        var sim = LtcWalks.DiedBeforeTheDecision();

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
        Assert.Single(sim.Outbox, m => m.Template == "ltc-application-ended");
        Assert.Equal((ClockStatus.Cancelled, null), (sim.Clock("ltc-claim-decision").Status, sim.Clock("ltc-claim-decision").IsMet));
    }

    [Fact]
    public void Suspension_BeforeCareHasBegun_IsNotOffered() =>
        Assert.DoesNotContain(AvailableEvent.Of(LtcScenarioTests.Accepted().State), e => e.EventName == "suspendBenefit");

    [Fact]
    public void AdvancePayment_IsAskedForTenDaysBeforeTheSixtyAreOver_InsuranceLaw25()
    {
        var sim = LtcScenarioTests.Delivered();
        Assert.Equal(At("2026-10-09T23:59:59"), sim.Clock("ltc-advance").DueAt);

        sim.AdvanceTo("2026-09-29T08:59:59");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "advance");
        sim.AdvanceTo("2026-09-29T09:00:00");
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "advance");
    }

    [Fact]
    public void Customer_IsToldUnasked_EveryFiveWorkingDaysAndAtEveryStep()
    {
        var sim = LtcWalks.Open();
        sim.AdvanceTo("2026-08-24T20:00:00");

        var told = sim.Outbox.Where(m => m.Template == "ltc-progress").Select(m => m.CreatedAt).ToList();

        Assert.Equal([At("2026-08-10T10:00:00"), At("2026-08-17T18:00:01"), At("2026-08-24T18:00:01")], told);
        Assert.Contains("下一步预计于2026年08月12日前完成", sim.Outbox.First(m => m.Template == "ltc-progress").Payload["body"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, sim.State.Data["statusMessages"]!.AsArray().Count);
    }

    [Fact]
    public void Restart_OfTheClaimClock_SaysWhyInItsDerivation()
    {
        var sim = LtcWalks.SupplementedTwice();

        var clock = sim.Clock("ltc-claim-decision");

        Assert.Equal(At("2026-09-09T23:59:59"), Assert.Single(clock.Restarts).PreviousDueAt);
        Assert.Contains("自 2026-08-11 10:00:00 起重新计算（客户补齐材料）", clock.Derivation.Select(step => DerivationText.Render(step, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
