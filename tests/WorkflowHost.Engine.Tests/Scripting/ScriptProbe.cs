using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Tests.Bursts;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Tests.Scripting;

/// <summary>Runs something where a script of a workflow stands, and says what came of it: the value with its type, the fault, the variables after it.</summary>
internal static class ScriptProbe
{
    private static readonly JsonObject[] Variables =
    [
        Workflow.Variable("Count", "Int32", "7"),
        Workflow.Variable("name", "String", "王小明"),
        Workflow.Variable("Amount", "Decimal", "1.50"),
        Workflow.Variable("Big", "Int64", "9007199254740993"),
        Workflow.Variable("Flag", "Boolean", "true"),
        Workflow.Variable("None"),
        Workflow.Variable("When", "DateTimeOffset", "2026-01-02T03:04:05+08:00"),
        Workflow.Variable("Customer", "ObjectDictionary", """{"name":"客","age":41.0,"tags":["vip",1,null,true,{"k":"v"}],"toString":"own","__proto__":null,"address":{"city":"上海","zip":null}}"""),
        Workflow.Variable("Tags", "String", """a,b"""),
        Workflow.Variable("List", "Object[]", """["x", 2, null, true, [1], {"n": -0.0, "10": 1, "2": 2}]"""),
        Workflow.Variable("Data"),
    ];

    public static string Outcome(Func<ActivityContext, object?> behaviour)
    {
        var definition = Workflow.Definition(Workflow.Sequence(Workflow.Activity("probe", "Test.Probe")), [.. Variables.Select(each => (JsonObject)each.DeepClone())]);
        definition["inputs"] = new JsonArray(new JsonObject { ["name"] = "kind", ["type"] = "String" });
        object? value = null;
        var catalog = ActivityCatalog.Standard().With(new ActivityRegistration(new ActivityDescriptor("Test.Probe", "Test", "Probe", "Probes."), () => new Probe(context => value = behaviour(context))));
        var program = new ProgramCompiler(catalog).Compile(WorkflowDefinition.Read(Encoding.UTF8.GetBytes(definition.ToJsonString())).Definition!).Program!;
        var start = new StartWorkflow(new JsonObject { ["Kind"] = "phone", ["Score"] = 2.5, ["Detail"] = new JsonObject { ["a"] = 1 } }, "C-1");
        var burst = WorkflowEngine.Run(program, null, start, Workflow.Environment());
        var fault = burst.State.Incidents.Count == 0 ? "" : burst.State.Incidents[0].Message;
        return $"{Text(value)} | {fault} | {burst.State.Variables.ToJsonString()}";
    }

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        double.NaN => "number NaN",
        double number => "number " + BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture) + " " + number.ToString("R", CultureInfo.InvariantCulture),
        JsonNode node => "json " + ValueText.Json(node),
        _ => value.GetType().Name + " " + value,
    };

    private sealed class Probe(Action<ActivityContext> behaviour) : Activity
    {
        protected internal override void Execute(ActivityContext context)
        {
            behaviour(context);
            context.Complete();
        }
    }
}
