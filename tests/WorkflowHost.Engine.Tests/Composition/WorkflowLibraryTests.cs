using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Composition;

public sealed class WorkflowLibraryTests
{
    private static readonly WorkflowLibrary Library = WorkflowLibrary.Of([Child(2), Child(1), Child(3), Child(9, usable: false)]);

    [Theory]
    [InlineData("claim check-up", "ClaimCheckUp")]
    [InlineData("Already", "Already")]
    [InlineData("理赔 a_b", "理赔AB")]
    public void TypeNameOf_NameOfAWorkflow_IsPascalCase(string name, string type)
    {
        var json = Definition(Sequence());
        json["name"] = name;

        Assert.Equal(type, WorkflowLibrary.TypeNameOf(Read(json)));
    }

    [Theory]
    [InlineData("""{"version":1}""", "v1", 0)]
    [InlineData("""{"version":2}""", "v2", 0)]
    [InlineData("""{}""", "v3", 0)]
    [InlineData("""{"version":1,"workflowDefinitionVersionId":"child.v2"}""", "v2", 0)]
    [InlineData("""{"version":7}""", "v3", 1)]
    [InlineData("""{"version":2,"workflowDefinitionVersionId":"gone"}""", "v2", 1)]
    [InlineData("""{"type":"RenamedSince","version":2,"workflowDefinitionId":"child"}""", "v2", 0)]
    public void Compile_WorkflowUsedAsActivity_RunsTheVersionItNamesElseTheHighest(string uses, string line, int warnings)
    {
        var activity = (JsonObject)JsonNode.Parse(uses)!;
        activity["id"] = "use";
        activity["type"] ??= "CheckUp";

        var compilation = new ProgramCompiler(ActivityCatalog.Standard()) { Workflows = Library }.Compile(Read(Definition(Sequence(activity))));

        Assert.Equal([line + " 7"], Start(compilation.Program!, new JsonObject()).Lines().Select(each => each.Replace("null", "7", StringComparison.Ordinal)));
        Assert.Equal(warnings, compilation.Warnings.Count(each => each.Code == DefinitionFaultCodes.WorkflowVersion));
    }

    [Fact]
    public void Compile_InputNamedLikeAPropertyOfActivities_IsReadUnderAnUnderscore()
    {
        var activity = new JsonObject { ["id"] = "use", ["type"] = "CheckUp", ["name"] = "Use", ["_Name"] = Literal("7") };

        var program = new ProgramCompiler(ActivityCatalog.Standard()) { Workflows = Library }.Compile(Read(Definition(Sequence(activity)))).Program!;

        Assert.Equal(["v3 7"], Start(program).Lines());
    }

    [Theory]
    [InlineData("String", true, """["a","b"]""", "a b")]
    [InlineData("String[]", false, """["a","b"]""", "a b")]
    [InlineData("Int32", true, """["1", 2.5]""", "1 2")]
    public void Compile_InputThatIsAList_IsAListWithin(string type, bool isArray, string json, string expected)
    {
        var library = WorkflowLibrary.Of([ChildWithItems(type, isArray)]);

        Assert.Equal(expected.Split(' '), Start(UserOf(library, Script(json))).Lines());
        Assert.EndsWith("[]", library.Descriptors[0].Inputs[0].TypeName, StringComparison.Ordinal);
    }

    /// <summary>Worded as stock Elsa 3.7.1 does, which was run.</summary>
    [Theory]
    [InlineData("Decimal", false)]
    [InlineData("Int32", true)]
    public void Start_InputThatCannotBeConverted_IsAnIncidentThatNamesIt(string type, bool isArray)
    {
        var library = WorkflowLibrary.Of([ChildWithItems(type, isArray)]);

        var incident = Assert.Single(Start(UserOf(library, Literal("""["p","q"]"""))).State.Incidents);

        Assert.Equal(("use", "Failed to evaluate activity input 'Items'"), (incident.ActivityId, incident.Message));
        Assert.NotNull(incident.Cause);
    }

    [Fact]
    public void Descriptors_OfALibrary_ShowInputsOutputsAndOutcomesOfEachVersion()
    {
        Assert.Equal([1, 2, 3], Library.Descriptors.Select(each => each.Version));
        Assert.Equal([false, false, true], Library.Descriptors.Select(each => each.IsBrowsable));
        var descriptor = Library.Descriptors[2];
        Assert.Equal(("CheckUp", "核保", "check up"), (descriptor.TypeName, descriptor.Category.English, descriptor.DisplayName.English));
        Assert.Equal(("_Name", "String", "被保险人"), (descriptor.Inputs[0].Name, descriptor.Inputs[0].TypeName, descriptor.Inputs[0].DisplayName.English));
        Assert.Equal(("Total", "Decimal[]"), (descriptor.Outputs[0].Name, descriptor.Outputs[0].TypeName));
        Assert.Equal(["Passed", "Failed"], descriptor.Ports.Select(each => each.Name));
        Assert.Equal("child.v3", descriptor.ConstructionProperties["WorkflowDefinitionVersionId"]);
    }

    private static WorkflowDefinition ChildWithItems(string type, bool isArray)
    {
        var child = Definition(Activity("each", "ForEach", ("items", Script("getItems()")), ("body", WriteLine("line", Script("getCurrentValue()")))));
        child["name"] = "check up";
        child["inputs"] = new JsonArray(new JsonObject { ["name"] = "Items", ["type"] = type, ["isArray"] = isArray });
        child["options"] = new JsonObject { ["usableAsActivity"] = true };
        return Read(child);
    }

    private static WorkflowProgram UserOf(WorkflowLibrary library, JsonObject items)
    {
        var user = Definition(Sequence(new JsonObject { ["id"] = "use", ["type"] = "CheckUp", ["items"] = items }));
        user["definitionId"] = "user";
        return new ProgramCompiler(ActivityCatalog.Standard()) { Workflows = library }.Compile(Read(user)).Program!;
    }

    private static WorkflowDefinition Child(int version, bool usable = true)
    {
        var json = Definition(Sequence(WriteLine("line", Script($"'v{version} ' + getInput('Name')"))));
        json["id"] = "child.v" + version;
        json["definitionId"] = "child";
        json["version"] = version;
        json["name"] = "check up";
        json["inputs"] = new JsonArray(new JsonObject { ["name"] = "Name", ["type"] = "String", ["displayName"] = "被保险人" });
        json["outputs"] = new JsonArray(new JsonObject { ["name"] = "Total", ["type"] = "Decimal", ["isArray"] = true });
        json["outcomes"] = new JsonArray("Passed", "Failed");
        json["options"] = new JsonObject { ["usableAsActivity"] = usable, ["activityCategory"] = "核保" };
        return Read(json);
    }

    private static WorkflowDefinition Read(JsonObject json) => WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json.ToJsonString())).Definition!;
}
