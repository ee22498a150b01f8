using System.Text.Json.Nodes;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Moves.MovedInstances;

namespace WorkflowHost.Engine.Tests.Moves;

/// <summary>Flowcharts that run by tokens go on where nothing that is awaited has changed.</summary>
public sealed class TokenMoveTests
{
    private const string Shape = "s-a s-b a-m b-m m-z";

    private readonly MovedInstances _instances = new();

    [Theory]
    [InlineData(Shape, "s a b m z")]
    [InlineData("s-a s-b a-m b-m m-n n-z", "s a b m z n")]
    [InlineData("s-n s-b n-a a-m b-m m-z", "s a b m z n")]
    public void Move_ThatLeavesTheMergeAsItIs_GoesOnAndMerges(string shape, string steps)
    {
        var (from, to) = (ByTokens(1, Shape, "s a b m z"), ByTokens(2, shape, steps));
        var state = _instances.Resume(from, _instances.Resume(from, Workflow.Start(from).State, "s"), "a");

        var moved = _instances.Moved(state, from, to);

        Assert.Equal(["b"], WaitsAt(moved));
        moved = _instances.Resume(to, moved, "b");
        Assert.Equal(["m"], WaitsAt(moved));
        while (WaitsAt(moved) is [var next])
        {
            moved = _instances.Resume(to, moved, next);
        }

        Assert.Equal(WorkflowSubStatus.Finished, moved.SubStatus);
    }

    /// <summary>A step drawn in before the one that runs takes the connection away that its token was on.</summary>
    [Fact]
    public void Move_WithAStepDrawnInBehindWhatRuns_LeavesTheStreamBehindItWaiting()
    {
        const string Before = "s-a s-b a-c b-m c-m m-z";
        var (from, to) = (ByTokens(1, Before, "s a b c m z", "Stream"), ByTokens(2, "s-n n-a s-b a-c b-m c-m m-z", "s a b c m z n", "Stream"));
        var state = _instances.Resume(from, _instances.Resume(from, Workflow.Start(from).State, "s"), "a");

        // c runs, so m must not run when b is done.
        var moved = _instances.Resume(to, _instances.Moved(state, from, to), "b");

        Assert.Equal(["c"], WaitsAt(moved));
        Assert.Equal(["m"], WaitsAt(_instances.Resume(to, moved, "c")));
    }

    [Theory]
    [InlineData("s-a a-m m-z", "s a m z", "b", null)]
    [InlineData("s-a s-b s-c a-m b-m c-m m-z", "s a b c m z", null, null)]
    [InlineData("s-a s-b a-n n-m b-m m-z", "s a b m z n", null, null)]
    [InlineData("s-a s-c a-m c-m m-z", "s a c m z", "b", "c")]
    public void Move_ThatChangesAMergeWithTokens_IsRefused(string shape, string steps, string? given, string? to)
    {
        var (from, next) = (ByTokens(1, Shape, "s a b m z"), ByTokens(2, shape, steps));
        var state = _instances.Resume(from, _instances.Resume(from, Workflow.Start(from).State, "s"), "a");

        var move = Move(state, from, next, given is null ? null : new() { [given] = to });

        Assert.Equal(("flowchart", StrandedReason.TokensUnderWay), Obstacle(move));
    }

    [Fact]
    public void Move_ToAnotherMergeMode_WithTokensWaiting_IsRefused()
    {
        var (from, to) = (ByTokens(1, Shape, "s a b m z"), ByTokens(2, Shape, "s a b m z", "Race"));
        var state = _instances.Resume(from, _instances.Resume(from, Workflow.Start(from).State, "s"), "a");

        Assert.Equal(("flowchart", StrandedReason.TokensUnderWay), Obstacle(Move(state, from, to)));
    }

    private static WorkflowProgram ByTokens(int version, string connections, string steps, string mode = "Merge")
    {
        var activities = steps.Split(' ').Select(Event).ToArray();
        activities.Single(each => (string?)each["id"] == "m")["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        var definition = Workflow.Definition(Workflow.Flowchart(connections, activities));
        definition["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased" };
        return Compiled(version, definition);
    }
}
