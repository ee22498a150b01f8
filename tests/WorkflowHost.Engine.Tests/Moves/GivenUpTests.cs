using System.Text.Json.Nodes;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Moves.MovedInstances;

namespace WorkflowHost.Engine.Tests.Moves;

/// <summary>A wait that is given up ends without any outcome, and what that would leave hanging is said before.</summary>
public sealed class GivenUpTests
{
    private readonly MovedInstances _instances = new();

    /// <summary>The step is there still, as another type or by choice: it is not begun anew.</summary>
    [Fact]
    public void Move_OfAGivenUpStepThatTheNewVersionHas_DoesNotRunIt()
    {
        var from = Version(1, "s-a s-b a-x b-y", "s", "a", "b", "x", "y");
        var to = Program(2, Workflow.Flowchart("s-a s-b a-x b-y", Event("s"), Workflow.WriteLine("a", Workflow.Literal("a")), Event("b"), Event("x"), Event("y")));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");

        var move = Move(state, from, to, new() { ["a"] = null });

        Assert.Equal(["b"], WaitsAt(move.State!));
        Assert.DoesNotContain(move.Moved, each => each.IsRestarted);
        Assert.Equal(["x"], move.Skipped.Select(each => each.ActivityId));
        Assert.Equal(["y"], WaitsAt(_instances.Resume(to, move.State!, "b")));
    }

    [Fact]
    public void Move_OfAGivenUpBranchBeforeAJoin_LetsTheOtherBranchPassIt()
    {
        const string Shape = "s-a s-b a-j b-j j-k";
        var (from, to) = (Version(1, Shape, "s", "a", "b", "j", "k"), Version(2, Shape, "s", "a", "b", "j", "k"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");

        var moved = _instances.Moved(state, from, to, new() { ["b"] = null });

        Assert.Equal(["a"], WaitsAt(moved));
        Assert.Equal(["k"], WaitsAt(_instances.Resume(to, _instances.Resume(to, moved, "a"), "j")));
    }

    /// <summary>A join that insists on every branch never fires without it; the preview has to say so before.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Move_OfAGivenUpBranchBeforeAJoinOfAll_SaysThatTheJoinIsSkipped(bool isOtherIn)
    {
        WorkflowProgram Of(int version) => Program(version, Workflow.Flowchart(
            "s-a s-b s-l a-j b-j j-k", Event("s"), Event("a"), Event("b"), Event("l"), Workflow.Activity("j", "FlowJoin", ("mode", Workflow.Literal("WaitAll"))), Event("k")));
        var (from, to) = (Of(1), Of(2));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");
        state = isOtherIn ? _instances.Resume(from, state, "a") : state;

        var move = Move(state, from, to, new() { ["b"] = null });

        Assert.Contains("j", move.Skipped.Select(each => each.ActivityId));
        Assert.DoesNotContain(move.Moved, each => each.IsRestarted);
        Assert.Equal(["l"], WaitsAt(isOtherIn ? move.State! : _instances.Resume(to, move.State!, "a")));
    }

    [Fact]
    public void Move_OfAGivenUpStepInALoop_CountsItsRound()
    {
        const string Shape = "s-a s-b a-j b-j j-s";
        var (from, to) = (Version(1, Shape, "s", "a", "b", "j"), Version(2, Shape, "s", "a", "b", "j"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");
        foreach (var step in (string[])["a", "b", "j", "s"])
        {
            state = _instances.Resume(from, state, step);
        }

        var moved = _instances.Moved(state, from, to, new() { ["b"] = null });
        foreach (var step in (string[])["a", "j", "s"])
        {
            moved = _instances.Resume(to, moved, step);
        }

        // The next round is whole again.
        Assert.Equal(["a", "b"], WaitsAt(moved));
        Assert.Equal(["b"], WaitsAt(_instances.Resume(to, moved, "a")));
    }

    [Theory]
    [InlineData("Sequence")]
    [InlineData("Flowchart")]
    public void Move_OfTheOnlyWaitInAContainer_GivenUp_IsRefused(string container)
    {
        var (from, to) = (Program(1, Beside(container, Event("a"), Event("z"))), Program(2, Beside(container, Event("z"))));

        var move = Move(Workflow.Start(from).State, from, to, new() { ["a"] = null });

        Assert.Equal(("a", StrandedReason.NothingLeft), Obstacle(move));
        Assert.Equal(["z"], move.Stranded[0].Options.Select(each => each.ActivityId));
        Assert.Equal(["l", "z"], WaitsAt(_instances.Moved(Workflow.Start(from).State, from, to, new() { ["a"] = "z" })));
    }

    /// <summary>They count how many are still to come.</summary>
    [Theory]
    [InlineData("Parallel", "activities")]
    [InlineData("Fork", "branches")]
    public void Move_OfOneBranchGivenUp_LetsTheContainerCompleteWithTheOthers(string container, string branches)
    {
        WorkflowProgram Of(int version, params string[] steps) =>
            Program(version, Workflow.Sequence(Workflow.Activity("all", container, (branches, new JsonArray([.. steps.Select(Event)]))), Event("after")));
        var (from, to) = (Of(1, "a", "b", "c"), Of(2, "a", "c"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        var moved = _instances.Moved(state, from, to, new() { ["b"] = null });

        Assert.Equal(["c"], WaitsAt(moved));
        Assert.Equal(["after"], WaitsAt(_instances.Resume(to, moved, "c")));
    }

    /// <summary>What runs in it need not be asked about; its own place in the flowchart around it is given up.</summary>
    [Fact]
    public void Move_OfAContainerGivenUp_DropsAllInIt()
    {
        var from = Program(1, Workflow.Flowchart("s-box s-b", Event("s"), Workflow.Activity("box", "Sequence", ("activities", new JsonArray(Event("a")))), Event("b")));
        var to = Version(2, "s-b", "s", "b");
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");

        var moved = _instances.Moved(state, from, to, new() { ["box"] = null });

        Assert.Equal(["b"], WaitsAt(moved));
        Assert.Equal(WorkflowSubStatus.Finished, _instances.Resume(to, moved, "b").SubStatus);
    }

    private static JsonObject Beside(string container, params JsonObject[] steps)
    {
        var box = container == "Flowchart" ? Workflow.Flowchart(steps.Length > 1 ? "a-z" : "", steps) : Workflow.Activity("box", container, ("activities", new JsonArray([.. steps])));
        box["id"] = "box";
        return Workflow.Activity("both", "Parallel", ("activities", new JsonArray(Event("l"), box)));
    }
}
