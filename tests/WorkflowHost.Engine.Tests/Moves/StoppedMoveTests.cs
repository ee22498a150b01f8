using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Moves.MovedInstances;

namespace WorkflowHost.Engine.Tests.Moves;

/// <summary>Instances that stopped at a fault are moved to the version that mends it.</summary>
public sealed class StoppedMoveTests
{
    private readonly MovedInstances _instances = new();

    [Fact]
    public void FaultedStep_GivenUp_LetsTheOthersGoOn()
    {
        var from = Program(1, Workflow.Flowchart("s-a s-f a-z", Event("s"), Event("a"), Workflow.WriteLine("f", Workflow.Script("nothing.at.all")), Event("z")));
        var to = Program(2, Workflow.Flowchart("s-a a-z", Event("s"), Event("a"), Event("z")));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");
        Assert.Equal(WorkflowSubStatus.Faulted, state.SubStatus);

        var moved = _instances.Moved(state, from, to, new() { ["f"] = null });

        Assert.Equal(["z"], WaitsAt(_instances.Resume(to, moved, "a")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EndThatWentUp_IsMovedWithWhatItWaitsFor(bool isSequence)
    {
        JsonObject Loop(string condition)
        {
            var body = Event("a");
            if (isSequence)
            {
                body = Workflow.Sequence(body);
                body["id"] = "inner";
            }

            return Workflow.Sequence(Workflow.Activity("w", "While", ("condition", Workflow.Script(condition)), ("body", body)), Event("z"));
        }

        var round = Workflow.Variable("Round", "Int32", "0");
        var (from, to) = (Program(1, Loop("getRound() == 0 ? (setRound(1), true) : nothing.at.all"), round), Program(2, Loop("false"), Workflow.Variable("Round", "Int32", "0")));
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        var move = Move(state, from, to);

        Assert.Empty(move.Stranded);
        Assert.Equal(["z"], WaitsAt(Retried(to, move.State!)));
    }

    [Fact]
    public void StepChosenForOneWhoseEndWasNotDelivered_IsRun()
    {
        JsonObject Flow(string mode) => Workflow.Flowchart("s-j j-z s.Never-x x-z", Event("s"), Workflow.Activity("j", "FlowJoin", ("mode", Workflow.Script(mode))), Event("z"), Event("x"));
        var (from, to) = (Program(1, Flow("nothing.at.all")), Program(2, Flow("'WaitAny'")));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");

        var moved = _instances.Moved(state, from, to, new() { ["s"] = "x" });

        Assert.Contains(moved.LiveActivities, each => each.ActivityId == "x");
    }

    /// <summary>Some of what follows has begun; begun again by a move it would be done twice.</summary>
    [Theory]
    [InlineData("s-b s-c b-c c-x c-b", "s-b s-c b-c c-x", "c")]
    [InlineData("s-b s-c b-c c-x c-b", "s-b s-c b-c c-x c-b", "c")]
    [InlineData("s-b s-j b-z", "s-b s-j b-z", "s")]
    public void StepThatFailedHalfwayOut_IsMovedOnlyWhereAnotherTakesOver(string before, string after, string failed)
    {
        static WorkflowProgram Flow(int version, string connections) => Program(version, Workflow.Flowchart(
            connections, Event("s"), Event("b"), Event("c"), Event("x"), Event("z"), Workflow.Activity("j", "FlowJoin", ("mode", Workflow.Script("nothing.at.all")))));
        var (from, to) = (Flow(1, before), Flow(2, after));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");
        foreach (var next in (string[])["b", "c"])
        {
            state = state.Incidents.Count > 0 ? state : _instances.Resume(from, state, next);
        }

        Assert.Equal(failed, Assert.Single(state.Incidents).ActivityId);

        Assert.Equal((failed, StrandedReason.HalfwayOut), Obstacle(Move(state, from, to)));
        Assert.DoesNotContain(Move(state, from, to, new() { [failed] = null }).Stranded, each => each.Reason == StrandedReason.HalfwayOut);
    }

    [Fact]
    public void JoinOfAll_OneOfWhoseBranchesWasDead_IsNotRun()
    {
        JsonObject Join() => Workflow.Activity("j", "FlowJoin", ("mode", Workflow.Literal("WaitAll")));
        var from = Program(1, Workflow.Flowchart("s-a s.Never-x s-b s-l a-j x-j b-j j-k", Event("s"), Event("a"), Event("x"), Event("b"), Event("l"), Join(), Event("k")));
        var to = Program(2, Workflow.Flowchart("s-a s.Never-x s-l a-j x-j j-k", Event("s"), Event("a"), Event("x"), Event("l"), Join(), Event("k")));
        var state = _instances.Resume(from, _instances.Resume(from, Workflow.Start(from).State, "s"), "a");

        var moved = _instances.Moved(state, from, to, new() { ["b"] = null });

        Assert.Equal(["l"], WaitsAt(moved));
    }

    [Fact]
    public void Variable_RenamedToTheNameOfARemovedOne_KeepsItsOwnValue()
    {
        static JsonObject Named(string id, string name, string value)
        {
            var variable = Workflow.Variable(name, "String", value);
            variable["id"] = id;
            return variable;
        }

        var from = Program(1, Workflow.Sequence(Event("a")), Named("id2", "Phone", "removed"), Named("id1", "ContactPhone", "kept"));
        var to = Program(2, Workflow.Sequence(Event("a")), Named("id1", "Phone", ""));

        var move = Move(Workflow.Start(from).State, from, to);

        Assert.Equal("kept", move.State!.Variables["Phone"]?.ToString());
        Assert.Equal(["Phone"], move.DroppedVariables);
    }

    private static WorkflowState Retried(WorkflowProgram program, WorkflowState state) => WorkflowEngine.Run(
        program,
        WorkflowState.Read(state.ToUtf8Json(), program),
        new RetryActivity(state.Incidents[0].ActivityInstanceId),
        new BurstEnvironment { Now = Workflow.Now, Ids = new SequentialIdSource(50_000) }).State;
}
