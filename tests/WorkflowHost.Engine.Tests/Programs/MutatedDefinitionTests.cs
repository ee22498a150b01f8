using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Programs;

/// <summary>A definition bent out of shape gives a program or faults, and a program gives a burst: never an exception.</summary>
public sealed class MutatedDefinitionTests
{
    private const int Rounds = 4000;

    private static readonly JsonNode?[] Oddities =
    [
        null, true, 0, -1.5, 1e300, "", "x", "s", "Elsa.Sequence", "Elsa.Fork", "{", "[1]", "{{ x", "投诉", new JsonArray(), new JsonArray(null, 1), new JsonObject(), new JsonObject { ["expression"] = 1 },
        new JsonObject { ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = 5 } }, new JsonObject { ["id"] = "a", ["type"] = "Elsa.If" },
    ];

    [Fact]
    public void Compile_MutatedDefinition_GivesAProgramOrFaultsAndTheProgramRuns()
    {
        // Another seed tries other mutations; a failure names the seed and the round.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("WORKFLOWHOST_SEED"), out var given) ? given : 20260316;
        var compiler = new ProgramCompiler(ActivityCatalog.Standard());
        var ran = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(seed + round);
            var json = Mutate(Original(), random);
            var exception = Record.Exception(() => ran += Use(compiler, json) ? 1 : 0);
            Assert.True(exception is null, $"seed {seed}, round {round}: {exception}\n{Encoding.UTF8.GetString(json)}");
        }

        Assert.InRange(ran, Rounds / 10, Rounds);
    }

    private static bool Use(ProgramCompiler compiler, byte[] json)
    {
        if (WorkflowDefinition.Read(json, "mutated.json").Definition is not { } definition)
        {
            return false;
        }

        var compilation = compiler.Compile(definition);
        if (compilation.Program is not { } program)
        {
            Assert.NotEmpty(compilation.Faults);
            return false;
        }

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Workflow.Environment() with { Limits = new BurstLimits { Steps = 200, ScriptStatements = 10_000 } });
        var read = WorkflowState.Read(burst.State.ToUtf8Json(), program);
        foreach (var bookmark in read.Bookmarks)
        {
            WorkflowEngine.Run(program, read, new ResumeBookmark(bookmark.Id, 5), Workflow.Environment(1000));
        }

        return true;
    }

    private static byte[] Mutate(JsonObject definition, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var places = Places(definition).ToList();
            var (parent, name, index) = places[random.Next(places.Count)];
            var value = Oddities[random.Next(Oddities.Length)]?.DeepClone();
            switch (parent)
            {
                case JsonObject members when random.Next(4) == 0:
                    members.Remove(name!);
                    break;
                case JsonObject members:
                    members[name!] = value;
                    break;
                case JsonArray elements when random.Next(4) == 0:
                    elements.RemoveAt(index);
                    break;
                case JsonArray elements:
                    elements[index] = value;
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(definition.ToJsonString());
        if (random.Next(20) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                return members.SelectMany(each => Places(each.Value).Prepend((members, each.Key, 0)));
            case JsonArray elements:
                return elements.SelectMany((each, i) => Places(each).Prepend((elements, null, i)));
            default:
                return [];
        }
    }

    private static JsonObject Original()
    {
        var definition = Workflow.Definition(
            Workflow.Flowchart(
                "s-d d.True-js d.False-sw js-j sw.A-j sw.Default-loop loop-j j-e e-d",
                Workflow.Activity("s", "Start"),
                Workflow.Activity("d", "FlowDecision", ("condition", Workflow.Script("getCount() < 2"))),
                Workflow.Activity("js", "RunJavaScript", ("script", Workflow.Literal("setCount(getCount() + 1)")), ("result", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "var-Data" } })),
                Workflow.Activity("sw", "FlowSwitch", ("mode", Workflow.Literal("MatchAny")), ("cases", new JsonArray(new JsonObject { ["label"] = "A", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getCount() > 5" } }))),
                Workflow.Activity("loop", "ForEach", ("items", Workflow.Script("[1,2]")), ("body", Workflow.Sequence(
                    Workflow.WriteLine("w", Workflow.Liquid("{{ Variables.CurrentValue }}")),
                    Workflow.Activity("set", "SetVariable", ("variable", Workflow.Variable("Data")), ("value", Workflow.Input("Object", "[1]")))))),
                Workflow.Activity("j", "FlowJoin", ("mode", Workflow.Literal("WaitAny"))),
                Workflow.Activity("e", "Event", ("eventName", Workflow.Literal("go")))),
            Workflow.Variable("Count", "Int32", "0"),
            Workflow.Variable("Data"));
        definition["inputs"] = new JsonArray(new JsonObject { ["name"] = "Kind", ["type"] = "String" });
        definition["outputs"] = new JsonArray(new JsonObject { ["name"] = "Result", ["type"] = "String" });
        definition["options"] = new JsonObject { ["usableAsActivity"] = false, ["incidentStrategyType"] = null };
        return definition;
    }
}
