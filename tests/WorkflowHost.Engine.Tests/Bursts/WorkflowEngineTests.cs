using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Tests.Bursts;

public sealed class WorkflowEngineTests
{
    [Fact]
    public void Run_LoopWithoutWaiting_EndsWithAnIncidentAfterTheStepBudget()
    {
        var program = Workflow.Program(Workflow.Flowchart("a-b b-a", Workflow.WriteLine("a", Workflow.Literal("a")), Workflow.WriteLine("b", Workflow.Literal("b"))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Workflow.Environment() with { Limits = new BurstLimits { Steps = 100 } });

        Assert.Equal(WorkflowSubStatus.Faulted, burst.State.SubStatus);
        Assert.Contains("executed 100 activities", Assert.Single(burst.State.Incidents).Message, StringComparison.Ordinal);
    }

    /// <summary>What was queued when its container was left still begins, and waits on whatever ends around it. Compared with stock Elsa 3.7.1.</summary>
    [Fact]
    public void Run_WorkThatOutlivedItsContainer_WaitsOnWhenWhatIsAroundEnds()
    {
        var loop = Workflow.Activity("loop", "ForEach", ("items", Workflow.Script("[1]")), ("body", Workflow.Activity("late", "Event", ("eventName", Workflow.Literal("late")))));
        var fork = Workflow.Activity("fork", "Fork", ("joinMode", "WaitAny"), ("branches", new JsonArray(loop, Workflow.WriteLine("first", Workflow.Literal("first")))));
        var both = Workflow.Activity("both", "Parallel", ("activities", new JsonArray(Workflow.Activity("wait", "Event", ("eventName", Workflow.Literal("go"))), fork)));
        var program = Workflow.Program(Workflow.Sequence(both, Workflow.WriteLine("end", Workflow.Literal("end"))));

        var started = Workflow.Start(program);
        Assert.Equal(["wait", "late"], started.State.Bookmarks.Select(each => each.ActivityId));
        var went = (started with { State = WorkflowState.Read(started.State.ToUtf8Json(), program) }).Then(program, new ResumeEvent("go"));

        Assert.Equal(["end"], went.Lines());
        Assert.Equal(("late", WorkflowSubStatus.Suspended), (Assert.Single(went.State.Bookmarks).ActivityId, went.State.SubStatus));
        var last = went.Then(program, new ResumeEvent("late"));
        Assert.Equal(WorkflowSubStatus.Finished, last.State.SubStatus);
    }

    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("(function f() { f() })()")]
    [InlineData("let a = []; while (true) a.push('x'.repeat(10000))")]
    [InlineData("'x'.repeat(1 << 30)")]
    [InlineData("new Array(4000000000)")]
    public void Run_ScriptWithoutEnd_IsAnIncident(string script)
    {
        var environment = Workflow.Environment() with { Limits = new BurstLimits { ScriptStatements = 100_000, ScriptMemoryBytes = 16 << 20 } };

        var burst = WorkflowEngine.Run(Workflow.Program(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Script(script)))), null, new StartWorkflow(), environment);

        Assert.Equal("Failed to evaluate activity input 'Text'", Assert.Single(burst.State.Incidents).Message);
    }

    [Fact]
    public void Run_SameStimulusTwice_GivesTheSameBytes()
    {
        var script = Workflow.Script("[new Date().toISOString(), Date.now(), Math.random(), newGuidString(), this['Ma' + 'th']['ran' + 'dom'](), new Random().Next(10)].join()");
        var program = Workflow.Program(Workflow.Sequence(Workflow.WriteLine("line", script), Workflow.Activity("wait", "Delay", ("timeSpan", Workflow.Literal("1.00:00:00")))));

        var one = Workflow.Start(program);
        var other = Workflow.Start(program);

        Assert.Equal(one.State.ToUtf8Json(), other.State.ToUtf8Json());
        Assert.Equal(one.Lines(), other.Lines());
        Assert.Contains("2026-03-16T02:05:00.000Z", one.Lines()[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Delay", "timeSpan", "15.00:00:00", "2026-03-31T02:05:00+00:00")]
    [InlineData("Timer", "interval", "01:30:00", "2026-03-16T03:35:00+00:00")]
    [InlineData("StartAt", "dateTime", "2027-01-01T00:00:00+08:00", "2026-12-31T16:00:00+00:00")]
    [InlineData("Cron", "cronExpression", "0 9 * * *", "2026-03-16T09:00:00+00:00")]
    public void Run_WaitForAnInstant_LeavesABookmarkThatIsDueThen(string type, string property, string value, string due)
    {
        var program = Workflow.Program(Workflow.Sequence(Workflow.Activity("wait", type, (property, Workflow.Literal(value))), Workflow.WriteLine("z", Workflow.Literal("z"))));

        var burst = Workflow.Start(program);
        var bookmark = Assert.Single(burst.State.Bookmarks);

        Assert.Equal(DateTimeOffset.Parse(due, null), bookmark.DueAt!.Value);
        Assert.Equal(["z"], burst.Then(program, new ResumeBookmark(bookmark.Id)).Lines());
    }

    [Fact]
    public void Run_ResumeOfABookmarkThatIsGone_MatchesNothingAndChangesNothing()
    {
        var program = Workflow.Program(Workflow.Sequence(Event("e", "go")));
        var burst = Workflow.Start(program);
        var done = burst.Then(program, new ResumeEvent("go"));

        var again = done.Then(program, new ResumeBookmark(burst.State.Bookmarks[0].Id));

        Assert.False(again.Matched);
        Assert.Same(done.State, again.State);
    }

    [Fact]
    public void Run_CancelWorkflow_CancelsWhatIsLiveAndRemovesBookmarks()
    {
        var program = Workflow.Program(Workflow.Sequence(Event("e", "go"), Workflow.WriteLine("z", Workflow.Literal("z"))));

        var burst = Workflow.Start(program).Then(program, new CancelWorkflow());

        Assert.Equal((WorkflowStatus.Finished, WorkflowSubStatus.Cancelled), (burst.State.Status, burst.State.SubStatus));
        Assert.Empty(burst.State.Bookmarks);
        Assert.Equal(["e", "sequence", "Workflow1"], burst.Journal.Where(each => each.Event == JournalEvent.Canceled).Select(each => each.ActivityId));
        Assert.Empty(burst.Lines());
    }

    [Fact]
    public void Run_RetryOfAFaultedActivity_TakesTheIncidentBackAndGoesOn()
    {
        var program = Workflow.Program(
            Workflow.Sequence(Event("e", "go"), Workflow.WriteLine("bad", Workflow.Script("if (!getLastResult()) throw new Error('not yet'); return 'now'")), Workflow.WriteLine("z", Workflow.Literal("z"))));
        var faulted = Workflow.Start(program).Then(program, new ResumeEvent("go"));
        var incident = Assert.Single(faulted.State.Incidents);
        Assert.Equal("not yet", incident.Cause);
        var stillBad = faulted.Then(program, new RetryActivity(incident.ActivityInstanceId));
        Assert.Equal(WorkflowSubStatus.Faulted, stillBad.State.SubStatus);

        var repaired = Workflow.Program(
            Workflow.Sequence(Event("e", "go"), Workflow.WriteLine("bad", Workflow.Literal("now")), Workflow.WriteLine("z", Workflow.Literal("z"))));
        var done = stillBad.Then(repaired, new RetryActivity(incident.ActivityInstanceId));

        Assert.Equal(["now", "z"], done.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, done.State.SubStatus);
        Assert.Empty(done.State.Incidents);
    }

    [Fact]
    public void Run_StartByTrigger_BeginsThereAndDoesNotWait()
    {
        var program = Workflow.Program(Workflow.Flowchart("s-z e-got", Workflow.Activity("s", "Start"), Event("e", "go"), Workflow.WriteLine("z", Workflow.Literal("z")), Workflow.WriteLine("got", Workflow.Script("getInput('Kind')"))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(new JsonObject { ["Kind"] = "phone" }, TriggerActivityId: "e"), Workflow.Environment());

        Assert.Equal(["phone"], burst.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
    }

    [Fact]
    public void Run_WorkflowThatExecutesItself_FaultsInsteadOfExhaustingTheStack()
    {
        var program = Workflow.Program(Workflow.Sequence(Workflow.Activity("self", "ExecuteWorkflow", ("workflowDefinitionId", Workflow.Literal("test")))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Workflow.Environment() with { Programs = _ => program });

        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
    }

    [Fact]
    public void Run_AmbientValues_AreSeenByScriptsAndTemplatesButNotChanged()
    {
        var facet = new CaseFacet();
        var program = Workflow.Program(Workflow.Sequence(
            Workflow.WriteLine("js", Workflow.Script("getCase().no + variables.Case.no + getVariable('Case').list.length")),
            Workflow.Activity("change", "RunJavaScript", ("script", Workflow.Literal("variables.Case.no = 'changed'; getCase().list.push(9)"))),
            Workflow.WriteLine("liquid", Workflow.Liquid("{{ Case.no }}{{ Variables.Case.list.size }}"))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Workflow.Environment() with { Facet = facet });

        Assert.Empty(burst.State.Incidents);
        Assert.Equal(["C-1C-12", "C-12"], burst.Lines());
    }

    private static JsonObject Event(string id, string name) => Workflow.Activity(id, "Event", ("eventName", Workflow.Literal(name)));

    private sealed class CaseFacet : BurstFacet
    {
        private readonly JsonObject _case = new() { ["no"] = "C-1", ["list"] = new JsonArray(1, 2) };

        public override IReadOnlyCollection<string> Names => ["Case"];

        public override bool TryGetValue(string name, out object? value)
        {
            value = name == "Case" ? _case : null;
            return name == "Case";
        }
    }
}
