using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Flowcharts;

public sealed class FlowchartTests
{
    [Fact]
    public void Run_DeadBranchOfTenThousandNodes_IsSkippedWithoutExhaustingTheStack()
    {
        const int length = 10_000;
        var chain = string.Join(' ', Enumerable.Range(0, length - 1).Select(i => $"n{i}-n{i + 1}"));
        JsonObject[] nodes =
        [
            Workflow.Activity("d", "FlowDecision", ("condition", Workflow.Literal(false))),
            .. Enumerable.Range(0, length).Select(i => Workflow.WriteLine("n" + i, Workflow.Literal("never"))),
            Workflow.WriteLine("z", Workflow.Literal("z")),
        ];

        var burst = Workflow.Start(Workflow.Program(Workflow.Flowchart($"d.True-n0 {chain} n{length - 1}-z d.False-z", nodes)));

        Assert.Equal(["z"], burst.Lines());
    }

    [Fact]
    public void Run_WaitAllJoinOverALoop_WorksAgainEachRound()
    {
        var program = Workflow.Program(
            Workflow.Flowchart(
                "head-a head-b a-join b-join join-more more.True-head more.False-z",
                Workflow.Activity("head", "RunJavaScript", ("script", Workflow.Literal("setRound(getRound() + 1)"))),
                Workflow.WriteLine("a", Workflow.Script("'a' + getRound()")),
                Workflow.WriteLine("b", Workflow.Script("'b' + getRound()")),
                Workflow.Activity("join", "FlowJoin", ("mode", Workflow.Literal("WaitAll"))),
                Workflow.Activity("more", "FlowDecision", ("condition", Workflow.Script("getRound() < 3"))),
                Workflow.WriteLine("z", Workflow.Literal("z"))),
            Workflow.Variable("Round", "Int32", "0"));

        Assert.Equal(["a1", "b1", "a2", "b2", "a3", "b3", "z"], Workflow.Start(program).Lines());
    }

    [Theory]
    [InlineData("WaitAll", "")]
    [InlineData("WaitAllActive", "j z")]
    [InlineData("WaitAny", "j z")]
    public void Run_JoinWithADeadBranch_FollowsItsMode(string mode, string lines)
    {
        var program = Workflow.Program(Workflow.Flowchart(
            "d.True-x d.False-y x-j y-j j-jj jj-z",
            Workflow.Activity("d", "FlowDecision", ("condition", Workflow.Script("'true'"))),
            Workflow.Activity("x", "SetName"),
            Workflow.Activity("y", "SetName"),
            Workflow.Activity("j", "FlowJoin", ("mode", Workflow.Literal(mode))),
            Workflow.WriteLine("jj", Workflow.Literal("j")),
            Workflow.WriteLine("z", Workflow.Literal("z"))));

        var burst = Workflow.Start(program);

        Assert.Equal(lines, string.Join(' ', burst.Lines()));
        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
    }

    /// <summary>
    /// The way back from d to c is no loop, since the start reaches d past c as well. The step that would take it faults; what was queued goes on,
    /// and the visits of that step count. Compared with stock Elsa 3.7.1.
    /// </summary>
    [Fact]
    public void Run_InvalidWayBack_FaultsTheStepAndKeepsTheCounts()
    {
        JsonObject Decision(string id, int most) =>
            Workflow.Activity(id, "FlowDecision", ("condition", Workflow.Script($"setVariable('{id}', getVariable('{id}') + 1), getVariable('{id}') <= {most}")));
        var program = Workflow.Program(
            Workflow.Flowchart("w-b d.True-c b.True-b w-c b.False-d c.True-w c.True-d", Workflow.WriteLine("w", Workflow.Literal("w")), Decision("b", 2), Decision("c", 1), Decision("d", 1)),
            Workflow.Variable("b", "Int32", "0"),
            Workflow.Variable("c", "Int32", "0"),
            Workflow.Variable("d", "Int32", "0"));

        var burst = Workflow.Start(program);

        Assert.Equal(["w", "w"], burst.Lines());
        var incident = Assert.Single(burst.State.Incidents);
        Assert.Equal("d", incident.ActivityId);
        Assert.Contains("must go through the target ('c')", incident.Message, StringComparison.Ordinal);
        Assert.Equal("w b c b w d b b c", string.Join(' ', burst.Journal.Where(each => each.Event == JournalEvent.Started).Select(each => each.ActivityId).Skip(2)));
    }

    [Fact]
    public void Run_OutcomeNobodyIsConnectedTo_EndsTheBranch()
    {
        var burst = Workflow.Start(Workflow.Program(Workflow.Flowchart(
            "d.True-z",
            Workflow.Activity("d", "FlowDecision", ("condition", Workflow.Literal(false))),
            Workflow.WriteLine("z", Workflow.Literal("z")))));

        Assert.Empty(burst.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
    }

    [Fact]
    public void Run_UnderTheStrategyThatGoesOn_LeavesAStalledInstanceThatARetryFinishes()
    {
        var definition = Workflow.Definition(
            Workflow.Flowchart("s-bad s-ok bad-j ok-j", Workflow.Activity("s", "Start"), Workflow.WriteLine("bad", Workflow.Script("if (getInput('fixed')) 'fine'; else throw new Error('x')")), Workflow.WriteLine("ok", Workflow.Literal("ok")), Workflow.WriteLine("j", Workflow.Literal("j"))));
        definition["options"] = new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" };
        var program = Workflow.Compile(definition).Program!;

        var burst = Workflow.Start(program);

        Assert.Equal((WorkflowStatus.Running, WorkflowSubStatus.Suspended, true), (burst.State.Status, burst.State.SubStatus, burst.State.IsStalled));
        Assert.Single(burst.State.LiveActivities, each => each.IsFaulted && each.ActivityId == "bad");
    }
}
