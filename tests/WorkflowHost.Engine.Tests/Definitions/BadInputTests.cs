using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Definitions;

public sealed class BadInputTests
{
    [Fact]
    public void Read_MoreBytesThanAllowed_IsRefusedWithTheNumbers()
    {
        var json = Encoding.UTF8.GetBytes(Definition(Sequence()).ToJsonString());

        var fault = Assert.Single(WorkflowDefinition.Read(json, "big.json", new DefinitionLimits { Bytes = 100 }).Faults);

        Assert.Equal((DefinitionFaultCodes.DefinitionSize, "big.json"), (fault.Code, fault.FileName));
        Assert.Contains("100 are allowed", fault.Message, StringComparison.Ordinal);
        Assert.Equal(5 * 1024 * 1024, DefinitionLimits.Default.Bytes);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("{\"id\":\"1\",\"definitionId\":\"d\",\"root\":{\"id\":\"r\",\"type\":\"Elsa.Sequence\",\"activities\":[{\"activities\":[", "")]
    public void Read_DepthBomb_IsAFaultOfItsSyntax(string open, string close)
    {
        var json = string.Concat(Enumerable.Repeat(open, 200_000 / open.Length)) + string.Concat(Enumerable.Repeat(close, 1_000));

        Assert.Equal(DefinitionFaultCodes.JsonSyntax, Assert.Single(WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json), "deep.json").Faults).Code);
    }

    [Fact]
    public void Compile_ContainersAsDeepAsJsonAllows_GiveAProgram()
    {
        var root = WriteLine("line", Literal("deep"));
        for (var i = 0; i < 55; i++)
        {
            root = Activity("s" + i, "Sequence", ("activities", new JsonArray(root)));
        }

        Assert.Equal(["deep"], Start(Program(root)).Lines());
    }

    [Theory]
    [InlineData("JavaScript", "(", ")")]
    [InlineData("JavaScript", "[", "]")]
    [InlineData("JavaScript", "!", "")]
    [InlineData("JavaScript", "a?b:", "c")]
    [InlineData("JavaScript", "{", "}")]
    [InlineData("JavaScript", "1+", "1")]
    [InlineData("JavaScript", "f(", ")")]
    [InlineData("JavaScript", "x=>", "1")]
    [InlineData("Liquid", "{% if true %}", "{% endif %}")]
    [InlineData("Liquid", "{{ a[", "] }}")]
    [InlineData("Liquid", "{% for a in b %}", "")]
    public void Compile_ExpressionNestedVeryDeep_GivesAProgramOrAFault(string language, string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 10_000)) + string.Concat(Enumerable.Repeat(close, 10_000));

        var compilation = Compile(Definition(Sequence(WriteLine("line", Input(language, text)))));

        if (compilation.Program is { } program)
        {
            _ = Start(program);
        }
        else
        {
            Assert.Equal((DefinitionFaultCodes.ExpressionSyntax, "line"), (compilation.Faults[0].Code, compilation.Faults[0].ActivityId));
        }
    }

    [Fact]
    public void Start_ObjectThatContainsItself_IsAnIncidentOrAValueButNeverTheEndOfTheHost()
    {
        var program = Program(Sequence(Activity("js", "RunJavaScript", ("script", Literal("const a = {}; a.a = a; setVariable('x', a); return a;")))), Variable("x"));

        var burst = Start(program);

        Assert.Equal("js", Assert.Single(burst.State.Incidents).ActivityId);
        _ = burst.State.ToUtf8Json();
    }

    [Fact]
    public void Compile_MoreActivitiesThanAllowed_IsOneFault()
    {
        var definition = Definition(Sequence([.. Enumerable.Range(0, 20).Select(i => WriteLine("l" + i, Literal("x")))]));
        var compiler = new ProgramCompiler(ActivityCatalog.Standard()) { Limits = new DefinitionLimits { Activities = 10 } };

        var fault = Assert.Single(compiler.Compile(Read(definition)).Faults);

        Assert.Equal((DefinitionFaultCodes.DefinitionSize, "$.root.activities[9]"), (fault.Code, fault.Path));
    }

    [Fact]
    public void Compile_FlowchartAsLargeAsAllowed_GivesAProgram()
    {
        const int nodes = 1_500;
        var random = new Random(7);
        var connections = string.Join(' ', Enumerable.Range(1, nodes - 1).Select(i => $"n{random.Next(Math.Max(0, i - 3), i)}-n{i}"));

        var compilation = Compile(Definition(Flowchart(connections, [.. Enumerable.Range(0, nodes).Select(i => WriteLine("n" + i, Literal("x")))])));

        Assert.Empty(compilation.Faults);
        Assert.Equal(nodes, Start(compilation.Program!).Lines().Length);
    }

    [Fact]
    public void Compile_MoreConnectionsThanAllowed_IsRefused()
    {
        var compiler = new ProgramCompiler(ActivityCatalog.Standard()) { Limits = new DefinitionLimits { Connections = 2 } };
        var definition = Definition(Flowchart("a-b b-a a-a", WriteLine("a", Literal("a")), WriteLine("b", Literal("b"))));

        Assert.Equal("$.root.connections", Assert.Single(compiler.Compile(Read(definition)).Faults).Path);
    }

    [Fact]
    public void Compile_MoreFaultsThanAnybodyReads_ReportsTheFirstAndCountsTheRest()
    {
        var definition = Definition(Sequence([.. Enumerable.Range(0, 12).Select(i => WriteLine("l" + i, Input("CSharp", "1")))]));
        var compiler = new ProgramCompiler(ActivityCatalog.Standard()) { Limits = new DefinitionLimits { Reports = 5 } };

        var faults = compiler.Compile(Read(definition)).Faults;

        Assert.Equal(6, faults.Count);
        Assert.Contains("7 faults more", faults[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root", "[]")]
    [InlineData("root", "\"flow\"")]
    [InlineData("variables", "{}")]
    [InlineData("variables", "[1]")]
    [InlineData("variables", "[{\"name\":1}]")]
    [InlineData("variables", "[{\"name\":\"a\",\"typeName\":\"Int32\",\"value\":{}}]")]
    [InlineData("inputs", "5")]
    [InlineData("inputs", "[{\"name\":null}]")]
    [InlineData("outputs", "[\"a\"]")]
    [InlineData("id", "7")]
    [InlineData("definitionId", "null")]
    [InlineData("options", "{\"activationStrategyType\":\"Nobody\"}")]
    public void Read_PropertyOfTheWrongType_IsAFaultAtItsPath(string property, string value)
    {
        var definition = Definition(Sequence());
        definition[property] = JsonNode.Parse(value);
        var reading = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(definition.ToJsonString()), "wrong.json");

        var faults = reading.Definition is { } read ? new ProgramCompiler(ActivityCatalog.Standard()).Compile(read).Faults : reading.Faults;

        Assert.NotEmpty(faults);
        Assert.All(faults, each => Assert.StartsWith("$." + property, each.Path, StringComparison.Ordinal));
        Assert.All(faults, each => Assert.Equal(("wrong.json", 1), (each.FileName, each.Line)));
    }

    [Theory]
    [InlineData("Flowchart", "activities", "{}")]
    [InlineData("Flowchart", "activities", "[null]")]
    [InlineData("Flowchart", "activities", "[[]]")]
    [InlineData("Flowchart", "connections", "\"a-b\"")]
    [InlineData("Flowchart", "connections", "[{\"source\":{\"activity\":5},\"target\":{}}]")]
    [InlineData("Flowchart", "variables", "\"v\"")]
    [InlineData("If", "then", "\"x\"")]
    [InlineData("If", "condition", "{\"expression\":[]}")]
    [InlineData("If", "condition", "{\"expression\":{\"type\":\"JavaScript\",\"value\":5}}")]
    [InlineData("If", "condition", "{\"expression\":{\"type\":\"Variable\",\"value\":5}}")]
    [InlineData("If", "condition", "{\"expression\":{\"type\":\"Input\",\"value\":{}}}")]
    [InlineData("If", "condition", "{\"expression\":{\"type\":\"Output\",\"value\":[]}}")]
    [InlineData("If", "condition", "{\"expression\":{\"type\":\"Python\",\"value\":\"1\"}}")]
    [InlineData("Switch", "cases", "{}")]
    [InlineData("Switch", "cases", "[1]")]
    [InlineData("Fork", "branches", "5")]
    [InlineData("SetVariable", "variable", "5")]
    [InlineData("SendHttpRequest", "expectedStatusCodes", "5")]
    [InlineData("SendHttpRequest", "expectedStatusCodes", "[{\"statusCode\":1}]")]
    [InlineData("HttpEndpoint", "exposeFileTooLargeOutcome", "5")]
    [InlineData("HttpEndpoint", "path", "\"a//b\"")]
    public void Compile_ActivityPropertyOfTheWrongType_IsAFaultThatNamesIt(string type, string property, string value)
    {
        var compilation = Compile(Definition(Activity("it", type, ("name", "It"), (property, JsonNode.Parse(value)))));

        Assert.Null(compilation.Program);
        Assert.All(compilation.Faults, each => Assert.StartsWith("$.root." + property, each.Path, StringComparison.Ordinal));
        Assert.All(compilation.Faults, each => Assert.Equal(("it", "It", 1), (each.ActivityId, each.ActivityName, each.Line)));
    }

    [Fact]
    public void Compile_WorkflowsThatUseEachOther_NamesTheWholeRing()
    {
        WorkflowDefinition Of(string id, string uses)
        {
            var json = Definition(Sequence(new JsonObject { ["id"] = "use", ["type"] = uses }));
            json["id"] = id;
            json["definitionId"] = id;
            json["name"] = id;
            json["options"] = new JsonObject { ["usableAsActivity"] = true };
            return Read(json);
        }

        var a = Of("a", "B");
        var compiler = new ProgramCompiler(ActivityCatalog.Standard())
        {
            Workflows = WorkflowLibrary.Of([a, Of("b", "C"), Of("c", "A")]),
        };

        Assert.Contains(compiler.Compile(a).Faults, each => each.Message.Contains("a → b → c → a", StringComparison.Ordinal));
    }

    [Fact]
    public void Start_NodesConnectedToNothingKnown_AreSetAsideWithAWarning()
    {
        var compilation = Compile(Definition(Flowchart("a-gone gone-b nowhere-nobody", WriteLine("a", Literal("a")), WriteLine("b", Literal("b")))));

        Assert.Equal(3, compilation.Warnings.Count(each => each.Code == DefinitionFaultCodes.ConnectionDangling));
        Assert.Equal(["a"], Start(compilation.Program!).Lines());
    }

    private static WorkflowDefinition Read(JsonObject definition) => WorkflowDefinition.Read(Encoding.UTF8.GetBytes(definition.ToJsonString())).Definition!;
}
