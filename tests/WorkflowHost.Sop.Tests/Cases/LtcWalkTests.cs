using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Nothing is drawn into the long-term-care SOP that no case can go through.</summary>
public sealed class LtcWalkTests
{
    /// <summary>
    /// Ways that stand ready for a pack of other rules: with the shipped one the clock is always there to be resumed, the
    /// plan never ends, and a call can be planned.
    /// </summary>
    private static readonly string[] OnlyWithOtherRules =
    [
        "restartClaim.Refused → resumeSupplied", "resumeSupplied.Refused → completeness", "resumeExpired.Refused → documentsComplete", "cancelRefusal.Refused → claimReview", "stopDecisionRefused.Refused → refusal",
        "careRevisit.Refused → tellNoRevisit", "careRevisit.Over → tellNoRevisit", "careRevisit.Cancelled → tellUnreachable",
    ];

    /// <summary>Followed in the very command that ends the case, when the counters are gone: <see cref="Refusal_NobodyObjectsTo_EndsTheCase"/> and <see cref="LtcBenefitRuleTests"/> show it.</summary>
    private static readonly string[] ByItsEnd =
    [
        "isReassessingRefused.False → isUpheld", "isUpheld.True → finishRefused",
        "isOver.True → isOverpaid", "isOverpaid.False → closeSettled", "overpaid.recovered → keepOverpaid", "approveWaiver.approved → keepOverpaid", "keepOverpaid.Done → askSettled",
    ];

    /// <summary>Followed, and passed by in the same command when the account finds nothing more to pay: <see cref="LtcBenefitRuleTests"/> shows them.</summary>
    private static readonly string[] PassedAgainAtOnce = ["monthlyCheck.not_due → noteNotDue", "noteNotDue.Done → keepMonth", "stopMonthly.Done → askAgain"];

    /// <summary>Only a case that was moved while a month was being checked waits for no next one: <see cref="LtcMoveTests"/> shows it.</summary>
    private static readonly string[] OnlyAfterAMove = ["isMonthAwaited.False → nextMonth"];

    [Fact]
    public void Refusal_NobodyObjectsTo_EndsTheCase()
    {
        var sim = LtcWalks.RefusedForGood();

        Assert.Equal((CaseStatus.Ended, "refused"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    /// <summary>Who gives up the renewal keeps the benefit and the calls until the validity is over.</summary>
    [Fact]
    public void RenewalGivenUp_RunsToTheEndOfTheValidityAndIsToldInWriting()
    {
        var sim = LtcWalks.Expired();

        Assert.Equal((CaseStatus.Ended, "ended"), (sim.State.Status, sim.State.Data.Text("closeType")));
        Assert.Equal(CaseSimulator.At("2030-06-27T00:00:00"), Assert.Single(sim.Outbox, m => m.Template == "ltc-validity-ended").CreatedAt);
    }

    [Fact]
    public void Walks_Together_FollowEveryConnection()
    {
        var walked = new WalkedConnections("ltc-claim");
        foreach (var walk in LtcWalks.All)
        {
            walked.Add(walk());
        }

        var left = walked.Left.Except(ByItsEnd.Concat(PassedAgainAtOnce).Concat(OnlyAfterAMove), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(left.SequenceEqual(OnlyWithOtherRules.Order(StringComparer.Ordinal)), string.Join(Environment.NewLine, left));
    }
}
