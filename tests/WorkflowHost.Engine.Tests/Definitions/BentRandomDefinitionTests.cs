using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Definitions;

/// <summary>
/// Random definitions of every activity, bent out of shape, give a program or faults, and a program gives bursts, whatever resumes it: never an
/// exception. The corpus of real definitions is bent in <see cref="Fuzz.FuzzTests"/>.
/// </summary>
public sealed class BentRandomDefinitionTests
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("WORKFLOWHOST_ROUNDS"), out var rounds) ? rounds : 2000;

    private static readonly JsonNode?[] Oddities =
    [
        null, true, 0, -1.5, 1e300, "", "x", "s", "Elsa.Sequence", "Elsa.Fork", "{", "[1]", "{{ x", "投诉", new JsonArray(), new JsonArray(null, 1), new JsonObject(), new JsonObject { ["expression"] = 1 },
        new JsonObject { ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = 5 } }, new JsonObject { ["id"] = "a", ["type"] = "Elsa.If" },
    ];

    // What hands itself to a waiting activity: nothing of use, a reply, a request, the end of a child.
    private static readonly JsonNode?[] Inputs =
    [
        5, null, new JsonObject(), new JsonArray(1), new JsonObject { ["StatusCode"] = 200, ["Headers"] = 1, ["Content"] = "{", ["ContentType"] = "application/json" },
        new JsonObject { ["Failure"] = "Timeout" }, new JsonObject { ["Files"] = new JsonArray(1, null, new JsonObject()), ["ContentLength"] = "x" },
        new JsonObject { ["WorkflowInstanceId"] = "c", ["WorkflowSubStatus"] = "Faulted", ["WorkflowOutput"] = 1 },
    ];

    [Fact]
    public void Compile_BentRandomDefinition_GivesAProgramOrFaultsAndTheProgramRuns()
    {
        // Another seed tries other definitions; a failure names the seed and the round.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("WORKFLOWHOST_SEED"), out var given) ? given : 20260316;
        var child = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(Child().ToJsonString())).Definition!;
        var compiler = new ProgramCompiler(ActivityCatalog.Standard()) { Workflows = WorkflowLibrary.Of([child]) };
        var ran = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(seed + round);
            var json = Bend(new RandomDefinition(seed + round).Create(), random);
            var exception = Record.Exception(() => ran += Use(compiler, json) ? 1 : 0);
            Assert.True(exception is null, $"seed {seed}, round {round}: {exception}\n{Encoding.UTF8.GetString(json)}");
        }

        Assert.InRange(ran, Rounds / 50, Rounds);
    }

    private static bool Use(ProgramCompiler compiler, byte[] json)
    {
        if (WorkflowDefinition.Read(json, "bent.json").Definition is not { } definition)
        {
            return false;
        }

        _ = CanonicalForm.Of(new CompleteForm(type => compiler.Catalog.Find(type) is not null).Of(definition.Document));
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
            foreach (var input in Inputs)
            {
                WorkflowEngine.Run(program, read, new ResumeBookmark(bookmark.Id, input), Workflow.Environment(1000));
            }
        }

        foreach (var trigger in program.Triggers)
        {
            WorkflowEngine.Run(program, null, new StartWorkflow(TriggerActivityId: trigger.ActivityId) { TriggerInput = Inputs[^2] }, Workflow.Environment(2000));
        }

        return true;
    }

    private static byte[] Bend(JsonObject definition, Random random)
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

    private static JsonObject Child()
    {
        var definition = Workflow.Definition(Workflow.Sequence(Workflow.WriteLine("child-line", Workflow.Script("getInput('Name')"))));
        definition["name"] = "check up";
        definition["inputs"] = new JsonArray(new JsonObject { ["name"] = "Name", ["type"] = "String" });
        definition["options"] = new JsonObject { ["usableAsActivity"] = true };
        return definition;
    }
}
