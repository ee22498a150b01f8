using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Properties;

/// <summary>
/// A random workflow: a flowchart with loops, forks, joins and dead branches, and in it waits, scripts, faults and containers that hold
/// the like again. The same seed gives the same workflow.
/// </summary>
internal sealed class RandomWorkflow
{
    private const int Deepest = 3;

    private static readonly string[] Ports = ["Done", "Done", "Done", "True", "False"];
    private static readonly string[] Modes = ["WaitAll", "WaitAny", "WaitAllActive"];
    private static readonly string[] Ends = ["End", "Break", "Complete", "Finish"];

    private readonly Random _random;
    private int _last;

    private RandomWorkflow(int seed) => _random = new Random(seed);

    /// <summary>The root activity.</summary>
    public static JsonObject Build(int seed) => new RandomWorkflow(seed).Flowchart(0);

    public static JsonObject[] Variables() => [Workflow.Variable("Count", "Int32", "0"), Workflow.Variable("Data"), Workflow.Variable("Name", "String", "n")];

    private JsonObject Flowchart(int depth)
    {
        var id = NextId();
        var nodes = Enumerable.Range(0, _random.Next(1, 8 - depth)).Select(_ => Node(depth + 1)).ToArray();
        var connections = Enumerable.Range(0, nodes.Length + 2).Select(_ => Connection(nodes)).DistinctBy(each => each.ToJsonString());
        return Workflow.Activity(id, "Flowchart", ("activities", new JsonArray([.. nodes])), ("connections", new JsonArray([.. connections])));
    }

    // Mostly forward, so that much is reached and loops stay few.
    private JsonObject Connection(JsonObject[] nodes)
    {
        var source = _random.Next(nodes.Length);
        var target = _random.Next(4) == 0 ? _random.Next(nodes.Length) : Math.Min(nodes.Length - 1, source + _random.Next(1, 3));
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = nodes[source]["id"]!.GetValue<string>(), ["port"] = Ports[_random.Next(Ports.Length)] },
            ["target"] = new JsonObject { ["activity"] = nodes[target]["id"]!.GetValue<string>(), ["port"] = "In" },
        };
    }

    private JsonObject Node(int depth)
    {
        var id = NextId();
        return _random.Next(depth < Deepest ? 22 : 13) switch
        {
            0 or 1 => Workflow.WriteLine(id, Workflow.Script("getCount() + JSON.stringify(getData())")),
            2 or 3 => Workflow.Activity(id, "FlowDecision", ("condition", Workflow.Script("Math.random() < 0.5"))),
            4 or 5 => Workflow.Activity(id, "Event", ("eventName", Workflow.Literal(id)), Result()),
            6 or 7 => Workflow.Activity(id, "FlowJoin", ("mode", Workflow.Literal(Modes[_random.Next(Modes.Length)]))),
            8 => Workflow.Activity(id, "RunJavaScript", ("script", Workflow.Literal("setCount(getCount() + 1); variables.Data = { n: getCount(), list: [1, 'x', null, new Date(0)] }; setOutcomes(['Done', 'True'])"))),
            9 => Workflow.Activity(id, "SetVariable", ("variable", Workflow.Variable("Data")), ("value", Workflow.Script("({ was: getData(), name: getName() + getCount() })"))),
            10 => Workflow.Activity(id, "Delay", ("timeSpan", Workflow.Literal("00:01:00"))),
            11 => _random.Next(3) == 0 ? Workflow.Activity(id, "Fault", ("message", Workflow.Literal(id))) : Workflow.Activity(id, "RunTask", ("taskName", Workflow.Literal(id)), Result()),
            12 => _random.Next(3) == 0 ? Workflow.Activity(id, Ends[_random.Next(Ends.Length)]) : Workflow.WriteLine(id, Workflow.Liquid("{{ Variables.Count }} {{ Variables.Name }}")),
            13 or 14 => Flowchart(depth),
            15 => Workflow.Activity(id, "Sequence", ("activities", Children(depth))),
            16 => Workflow.Activity(id, "Parallel", ("activities", Children(depth))),
            17 => Workflow.Activity(id, "Fork", ("joinMode", _random.Next(2) == 0 ? "WaitAny" : "WaitAll"), ("branches", Children(depth))),
            18 => Workflow.Activity(id, "For", ("start", Workflow.Literal(1)), ("end", Workflow.Literal(3)), ("body", Node(depth + 1))),
            19 => Workflow.Activity(id, _random.Next(2) == 0 ? "ForEach" : "ParallelForEach", ("items", Workflow.Script("['a', { n: 1.5 }]")), ("body", Node(depth + 1))),
            20 => Workflow.Activity(id, "If", ("condition", Workflow.Script("getCount() % 2 == 0")), ("then", Node(depth + 1)), ("else", Node(depth + 1))),
            _ => Workflow.Activity(id, "While", ("condition", Workflow.Script("Math.random() < 0.6")), ("body", Node(depth + 1))),
        };
    }

    private JsonArray Children(int depth) => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Node(depth + 1))];

    private static (string Name, JsonNode? Value) Result() => ("result", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "var-Data" } });

    private string NextId() => "n" + (++_last).ToString(CultureInfo.InvariantCulture);
}
