using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Journeys;

namespace WorkflowHost.Bench.EngineRuns;

/// <summary>The workflows that the engine alone is measured with.</summary>
internal static class RunDefinitions
{
    public const int Steps = 10;

    /// <summary>A script of the kind people write; it needs nothing of JavaScript but its operators.</summary>
    public const string PlainScript = "'Dear ' + getName() + ', amount ' + (getAmount() * 2 + 1) + (getAmount() > 5 ? ' (large)' : '')";

    /// <summary>A script that needs the whole language.</summary>
    public const string FullScript = "[3, 1, 2].map(x => x * getAmount()).sort().join('-') + getName().toUpperCase()";

    private const string Driver = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";

    // The way a complaint goes if all goes well.
    private static readonly HashSet<string> MainPorts = new(StringComparer.Ordinal)
    {
        "Done", "True", "registered", "analysed", "agreed", "executed", "accepted", "done", "closed", "decided", "approved", "Successful",
    };

    /// <summary>Ten lines written, one after another.</summary>
    public static WorkflowProgram TenSteps() => Sequence(i => WriteLine(i, "Literal", $"step {i}"));

    /// <summary>Ten lines written, each made by a script.</summary>
    public static WorkflowProgram TenScripts(string script) => Sequence(i => WriteLine(i, "JavaScript", script));

    /// <summary>A loop of so many rounds; its condition and its body are scripts.</summary>
    public static WorkflowProgram Loop(int rounds) => Compile(new JsonObject
    {
        ["id"] = "loop",
        ["type"] = "Elsa.While",
        ["condition"] = Input("JavaScript", $"getAmount() < {rounds}"),
        ["body"] = new JsonObject
        {
            ["id"] = "count",
            ["type"] = "Elsa.SetVariable",
            ["variable"] = Variable("Amount", "Int32", "0"),
            ["value"] = Input("JavaScript", "getAmount() + 1"),
        },
    });

    /// <summary>The shipped complaint with every activity of the SOP replaced: people, events and clocks by events, the rest by lines.</summary>
    public static WorkflowProgram ComplaintShape()
    {
        var root = (JsonObject)JsonNode.Parse(File.ReadAllBytes(Path.Combine(Checkout.Workflows, $"{ComplaintStory.DefinitionId}.json")))!["root"]!.DeepClone();
        root["activities"] = new JsonArray([.. ((JsonArray)root["activities"]!).Select(each => Plain((JsonObject)each!))]);
        foreach (var source in ((JsonArray)root["connections"]!).Select(each => (JsonObject)each!["source"]!))
        {
            var port = source["port"]!.GetValue<string>();
            source["port"] = MainPorts.Contains(port) && port != "True" ? "Done" : port;
        }

        return Compile(root);
    }

    private static JsonObject Plain(JsonObject activity)
    {
        var id = activity["id"]!.GetValue<string>();
        return activity["type"]!.GetValue<string>() switch
        {
            "Elsa.FlowDecision" => new JsonObject { ["id"] = id, ["type"] = "Elsa.FlowDecision", ["condition"] = Input("Literal", true) },
            "Elsa.Finish" => new JsonObject { ["id"] = id, ["type"] = "Elsa.Finish" },
            "Sop.HumanTask" or "Sop.CaseEvent" or "Sop.AwaitClock" or "Sop.PlanRevisit" => new JsonObject { ["id"] = id, ["type"] = "Elsa.Event", ["eventName"] = Input("Literal", id) },
            _ => new JsonObject { ["id"] = id, ["type"] = "Elsa.WriteLine", ["text"] = Input("Literal", id) },
        };
    }

    private static WorkflowProgram Sequence(Func<int, JsonObject> step) => Compile(new JsonObject
    {
        ["id"] = "sequence",
        ["type"] = "Elsa.Sequence",
        ["activities"] = new JsonArray([.. Enumerable.Range(0, Steps).Select(step)]),
    });

    private static JsonObject WriteLine(int number, string expression, string text) => new()
    {
        ["id"] = $"line{number}",
        ["type"] = "Elsa.WriteLine",
        ["text"] = Input(expression, text),
    };

    private static JsonObject Input(string type, JsonNode value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static JsonObject Variable(string name, string type, string value) =>
        new() { ["id"] = name, ["name"] = name, ["typeName"] = type, ["value"] = value, ["storageDriverTypeName"] = Driver };

    private static WorkflowProgram Compile(JsonObject root)
    {
        var definition = new JsonObject
        {
            ["id"] = "bench.v1",
            ["definitionId"] = "bench",
            ["version"] = 1,
            ["variables"] = new JsonArray(Variable("Name", "String", "王小明"), Variable("Amount", "Int32", "0")),
            ["root"] = root,
        };
        var reading = WorkflowDefinition.Read(System.Text.Encoding.UTF8.GetBytes(definition.ToJsonString()), "bench.json");
        var compilation = reading.Definition is { } read ? new ProgramCompiler(ActivityCatalog.Standard()).Compile(read) : null;
        return compilation?.Program ?? throw new InvalidOperationException(string.Join('\n', reading.Faults.Concat(compilation?.Faults ?? [])));
    }
}
