using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Rehearsals;

/// <summary>Nothing is drawn into a shipped SOP that no case can go through.</summary>
public sealed class SopWalkTests
{
    public static TheoryData<string> Sops => [.. SopStories.All.Keys];

    [Theory]
    [MemberData(nameof(Sops))]
    public void Stories_Together_FollowEveryConnection(string sop)
    {
        var (stories, onlyWithOtherRules) = SopStories.All[sop];
        var explorer = new SopExplorer(sop);

        explorer.Explore(stories);

        Assert.True(explorer.Troubles.Count == 0, string.Join(Environment.NewLine, explorer.Troubles.Distinct().Take(20)));
        Assert.True(explorer.Left.SequenceEqual(onlyWithOtherRules.Order(StringComparer.Ordinal)), string.Join(Environment.NewLine, explorer.Left));
    }

    [Fact]
    public void EverySop_ThatIsShipped_HasStories() =>
        // The review calendars open cases and are none; ReviewCalendarTests plays them.
        Assert.Equal(RealPack.Sops().Except(["complaint", "ltc-claim"]).Where(sop => !sop.StartsWith("review-calendar-", StringComparison.Ordinal)).Order(StringComparer.Ordinal), SopStories.All.Keys.Order(StringComparer.Ordinal));
}
