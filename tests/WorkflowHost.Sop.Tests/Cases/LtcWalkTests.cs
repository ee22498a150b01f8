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
        "restartClaim.Refused → resumeSupplied", "resumeSupplied.Refused → completeness", "resumeExpired.Refused → acceptance",
        "careRevisit.Refused → tellNoRevisit", "careRevisit.Over → tellNoRevisit", "careRevisit.Cancelled → tellUnreachable",
    ];

    /// <summary>Followed in the very command that ends the case, when the counters are gone: <see cref="Refusal_NobodyObjectsTo_EndsTheCase"/> shows it.</summary>
    private static readonly string[] ByItsEnd = ["isReassessingRefused.False → isUpheld", "isUpheld.True → finishRefused"];

    [Fact]
    public void Refusal_NobodyObjectsTo_EndsTheCase()
    {
        var sim = LtcWalks.RefusedForGood();

        Assert.Equal((CaseStatus.Ended, "refused"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    [Fact]
    public void Walks_Together_FollowEveryConnection()
    {
        var walked = new WalkedConnections("ltc-claim");
        foreach (var walk in LtcWalks.All)
        {
            walked.Add(walk());
        }

        var left = walked.Left.Except(ByItsEnd, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(left.SequenceEqual(OnlyWithOtherRules.Order(StringComparer.Ordinal)), string.Join(Environment.NewLine, left));
    }
}
