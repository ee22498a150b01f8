using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Tests.Bursts;

/// <summary>What must hold for any workflow, tried on random ones.</summary>
public sealed class WorkflowPropertyTests
{
    private static readonly string[] Ports = ["Done", "True", "False"];
    private static readonly string[] Modes = ["WaitAll", "WaitAny", "WaitAllActive"];

    private static readonly Gen<JsonObject> Flowcharts =
        from size in Gen.Choose(1, 7)
        from kinds in Gen.ArrayOf(Gen.Choose(0, 8), size)
        from edges in Gen.ArrayOf(Gen.Choose(0, (size * size * 3) - 1), size + 2)
        select Workflow.Flowchart(
            string.Join(' ', edges.Select(each => $"n{each % size}.{Ports[each / size / size]}-n{each / size % size}").Distinct()),
            [.. kinds.Select(Node)]);

    [Fact]
    public void Run_AnyFlowchart_EndsWithinTheBudgetAndRepeatsExactlyAcrossStorage() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20260316, 7),
            Prop.ForAll(Flowcharts.ToArbitrary(), Repeats));

    private static void Repeats(JsonObject flowchart)
    {
        var program = Workflow.Program((JsonObject)flowchart.DeepClone(), Workflow.Variable("Count", "Int32", "0"), Workflow.Variable("Data"));
        var uninterrupted = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment(0));
        var stored = uninterrupted;
        Assert.Equal(Facts(uninterrupted), Facts(WorkflowEngine.Run(program, null, new StartWorkflow(), Environment(0))));
        for (var round = 0; round < 12 && uninterrupted.State.Bookmarks.Count > 0; round++)
        {
            var stimulus = new ResumeBookmark(uninterrupted.State.Bookmarks[round % uninterrupted.State.Bookmarks.Count].Id, new JsonObject { ["round"] = round });
            uninterrupted = WorkflowEngine.Run(program, uninterrupted.State, stimulus, Environment(round + 1));
            stored = WorkflowEngine.Run(program, WorkflowState.Read(stored.State.ToUtf8Json(), program), stimulus, Environment(round + 1));
            Assert.Equal(Facts(uninterrupted), Facts(stored));
            Assert.Equal(uninterrupted.State.Status == WorkflowStatus.Finished, uninterrupted.State.FinishedAt is not null);
        }
    }

    private static BurstEnvironment Environment(int round) =>
        Workflow.Environment((ulong)round * 10_000) with { Limits = new BurstLimits { Steps = 100 } };

    private static string Facts(Burst burst) =>
        Encoding.UTF8.GetString(burst.State.ToUtf8Json()) + '\n' + string.Join('\n', burst.Journal.Select(each => $"{each.ActivityInstanceId} {each.ActivityId} {each.Event}")) + '\n' + string.Join('\n', burst.Lines());

    private static JsonObject Node(int kind, int index)
    {
        var id = "n" + index;
        return kind switch
        {
            0 or 1 => Workflow.WriteLine(id, Workflow.Script("getCount() + JSON.stringify(getData())")),
            2 => Workflow.Activity(id, "FlowDecision", ("condition", Workflow.Script("Math.random() < 0.5"))),
            3 => Workflow.Activity(id, "Event", ("eventName", Workflow.Literal(id)), ("result", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "var-Data" } })),
            4 => Workflow.Activity(id, "FlowJoin", ("mode", Workflow.Literal(Modes[index % 3]))),
            5 => Workflow.Activity(id, "RunJavaScript", ("script", Workflow.Literal("setCount(getCount() + 1); variables.Data = { n: getCount(), list: [1, 'x', null, new Date(0)] }; setOutcomes(['Done', 'True'])"))),
            6 => Workflow.Activity(id, "Fork", ("joinMode", index % 2 == 0 ? "WaitAny" : "WaitAll"), ("branches", new JsonArray(
                Workflow.Activity(id + "a", "Event", ("eventName", Workflow.Literal("a"))),
                Workflow.Activity(id + "b", "Sequence", ("activities", new JsonArray(Workflow.WriteLine(id + "c", Workflow.Literal("c")), Workflow.Activity(id + "d", "Delay", ("timeSpan", Workflow.Literal("00:01:00"))))))))),
            7 => Workflow.Activity(id, "For", ("start", Workflow.Literal(1)), ("end", Workflow.Literal(2)), ("body", Workflow.Activity(id + "e", "Event", ("eventName", Workflow.Script("'e' + getCurrentValue()"))))),
            _ => Workflow.Activity(id, index % 2 == 0 ? "End" : "WriteLine"),
        };
    }
}
