using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Programs;

public sealed class ProgramCompilerTests
{
    private const string ManyMistakes = """
        {
          "id": "v1", "definitionId": "d", "version": 1,
          "variables": [
            { "id": "a", "name": "A", "typeName": "DateOnly" },
            { "id": "b", "name": "B", "typeName": "Int32", "value": 5 }
          ],
          "root": {
            "id": "fc", "type": "Elsa.Flowchart",
            "activities": [
              { "id": "one", "type": "Elsa.WriteLine", "name": "One",
                "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "let a = = 1" } } },
              { "id": "one", "type": "Elsa.WriteLine" },
              { "type": "Elsa.WriteLine" },
              { "id": "two", "type": "Elsa.WriteLine", "text": { "expression": { "type": "CSharp", "value": "1+1" } } },
              { "id": "three", "type": "Acme.Unknown" }
            ],
            "connections": [
              { "source": { "activity": "one" }, "target": { "activity": "gone" } },
              { "source": "one" }
            ]
          }
        }
        """;

    [Fact]
    public void Compile_DefinitionWithManyMistakes_ReportsEveryOneWithItsPlace()
    {
        var compilation = Compile(ManyMistakes);

        Assert.Null(compilation.Program);
        Assert.Equal(
            [
                (DefinitionFaultCodes.VariableType, "$.variables[0].typeName", 4, null),
                (DefinitionFaultCodes.VariableInvalid, "$.variables[1].value", 5, null),
                (DefinitionFaultCodes.ExpressionSyntax, "$.root.activities[0].text.expression.value", 11, "one"),
                (DefinitionFaultCodes.ActivityDuplicate, "$.root.activities[1].id", 12, "one"),
                (DefinitionFaultCodes.ActivityMissing, "$.root.activities[2]", 13, null),
                (DefinitionFaultCodes.ExpressionType, "$.root.activities[3].text.expression.type", 14, "two"),
                (DefinitionFaultCodes.ConnectionInvalid, "$.root.connections[1]", 19, "fc"),
            ],
            compilation.Faults.Select(each => (each.Code, each.Path, each.Line ?? 0, each.ActivityId)));
        Assert.Contains(compilation.Warnings, each => each.Code == DefinitionFaultCodes.ActivityUnknown && each.ActivityId == "three");
        Assert.Contains(compilation.Warnings, each => each.Code == DefinitionFaultCodes.ConnectionDangling && each.Line == 18);
        Assert.Contains(compilation.Faults, each => each.ActivityName == "One" && each.Message.StartsWith("JavaScript line 1, column 9", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", DefinitionFaultCodes.JsonSyntax)]
    [InlineData("{\n \"a\": ]", DefinitionFaultCodes.JsonSyntax)]
    [InlineData("""{"a":1,"a":2}""", DefinitionFaultCodes.JsonSyntax)]
    [InlineData("""{"a":"\ud800"}""", DefinitionFaultCodes.JsonSyntax)]
    [InlineData("[]", DefinitionFaultCodes.JsonShape)]
    [InlineData("""{"id":"1","definitionId":"d"}""", DefinitionFaultCodes.DefinitionMissing)]
    [InlineData("""{"id":"1","definitionId":"d","root":[]}""", DefinitionFaultCodes.DefinitionMissing)]
    public void Read_TextThatIsNoDefinition_IsAFault(string json, string code) =>
        Assert.Contains(WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json)).Faults, each => each.Code == code);

    [Fact]
    public void Read_BrokenJson_NamesLineAndColumn()
    {
        var fault = Assert.Single(WorkflowDefinition.Read("{\n  \"a\": ]\n}"u8).Faults);
        Assert.Equal((2, 8), (fault.Line, fault.Column));
    }

    [Fact]
    public void ToUtf8Json_DefinitionWithUnknownFields_KeepsThemAndTheirOrder()
    {
        const string json = """{"id":"1","zeta":{"投诉":[1,2.50]},"definitionId":"d","root":{"id":"r","type":"Acme.Unknown","foo":null}}""";
        var definition = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json)).Definition!;

        Assert.Equal(json, JsonNode.Parse(definition.ToUtf8Json())!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void Compile_WorkflowThatContainsItself_IsAFault()
    {
        var json = Workflow.Definition(Workflow.Sequence(new JsonObject { ["id"] = "again", ["type"] = "OwnSelf" }));
        json["name"] = "own self";
        json["options"] = new JsonObject { ["usableAsActivity"] = true };
        var definition = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json.ToJsonString())).Definition!;
        var compiler = new ProgramCompiler(ActivityCatalog.Standard())
        {
            Workflows = WorkflowLibrary.Of([definition]),
        };

        Assert.Contains(compiler.Compile(definition).Faults, each => each.Code == DefinitionFaultCodes.WorkflowRecursive);
    }

    [Fact]
    public void Compile_OneIdThreeTimes_ReportsBothRepetitions()
    {
        var same = Workflow.WriteLine("same", Workflow.Literal("x"));

        var compilation = Workflow.Compile(Workflow.Definition(Workflow.Sequence(same, (JsonObject)same.DeepClone(), (JsonObject)same.DeepClone())));

        Assert.Null(compilation.Program);
        Assert.Equal([DefinitionFaultCodes.ActivityDuplicate, DefinitionFaultCodes.ActivityDuplicate], compilation.Faults.Select(each => each.Code));
    }

    [Fact]
    public void Catalog_Standard_DescribesEveryTypeOnce()
    {
        var descriptors = ActivityCatalog.Standard().Descriptors;

        Assert.Equal(42, descriptors.Count);
        Assert.All(descriptors, each => Assert.StartsWith("Elsa.", each.TypeName, StringComparison.Ordinal));
        Assert.All(
            descriptors.SelectMany(each => new[] { each.Category, each.DisplayName, each.Description }),
            each => Assert.False(string.IsNullOrWhiteSpace(each.English) || string.IsNullOrWhiteSpace(each.Chinese)));
    }

    private static Compilation Compile(string json) =>
        new ProgramCompiler(ActivityCatalog.Standard()).Compile(WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json)).Definition!);
}
