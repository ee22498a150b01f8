using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Bursts;

/// <summary>A step that failed is run again in a program that was mended, after the state was stored and loaded.</summary>
public sealed class RetryTests
{
    private const string Continue = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core";

    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "sequence", "a", "f z", "Workflow1 outer box" },
        { "flowchart", "s b", "f j z", "Workflow1 outer box" },
        { "fork", "b c", "f z", "Workflow1 outer box" },
        { "for", "1", "2 3 z", "Workflow1 outer box body" },
        { "foreach", "1", "2 3 z", "Workflow1 outer box body" },
        { "parallelforeach", "1 3", "2 z", "Workflow1 outer box" },
        { "while body", "1", "2 3 z", "Workflow1 outer box body" },
        { "while condition", "1 2", "3 z", "Workflow1 outer box body" },
        { "condition in a flowchart", "1 2", "3 z", "Workflow1 outer flow box body" },
        { "nested", "b", "f c z", "Workflow1 outer box flow inner" },
        { "embedded", "a", "f z", "Workflow2 outer box Workflow1 inner" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Retry_OfAFailedStep_GoesOnAsIfItHadNeverFailed(string shape, string before, string after, string stack)
    {
        foreach (var strategy in new[] { null, Continue })
        {
            var failing = Compiled(shape, isBad: true, strategy);
            var faulted = Start(failing);
            Assert.Equal(before.Split(' '), faulted.Lines());
            Assert.Equal(strategy is null ? WorkflowSubStatus.Faulted : WorkflowSubStatus.Suspended, faulted.State.SubStatus);
            var incident = Assert.Single(faulted.State.Incidents);
            Assert.Equal(stack.Split(' '), incident.Stack.Select(each => each.ActivityId));

            var mended = Compiled(shape, isBad: false, strategy);
            var stored = WorkflowState.Read(faulted.State.ToUtf8Json(), mended);
            var done = WorkflowEngine.Run(mended, stored, new RetryActivity(incident.ActivityInstanceId), Environment(500));

            Assert.True(done.Matched);
            Assert.Equal(after.Split(' '), done.Lines());
            Assert.Equal((WorkflowSubStatus.Finished, 0), (done.State.SubStatus, done.State.Incidents.Count));
        }
    }

    [Theory]
    [InlineData("sequence", "z")]
    [InlineData("flowchart", "j z")]
    [InlineData("nested", "c z")]
    public void Skip_OfAFailedStep_GoesOnBehindItWithoutRunningIt(string shape, string after)
    {
        foreach (var strategy in new[] { null, Continue })
        {
            var failing = Compiled(shape, isBad: true, strategy);
            var faulted = Start(failing);
            var incident = Assert.Single(faulted.State.Incidents);

            var stored = WorkflowState.Read(faulted.State.ToUtf8Json(), failing);
            var done = WorkflowEngine.Run(failing, stored, new SkipActivity(incident.ActivityInstanceId), Environment(500));

            Assert.True(done.Matched);
            Assert.Equal(after.Split(' '), done.Lines());
            Assert.Equal((WorkflowSubStatus.Finished, 0), (done.State.SubStatus, done.State.Incidents.Count));
            Assert.False(WorkflowEngine.Run(failing, done.State, new SkipActivity(incident.ActivityInstanceId), Environment(900)).Matched);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Retry_ThatFailsAgain_LeavesTheSameIncidentAndCanBeRepeated(string shape, string before, string after, string stack)
    {
        var failing = Compiled(shape, isBad: true, null);
        var first = Start(failing);
        Assert.Equal(before.Split(' ').Length, first.Lines().Length);
        var second = first.Then(failing, new RetryActivity(first.State.Incidents[0].ActivityInstanceId));

        var again = Assert.Single(second.State.Incidents);
        Assert.Equal(stack.Split(' '), again.Stack.Select(each => each.ActivityId));
        Assert.Equal(first.State.Incidents[0].ActivityId, again.ActivityId);
        Assert.Empty(second.Lines());
        var done = WorkflowEngine.Run(Compiled(shape, isBad: false, null), second.State, new RetryActivity(again.ActivityInstanceId), Environment(900));
        Assert.Equal(after.Split(' '), done.Lines());
    }

    [Fact]
    public void Retry_AfterAWait_WaitsNotAgain()
    {
        var root = (bool isBad) => Sequence(Activity("wait", "Event", ("eventName", Literal("go"))), Fail("f", "'f'", isBad, "true"), WriteLine("z", Literal("z")));
        var failing = Program(root(true));
        var faulted = Start(failing).Then(failing, new ResumeEvent("go"));

        var done = faulted.Then(Program(root(false)), new RetryActivity(faulted.State.Incidents[0].ActivityInstanceId));

        Assert.Equal(["f", "z"], done.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, done.State.SubStatus);
    }

    /// <summary>What had begun behind a step before the flowchart failed over it is not begun a second time.</summary>
    [Fact]
    public void Retry_WhereTheFlowchartStoppedHalfway_GoesOnFromThere()
    {
        var root = (bool isBad) => Flowchart(
            "a-y a-j a-x j-z",
            Line("a"),
            Line("y"),
            Activity("j", "FlowJoin", ("mode", Script((isBad ? "throw new Error('broken'); " : "") + "'WaitAll'"))),
            Line("x"),
            Line("z"));
        var failing = Program(root(true));
        var faulted = Start(failing);
        Assert.Equal(["a", "y"], faulted.Lines());

        var again = faulted.Then(failing, new RetryActivity(Assert.Single(faulted.State.Incidents).ActivityInstanceId));
        Assert.Empty(again.Lines());

        var mended = Program(root(false));
        var stored = WorkflowState.Read(again.State.ToUtf8Json(), mended);
        var done = WorkflowEngine.Run(mended, stored, new RetryActivity(Assert.Single(again.State.Incidents).ActivityInstanceId), Environment(900));

        Assert.Equal(["x", "z"], done.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, done.State.SubStatus);
    }

    /// <summary>A burst that was stopped for being too long goes on where it stood, with a budget of its own, in every branch.</summary>
    [Fact]
    public void Retry_OfWhatTheStepBudgetStopped_GoesOnFromThere()
    {
        var loop = (string id) => Activity(
            "while " + id,
            "While",
            ("condition", Script($"getVariable('{id}') < 60")),
            ("body", WriteLine(id, Script($"setVariable('{id}', getVariable('{id}') + 1); getVariable('{id}')"))));
        var program = Program(Activity("both", "Parallel", ("activities", new JsonArray(loop("n"), loop("m")))), Variable("n", "Int32", "0"), Variable("m", "Int32", "0"));
        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment() with { Limits = new BurstLimits { Steps = 100 } });
        var lines = burst.Lines().ToList();
        Assert.Equal(WorkflowSubStatus.Faulted, burst.State.SubStatus);

        for (var rounds = 0; burst.State.Incidents.Count > 0 && rounds < 10; rounds++)
        {
            var stored = WorkflowState.Read(burst.State.ToUtf8Json(), program);
            var retry = new RetryActivity(stored.Incidents[0].ActivityInstanceId);
            burst = WorkflowEngine.Run(program, stored, retry, Environment((ulong)(rounds + 1) * 1000) with { Limits = new BurstLimits { Steps = 100 } });
            lines.AddRange(burst.Lines());
        }

        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
        Assert.Equal([.. Enumerable.Range(1, 60).SelectMany(each => new[] { each, each })], lines.Select(int.Parse).Order());
    }

    [Fact]
    public void Fault_OfANamedStep_CarriesNameMessageAndTime()
    {
        var step = WriteLine("f", Script("throw new Error('no such policy')"));
        step["name"] = "通知客户";
        var program = Program(Sequence(step));

        var read = WorkflowState.Read(Start(program).State.ToUtf8Json(), program).Incidents[0];

        Assert.Equal(("f", "通知客户", "Elsa.WriteLine", "no such policy", Now), (read.ActivityId, read.ActivityName, read.ActivityType, read.Cause, read.At));
        Assert.Equal(new IncidentFrame("sequence", "Workflow1:sequence", "Elsa.Sequence", null), read.Stack[^1]);
    }

    /// <summary>Of a script of many lines the message alone would not do.</summary>
    [Theory]
    [InlineData("const a = 1;\nreturn nothing.at.all", " (JavaScript line 2, column ")]
    [InlineData("const a = 1;\nreturn getVariable('None').length", " (JavaScript line 2, column ")]
    [InlineData("const a = 1;\nthrow new Error('no such policy')", "no such policy")]
    public void Fault_OfAScript_NamesLineAndColumnOfAMistake(string script, string told) =>
        Assert.Contains(told, Assert.Single(Start(Program(Sequence(WriteLine("f", Script(script))))).State.Incidents).Cause, StringComparison.Ordinal);

    private static JsonObject Fail(string id, string text, bool isBad, string when) =>
        WriteLine(id, Script(isBad ? $"if ({when}) throw new Error('broken'); {text}" : text));

    private static JsonObject Line(string id) => WriteLine(id, Literal(id));

    private static JsonObject Box(string id, params JsonObject[] activities) => Activity(id, "Sequence", ("activities", new JsonArray([.. activities])));

    private static WorkflowProgram Compiled(string shape, bool isBad, string? strategy)
    {
        var definition = Definition(Box("outer", ShapeOf(shape, isBad), Line("z")), Variable("n", "Int32", "0"));
        definition["options"] = new JsonObject { ["incidentStrategyType"] = strategy };
        var child = Definition(Box("inner", Line("a"), Fail("f", "'f'", isBad, "true")));
        (child["definitionId"], child["id"], child["name"], child["options"]) = ("child", "child.v1", "Child", new JsonObject { ["usableAsActivity"] = true });
        var compiler = new ProgramCompiler(ActivityCatalog.Standard()) { Workflows = shape == "embedded" ? WorkflowLibrary.Of([Read(child)]) : WorkflowLibrary.Empty };
        return compiler.Compile(Read(definition)).Program!;
    }

    private static WorkflowDefinition Read(JsonObject json) => WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json.ToJsonString())).Definition!;

    private static JsonObject ShapeOf(string shape, bool isBad)
    {
        var f = Fail("f", "'f'", isBad, "true");
        var current = Fail("f", "getVariable('CurrentValue')", isBad, "getVariable('CurrentValue') == 2");
        const string count = "setVariable('n', getVariable('n') + 1); ";
        return shape switch
        {
            "sequence" => Box("box", Line("a"), f),
            "flowchart" => Named(Flowchart("s-f s-b f-j b-j", Line("s"), f, Line("b"), Joined("j")), "box", Line("j")),
            "fork" => Activity("box", "Fork", ("joinMode", "WaitAll"), ("branches", new JsonArray(f, Box("other", Line("b"), Line("c"))))),
            "for" => Activity("box", "For", ("start", Literal(1)), ("end", Literal(3)), ("body", Box("body", current))),
            "foreach" => Activity("box", "ForEach", ("items", Script("[1,2,3]")), ("body", Box("body", current))),
            "parallelforeach" => Activity("box", "ParallelForEach", ("items", Script("[1,2,3]")), ("body", current)),
            "while body" => Activity("box", "While", ("condition", Script("getVariable('n') < 3")), ("body", Box(
                "body", Fail("f", count + "getVariable('n')", isBad, "getVariable('n') == 1")))),
            "while condition" => Loop(isBad, count),
            "condition in a flowchart" => Named(Flowchart("", Loop(isBad, count)), "flow"),
            "nested" => Activity("box", "Parallel", ("activities", new JsonArray(
                Named(Flowchart("inner-c", Box("inner", f), Line("c")), "flow"), Line("b")))),
            _ => new JsonObject { ["id"] = "box", ["type"] = "Child", ["version"] = 1 },
        };
    }

    private static JsonObject Loop(bool isBad, string count) => Activity(
        "box",
        "While",
        ("condition", Script((isBad ? "if (getVariable('n') == 2) throw new Error('broken'); " : "") + "getVariable('n') < 3")),
        ("body", Box("body", WriteLine("w", Script(count + "getVariable('n')")))));

    private static JsonObject Joined(string id) => Activity(id + "oin", "FlowJoin", ("mode", Literal("WaitAll")));

    private static JsonObject Named(JsonObject flowchart, string id, params JsonObject[] behindTheJoin)
    {
        flowchart["id"] = id;
        if (behindTheJoin.Length > 0)
        {
            // The join is named "join" and leads on to what stands behind it.
            foreach (var connection in flowchart["connections"]!.AsArray().Where(each => (string?)each!["target"]!["activity"] == "j"))
            {
                connection!["target"]!["activity"] = "join";
            }

            flowchart["activities"]!.AsArray().Add(behindTheJoin[0]);
            flowchart["connections"]!.AsArray().Add(new JsonObject { ["source"] = new JsonObject { ["activity"] = "join", ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = "j" } });
        }

        return flowchart;
    }
}
