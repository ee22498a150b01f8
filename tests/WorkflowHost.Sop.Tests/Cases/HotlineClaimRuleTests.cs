using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Ladders;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A claim after an accident report: what a decision may say, what may be paid, and who is told while somebody else is waited for.</summary>
public sealed class HotlineClaimRuleTests
{
    private const string Decided = "2026-10-12T11:00:00";

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

    private static IEnumerable<string> FaultsOf(CaseSimulator sim, string step, Actor actor, string outcome, JsonObject form) =>
        sim.Try(new CompleteTask(actor, sim.Task(step).Id, outcome, form))!.Fields.Select(fault => fault.Field);
}
