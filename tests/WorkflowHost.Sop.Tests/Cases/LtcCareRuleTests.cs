using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Long-term care once the benefit is paid: month by month, calls, changes.</summary>
public sealed class LtcCareRuleTests
{
    [Fact]
    public void EarlyReassessment_IsNotApprovedByWhoAskedForIt()
    {
        var sim = LtcScenarioTests.InCare();

        sim.Raise("reassess", Manager, new() { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称病情加重。" });

        Assert.Equal("assignment.conflict_of_interest", sim.Try(new CompleteTask(Manager, sim.Task("earlyReview").Id, "approved", LtcForms.Note("earlyNote")))?.Code);
    }

    [Fact]
    public void ChangeReportedByTheCustomer_WithinSixMonths_IsApprovedFirstOrToldInWriting()
    {
        var sim = LtcScenarioTests.InCare();
        sim.Raise("reassess", Coordinator, new() { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称病情加重。" });
        Assert.Contains(Coordinator.Id, sim.Task("earlyReview").ExcludedStaff);

        sim.Complete("earlyReview", Manager, "rejected", LtcForms.Note("earlyNote"));

        Assert.Single(sim.Outbox, m => m.Template == "ltc-too-early");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "reassessArrange");
    }

    [Fact]
    public void ChangeReportedByTheCustomer_AfterSixMonths_IsAssessed()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2027-02-24T10:00:00");
        sim.Raise("reassess", Coordinator, new() { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称病情加重。" });

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "reassessArrange");
    }

    [Theory]
    [InlineData("2026-05-01", true)]
    [InlineData("2026-02-10", false)]
    public void ApplyingAgain_WithinSixMonthsOfARefusal_NeedsItsGrounds(string refusedOn, bool isEarly)
    {
        var sim = LtcWalks.Open(fields => fields["lastConclusionOn"] = refusedOn);
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents());

        var refusal = sim.Try(new CompleteTask(Claims, sim.Task("acceptance").Id, "accepted", LtcForms.Accepted()));

        Assert.Equal(isEarly ? ["earlyReapplyBasis"] : [], refusal?.Fields.Select(f => f.Field) ?? []);
    }

    [Fact]
    public void Customer_IsToldAtEveryStepByTheWayTheyPrefer()
    {
        var sim = LtcWalks.Open(fields =>
        {
            fields["preferredChannel"] = "letter";
            fields["pushTopics"] = new JsonArray("care");
        });
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents());

        var told = sim.Outbox.Where(m => m.Template == "ltc-progress").ToList();
        Assert.Equal(["letter", "letter"], told.Select(m => m.Kind));
        Assert.Contains("材料已审核完毕", told[1].Payload["body"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("下一步预计于2026年08月17日前完成", told[1].Payload["body"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DeathReportedInACall_StopsCallsUntilTheBenefitIsSettled()
    {
        var sim = LtcScenarioTests.InCare();

        LtcScenarioTests.Answer(sim, LtcForms.CareAnswers("died"));

        Assert.Equal("claims", sim.Task("suspension").Role);
        Assert.Empty(sim.State.Revisits);
    }

    [Fact]
    public void CareNotDelivered_OpensAQualityCheckAndCallsGoOn()
    {
        var sim = LtcScenarioTests.InCare();

        LtcScenarioTests.Answer(sim, LtcForms.CareAnswers(careReceived: "no"));

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "quality");
        Assert.Equal(At("2026-09-30T18:00:00"), Assert.Single(sim.State.Revisits).DueAt);
    }

    [Fact]
    public void ConditionWorse_StartsAReassessmentAndCallsGoOn()
    {
        var sim = LtcScenarioTests.InCare();

        LtcScenarioTests.Answer(sim, LtcForms.CareAnswers("worse"));

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "reassessArrange");
        Assert.Equal("condition_change", sim.State.Data.Text("reassessCause"));
        Assert.Single(sim.State.Revisits);
    }

    [Fact]
    public void Reassessment_RestartsTheValidityFromItsOwnDelivery()
    {
        var sim = LtcScenarioTests.InCare();
        LtcScenarioTests.Answer(sim, LtcForms.CareAnswers("worse"));
        sim.AdvanceTo("2026-09-14T10:00:00");
        LtcWalks.Reassess(sim, LtcForms.Scale(adl: 35, cognition: 1), "2026-09-14T10:00:00");

        Assert.Equal(5, sim.State.Data.Whole("ltcGrade"));
        Assert.Equal(At("2028-09-14T23:59:59"), Assert.Single(sim.State.Clocks, c => c.PolicyId == "ltc-validity").DueAt);
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "adjust");
        sim.AdvanceTo("2028-06-30T10:00:00");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "expiryReview");
        sim.AdvanceTo("2028-07-16T09:00:00");
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "expiryReview");
    }
}
