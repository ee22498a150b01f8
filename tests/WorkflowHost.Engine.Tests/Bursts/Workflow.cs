using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Tests.Bursts;

/// <summary>Short ways to write definitions and run them.</summary>
internal static class Workflow
{
    public static readonly DateTimeOffset Now = new(2026, 3, 16, 2, 5, 0, TimeSpan.Zero);

    private const string Driver = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";

    public static JsonObject Literal(JsonNode? value) => Input("Literal", value);

    public static JsonObject Script(string value) => Input("JavaScript", value);

    public static JsonObject Liquid(string value) => Input("Liquid", value);

    public static JsonObject Input(string type, JsonNode? value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    public static JsonObject Activity(string id, string type, params (string Name, JsonNode? Value)[] properties)
    {
        var json = new JsonObject { ["id"] = id, ["type"] = type.Contains('.', StringComparison.Ordinal) ? type : "Elsa." + type, ["version"] = 1 };
        foreach (var (name, value) in properties)
        {
            json[name] = value;
        }

        return json;
    }

    public static JsonObject WriteLine(string id, JsonObject text) => Activity(id, "WriteLine", ("text", text));

    public static JsonObject Sequence(params JsonObject[] activities) => Activity("sequence", "Sequence", ("activities", new JsonArray([.. activities])));

    /// <param name="connections">Written <c>source.port-target</c>; the port may be left out.</param>
    /// <param name="activities">The nodes.</param>
    public static JsonObject Flowchart(string connections, params JsonObject[] activities) =>
        Activity("flowchart", "Flowchart", ("activities", new JsonArray([.. activities])), ("connections", new JsonArray([.. connections
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(each => each.Split('-'))
            .Select(each => new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = each[0].Split('.')[0], ["port"] = each[0].Split('.').ElementAtOrDefault(1) ?? "Done" },
                ["target"] = new JsonObject { ["activity"] = each[1], ["port"] = "In" },
            })])));

    public static JsonObject Variable(string name, string type = "Object", string? value = null) =>
        new() { ["id"] = "var-" + name, ["name"] = name, ["typeName"] = type, ["isArray"] = false, ["value"] = value, ["storageDriverTypeName"] = Driver };

    public static JsonObject Definition(JsonObject root, params JsonObject[] variables) => new()
    {
        ["id"] = "test.v1",
        ["definitionId"] = "test",
        ["version"] = 1,
        ["variables"] = new JsonArray([.. variables]),
        ["root"] = root,
    };

    public static Compilation Compile(JsonObject definition)
    {
        var reading = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(definition.ToJsonString()));
        return reading.Definition is null
            ? new Compilation(null, reading.Faults)
            : new ProgramCompiler(ActivityCatalog.Standard()).Compile(reading.Definition);
    }

    public static WorkflowProgram Program(JsonObject root, params JsonObject[] variables)
    {
        var compilation = Compile(Definition(root, variables));
        return compilation.Program ?? throw new InvalidOperationException(string.Join('\n', compilation.Faults));
    }

    public static BurstEnvironment Environment(ulong seed = 0) => new() { Now = Now, Ids = new SequentialIdSource(seed) };

    public static Burst Start(WorkflowProgram program, JsonObject? input = null) =>
        WorkflowEngine.Run(program, null, new StartWorkflow(input), Environment());

    public static Burst Then(this Burst burst, WorkflowProgram program, Stimulus stimulus) =>
        WorkflowEngine.Run(program, burst.State, stimulus, Environment(1000));

    public static string[] Lines(this Burst burst) => [.. burst.Effects.OfType<LineWritten>().Select(each => each.Text)];

    public static string LineOf(JsonObject text, JsonObject? input, params JsonObject[] variables)
    {
        var burst = Start(Program(Sequence(WriteLine("line", text)), variables), input);
        Assert.Empty(burst.State.Incidents);
        return Assert.Single(burst.Lines());
    }
}
