using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Moves.MovedInstances;

namespace WorkflowHost.Engine.Tests.Moves;

public sealed class StateMigrationTests
{
    private readonly MovedInstances _instances = new();

    [Fact]
    public void Move_ToTheSameShape_ChangesNothingButTheVersion()
    {
        var (from, to) = (Version(1, "a-b b-c", "a", "b", "c"), Version(2, "a-b b-c", "a", "b", "c"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        var moved = Move(state, from, to);

        Assert.Equal(Text(state).Replace("test.v1", "test.v2", StringComparison.Ordinal), Text(moved.State!));
        Assert.All(moved.Moved, each => Assert.False(each.IsRestarted));
    }

    [Fact]
    public void Move_WithAStepInsertedAhead_RunsIt()
    {
        var (from, to) = (Version(1, "a-b", "a", "b"), Version(2, "a-n n-b", "a", "b", "n"));

        var state = _instances.Resume(to, Move(Workflow.Start(from).State, from, to).State!, "a");

        Assert.Equal(["n"], WaitsAt(state));
        Assert.Equal(["b"], WaitsAt(_instances.Resume(to, state, "n")));
    }

    [Fact]
    public void Move_WithAStepInsertedBehind_PassesItOverThisRoundAndRunsItInTheNext()
    {
        var from = Version(1, "a-b b-c c-a", "a", "b", "c");
        var to = Version(2, "a-n n-b b-c c-a", "a", "b", "c", "n");
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        var moved = Move(state, from, to).State!;

        Assert.Equal(["b"], WaitsAt(moved));
        moved = _instances.Resume(to, _instances.Resume(to, _instances.Resume(to, moved, "b"), "c"), "a");
        Assert.Equal(["n"], WaitsAt(moved));
        Assert.Equal(["b"], WaitsAt(_instances.Resume(to, moved, "n")));
    }

    [Fact]
    public void Move_WithANewBranchIntoAJoinThatIsOver_DoesNotFireTheJoinTwice()
    {
        var from = Version(1, "s-a a-j j-k", "s", "a", "j", "k");
        var to = Version(2, "s-a s-b a-j b-j j-k", "s", "a", "j", "k", "b");
        var state = _instances.Resume(from, _instances.Resume(from, _instances.Resume(from, Workflow.Start(from).State, "s"), "a"), "j");

        var moved = Move(state, from, to).State!;

        Assert.Equal(["k"], WaitsAt(moved));
        Assert.Equal(WorkflowSubStatus.Finished, _instances.Resume(to, moved, "k").SubStatus);
    }

    [Fact]
    public void Move_OfAWaitThatWasRemoved_IsRefusedWithWhatCouldTakeOver()
    {
        var (from, to) = (Version(1, "a-b b-c", "a", "b", "c"), Version(2, "a-c", "a", "c"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        var moved = Move(state, from, to);

        Assert.Null(moved.State);
        var stranded = Assert.Single(moved.Stranded);
        Assert.Equal(("b", StrandedReason.Removed), (stranded.Node.ActivityId, stranded.Reason));
        Assert.Equal(["c", "a"], stranded.Options.Select(each => each.ActivityId));
    }

    [Theory]
    [InlineData("c", "c d")]
    [InlineData("a", "a c d")]
    public void Move_OfARemovedWaitByChoice_GoesOnThereAheadOrBack(string choice, string route)
    {
        // The branch over x is dead in this round: joining at d must not wait for it.
        var (from, to) = (Version(1, "a-b b-c c-d a.Never-x x-d", "a", "b", "c", "d", "x"), Version(2, "a-c c-d a.Never-x x-d", "a", "c", "d", "x"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        var moved = Move(state, from, to, new() { ["b"] = choice });

        var restarted = Assert.Single(moved.Moved, each => each.IsRestarted);
        var run = WorkflowEngine.Run(to, moved.State, new RetryActivity(restarted.ActivityInstanceId), Workflow.Environment(500)).State;
        Assert.Empty(run.Incidents);
        var went = new List<string>();
        while (WaitsAt(run) is [var next])
        {
            went.Add(next);
            run = _instances.Resume(to, run, next);
        }

        Assert.Equal(route, string.Join(' ', went));
        Assert.Equal(WorkflowSubStatus.Finished, run.SubStatus);
    }

    [Fact]
    public void Move_OfARemovedWaitGivenUp_DropsItsBookmark()
    {
        var (from, to) = (Version(1, "s-a s-b", "s", "a", "b"), Version(2, "s-a", "s", "a"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");

        var moved = Move(state, from, to, new() { ["b"] = null });

        Assert.Equal(["a"], WaitsAt(moved.State!));
        Assert.Contains(moved.Moved, each => each is { From.ActivityId: "b", To: null });
    }

    [Fact]
    public void Move_OfTheLastWaitAJoinHadToCome_LetsTheJoinGoOn()
    {
        var (from, to) = (Version(1, "s-a s-b a-j b-j j-k", "s", "a", "b", "j", "k"), Version(2, "s-a a-j j-k", "s", "a", "j", "k"));
        var state = _instances.Resume(from, _instances.Resume(from, Workflow.Start(from).State, "s"), "a");

        var moved = Move(state, from, to, new() { ["b"] = null });

        var due = Assert.Single(moved.Moved, each => each.From is null);
        var run = WorkflowEngine.Run(to, moved.State, new RetryActivity(due.ActivityInstanceId), Workflow.Environment(500)).State;
        Assert.Equal(["k"], WaitsAt(_instances.Resume(to, run, "j")));
    }

    [Fact]
    public void Move_OfAWaitNothingLeadsToAnyMore_IsRefused()
    {
        var (from, to) = (Version(1, "a-b", "a", "b"), Version(2, "a-c", "a", "c", "b"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        Assert.Equal(StrandedReason.Unreachable, Assert.Single(Move(state, from, to).Stranded).Reason);
    }

    [Fact]
    public void Move_WithANewListenerBehindAStepThatIsDone_BeginsIt()
    {
        var (from, to) = (Version(1, "s-a", "s", "a"), Version(2, "s-a s-l l-l a-m", "s", "a", "l", "m"));
        var state = _instances.Resume(from, Workflow.Start(from).State, "s");

        var moved = StateMigration.Move(new StateMoveRequest { State = state, From = from, To = to, NewId = () => "00000000000000ff", Listeners = new HashSet<string> { "Elsa.Event" } });

        var begun = Assert.Single(moved.Moved, each => each.From is null);
        var run = WorkflowEngine.Run(to, moved.State, new RetryActivity(begun.ActivityInstanceId), Workflow.Environment(500)).State;
        Assert.Equal(["a", "l"], WaitsAt(run));
        // It listens on and on, and what lies ahead of the case is not taken for a listener.
        Assert.Equal(["a", "l"], WaitsAt(_instances.Resume(to, _instances.Resume(to, run, "l"), "l")));
    }

    [Fact]
    public void Move_InASequence_GoesOnAfterTheSameStepWhereverItStandsNow()
    {
        var from = Program(1, Workflow.Sequence(Event("a"), Event("b"), Event("c")));
        var to = Program(2, Workflow.Sequence(Event("n"), Event("a"), Event("b"), Event("m"), Event("c")));
        var state = _instances.Resume(from, Workflow.Start(from).State, "a");

        var moved = Move(state, from, to).State!;

        Assert.Equal(["b"], WaitsAt(moved));
        Assert.Equal(["m"], WaitsAt(_instances.Resume(to, moved, "b")));
    }

    [Fact]
    public void Move_WithAVariableOfAnotherType_BeginsItAnewAndSaysSo()
    {
        var from = Program(1, Workflow.Sequence(Event("a")), Workflow.Variable("Note", "String", "twelve"), Workflow.Variable("Round", "Int32", "3"));
        var to = Program(2, Workflow.Sequence(Event("a")), Workflow.Variable("Note", "Int32", "0"), Workflow.Variable("Round", "String", "0"));

        var moved = Move(Workflow.Start(from).State, from, to);

        Assert.Equal(["Note"], moved.LostVariables);
        Assert.Equal("3", moved.State!.Variables["Round"]?.ToString());
    }

    [Fact]
    public void Move_OfAFaultedActivity_KeepsItsIncidentAndCanBeRetried()
    {
        JsonObject Flow(string text) => Workflow.Flowchart("a-f f-z", Event("a"), Workflow.WriteLine("f", Workflow.Script(text)), Workflow.WriteLine("z", Workflow.Literal("z")));
        var (from, to) = (Program(1, Flow("nothing.at.all")), Program(2, Flow("'mended'")));
        var faulted = _instances.Resume(from, Workflow.Start(from).State, "a");

        var moved = Move(faulted, from, to).State!;

        var incident = Assert.Single(moved.Incidents);
        var burst = WorkflowEngine.Run(to, moved, new RetryActivity(incident.ActivityInstanceId), Workflow.Environment(500));
        Assert.Equal(["mended", "z"], burst.Lines());
    }

    /// <summary>
    /// A step that does nothing may be drawn into any connection, or taken out again, at any moment of any run: the waits come in the same
    /// order as they would have without it.
    /// </summary>
    [Fact]
    public void Move_WithStepsDrawnInOrTakenOut_NeverChangesWhatComesNext()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var (plain, drawn) = RandomVersions(random);
            var (from, to) = random.Next(2) == 0 ? (plain, drawn) : (drawn, plain);
            var expected = RouteOf(from, Workflow.Start(from).State, int.MaxValue, out _);
            var route = RouteOf(from, Workflow.Start(from).State, random.Next(expected.Count), out var state);

            var moved = Move(state, from, to).State;

            Assert.NotNull(moved);
            route.AddRange(RouteOf(to, moved, int.MaxValue, out var end));
            Assert.True(expected.SequenceEqual(route), $"seed {seed}: expected {string.Join(' ', expected)}, went {string.Join(' ', route)}");
            Assert.Equal(WorkflowSubStatus.Finished, end.SubStatus);
        }
    }

    /// <summary>A random flow of waits, every one reached, that goes round twice; and the same with steps drawn into some connections.</summary>
    private static (WorkflowProgram Plain, WorkflowProgram Drawn) RandomVersions(Random random)
    {
        var count = random.Next(3, 9);
        var edges = new List<(string From, string To)>();
        for (var node = 1; node < count; node++)
        {
            foreach (var source in Enumerable.Range(0, node).OrderBy(_ => random.Next()).Take(random.Next(1, 4)))
            {
                edges.Add(($"e{source}", $"e{node}"));
            }
        }

        foreach (var sink in Enumerable.Range(0, count).Select(node => $"e{node}").Where(node => edges.TrueForAll(edge => edge.From != node)).ToList())
        {
            edges.Add((sink, "join"));
        }

        edges.AddRange([("join", "more")]);
        var drawn = new List<(string From, string To)>();
        var steps = new List<string>();
        foreach (var edge in edges)
        {
            if (random.Next(3) == 0)
            {
                var step = $"n{steps.Count}";
                steps.Add(step);
                drawn.AddRange([(edge.From, step), (step, edge.To)]);
            }
            else
            {
                drawn.Add(edge);
            }
        }

        var waits = Enumerable.Range(0, count).Select(node => Event($"e{node}")).ToList();
        return (Build(1, edges, waits, []), Build(1, drawn, waits, steps));

        static WorkflowProgram Build(int version, List<(string From, string To)> edges, List<JsonObject> waits, List<string> steps) => Program(
            version,
            Workflow.Flowchart(
                string.Join(' ', edges.Select(edge => $"{edge.From}-{edge.To}")) + " more.True-e0",
                [
                    .. waits.Select(each => (JsonObject)each.DeepClone()),
                    .. steps.Select(each => Workflow.Activity(each, "SetName")),
                    Workflow.Activity("join", "RunJavaScript", ("script", Workflow.Literal("setRound(getRound() + 1)"))),
                    Workflow.Activity("more", "FlowDecision", ("condition", Workflow.Script("getRound() < 2"))),
                ]),
            Workflow.Variable("Round", "Int32", "0"));
    }

    /// <summary>Resumes the first wait by name again and again.</summary>
    private List<string> RouteOf(WorkflowProgram program, WorkflowState state, int steps, out WorkflowState end)
    {
        var route = new List<string>();
        while (route.Count < steps && WaitsAt(state) is [var next, ..])
        {
            route.Add(next);
            state = _instances.Resume(program, state, next);
        }

        end = state;
        return route;
    }

    private static string Text(WorkflowState state) => Encoding.UTF8.GetString(state.ToUtf8Json());
}
