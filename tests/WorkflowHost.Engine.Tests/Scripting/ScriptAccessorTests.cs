using System.Text.Json.Nodes;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Scripting;

/// <summary>What scripts reach by which name, and when what they set is converted: as stock Elsa does it.</summary>
public sealed class ScriptAccessorTests
{
    [Theory]
    [InlineData("setCount('5'); typeof getCount() + getCount()", "string5")]
    [InlineData("setCount('abc'); variables.Count", "abc")]
    [InlineData("setVariable('Count', 2.5); getCount()", "2.5")]
    public void Script_ReadingWhatItHasSet_SeesItUnconverted(string script, string seen) =>
        Assert.Equal([seen], Lines(WriteLine("line", Script(script))));

    [Theory]
    [InlineData("setCount('5')", "number5")]
    [InlineData("setCount('abc')", "number0")]
    [InlineData("setCount(2.5)", "number2")]
    [InlineData("setCount('x'); variables.Count = '8'", "number8")]
    [InlineData("const v = variables; v.Count = 9", "number9")]
    public void Script_ThatHasEnded_LeavesTheVariableOfItsType(string script, string left) =>
        Assert.Equal([left], Lines(Run(script), WriteLine("line", Script("typeof getCount() + getCount()"))));

    [Fact]
    public void Script_SettingAnObjectAndChangingItThen_KeepsItAsItWasSet() =>
        Assert.Equal(["""{"a":1}"""], Lines(Run("const o = {a: 1}; setData(o); o.b = 2; getData().c = 3"), WriteLine("line", Script("getData()"))));

    [Theory]
    [InlineData("typeof getMy_var", "undefined")]
    [InlineData("typeof variables.my_var", "undefined")]
    [InlineData("getVariable('my_var')", "4")]
    [InlineData("getCorrelationId()", "mine")]
    [InlineData("getkind() + typeof getKind", "phoneundefined")]
    [InlineData("getInput('KIND')", "phone")]
    public void Name_InAScript_IsWhatElsaMakesOfIt(string script, string value) =>
        Assert.Equal([value], Lines(WriteLine("line", Script(script))));

    [Theory]
    [InlineData("getOutputFrom('made')", "out")]
    [InlineData("getOutputFrom('My Script')", "out")]
    [InlineData("getResultFromMyScript()", "out")]
    [InlineData("getOutputFrom('made', 'result') === null", "True")]
    public void Output_OfANeighbour_IsFoundByIdAndName(string script, string value) =>
        Assert.Equal([value], Lines(Named(Run("return 'out'", "made"), "My Script"), WriteLine("line", Script(script))));

    [Theory]
    [InlineData("getOutputFrom('made')")]
    [InlineData("getResultFromMyScript()")]
    public void Output_OfAnActivityOfTheContainerAround_IsAFault(string script)
    {
        var inner = Activity("inner", "Sequence", ("activities", new JsonArray(WriteLine("line", Script(script)))));
        var burst = Start(Program(Sequence(Named(Run("return 'out'", "made"), "My Script"), inner), Variables()));

        Assert.Equal("line", Assert.Single(burst.State.Incidents).ActivityId);
    }

    [Theory]
    [InlineData("""toJson({'<k>': "it's \"中文\""})""", """{"\u003Ck\u003E":"it\u0027s \u0022中文\u0022"}""")]
    [InlineData("toJson(NaN)", "null")]
    [InlineData("getGuidString().length + '/' + (getShortGuid().match(/^[A-Za-z0-9]+$/) ? 'plain' : 'signs')", "36/plain")]
    [InlineData("bytesToString(bytesFromString('客')) + bytesFromString('ab').byteLength", "客2")]
    [InlineData("streamToBase64('abc') + bytesToBase64(streamToBytes('abc'))", "YWJjYWJj")]
    public void Function_OfElsa_Gives(string script, string value) =>
        Assert.Equal([value], Lines(WriteLine("line", Script(script))));

    [Fact]
    public void Date_ThatIsNone_IsAFaultOfTheInput()
    {
        var burst = Start(Program(Sequence(WriteLine("line", Script("new Date('bad')")))));

        Assert.Equal("Failed to evaluate activity input 'Text'", Assert.Single(burst.State.Incidents).Message);
    }

    private static string[] Lines(params JsonObject[] activities)
    {
        var definition = Definition(Sequence(activities), Variables());
        definition["toolVersion"] = "3.7.1";
        definition["inputs"] = new JsonArray(new JsonObject { ["name"] = "kind", ["type"] = "String" });
        return Start(Compile(definition).Program!, new JsonObject { ["kind"] = "phone" }).Lines();
    }

    private static JsonObject Run(string script, string id = "run") => Activity(id, "RunJavaScript", ("script", Literal(script)));

    private static JsonObject Named(JsonObject activity, string name)
    {
        activity["name"] = name;
        return activity;
    }

    private static JsonObject[] Variables() =>
    [
        Variable("Count", "Int32", "7"),
        Variable("Data"),
        Variable("my_var", "Int32", "4"),
        Variable("CorrelationId", "String", "mine"),
    ];
}
