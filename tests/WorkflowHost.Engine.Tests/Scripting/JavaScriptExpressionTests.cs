using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Scripting;

public sealed class JavaScriptExpressionTests
{
    [Theory]
    [InlineData("getCount()", "7")]
    [InlineData("return getCount()", "7")]
    [InlineData("variables.Count + 1", "8")]
    [InlineData("getVariable('Count') / 2", "3.5")]
    [InlineData("typeof getCount + typeof getNothing", "functionundefined")]
    [InlineData("getInput('kind')", "phone")]
    [InlineData("getWhen().toISOString()", "2026-01-01T19:04:05.000Z")]
    [InlineData("String(getSpan()) + ' ' + getSpan().TotalDays", "1.12:00:00 1.5")]
    [InlineData("new Date().toISOString() + new Date(2026, 0, 1).getTimezoneOffset()", "2026-03-16T02:05:00.000Z0")]
    [InlineData("typeof Temporal === 'undefined' ? '2026' : Temporal.Now.instant().toString().slice(0, 4)", "2026")]
    [InlineData("DateTime.UtcNow.toISOString() + ' ' + DateTimeOffset.Now.toISOString()", "2026-03-16T02:05:00.000Z 2026-03-16T02:05:00.000Z")]
    [InlineData("Guid.NewGuid().toString().length + typeof Guid.Parse", "36function")]
    [InlineData("new TimeSpan(1, 30, 0).toString() + TimeSpan.FromMinutes(90).TotalHours", "01:30:001.5")]
    [InlineData("typeof require + typeof System + typeof importNamespace + typeof clr", "undefinedundefinedundefinedundefined")]
    [InlineData("eval('getCount()') + new Function('return getCount()')()", "14")]
    [InlineData("globalThis['get' + 'Count']()", "7")]
    [InlineData("toJson({ 名: '客', list: [1, null], d: new Date(0), n: NaN, f() {} })", "{\"名\":\"客\",\"list\":[1,null],\"d\":\"1970-01-01T00:00:00Z\",\"n\":null,\"f\":null}")]
    [InlineData("new Map([[1, 2]])", "{}")]
    [InlineData("new Set([1])", "{}")]
    [InlineData("Symbol('x')", "")]
    [InlineData("try { throw new Error('no') } catch (e) { e }", "Error: no")]
    [InlineData("/ab+c/i", "ab+c")]
    [InlineData("new Float64Array([1.5, 2])", "[1.5,2]")]
    [InlineData("bytesFromString('abc')", "YWJj")]
    [InlineData("const { name, tags: [first] } = getCustomer(); `${name}-${first}`", "王小明-vip")]
    public void Script_InAnInput_Gives(string script, string expected) =>
        Assert.Equal(expected, Workflow.LineOf(Workflow.Script(script), new JsonObject { ["Kind"] = "phone" }, Variables()));

    [Theory]
    [InlineData("let a = {}; a.self = a; return a", "contains itself")]
    [InlineData("let a = {}; for (let i = 0; i < 40; i++) a = { x: a, y: a }; return a", "500000 values")]
    [InlineData("setVariable('Count', 5e9)", "too large or too small for an Int32")]
    [InlineData("TimeSpan.FromDays(1).GetType()", "GetType")]
    [InlineData("getOutputFrom('nobody')", "Activity not found.")]
    [InlineData("throw { code: 7 }", "")]
    public void Script_ThatCannotGiveAValue_IsAnIncidentWithItsCause(string script, string cause)
    {
        var burst = Workflow.Start(Workflow.Program(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Script(script))), Variables()));

        var incident = Assert.Single(burst.State.Incidents);
        Assert.Equal("Failed to evaluate activity input 'Text'", incident.Message);
        Assert.Contains(cause, incident.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("1+", "1", "")]
    [InlineData("if(1)", "1", "")]
    [InlineData("`${", "1", "}`")]
    [InlineData("x=>", "1", "")]
    public void Script_NestedTooDeep_IsAFaultOfTheDefinitionOrRuns(string open, string inner, string close)
    {
        var script = string.Concat(Enumerable.Repeat(open, 20_000)) + inner + string.Concat(Enumerable.Repeat(close, 20_000));

        var compilation = Workflow.Compile(Workflow.Definition(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Script(script)))));

        Assert.True(compilation.Program is not null || compilation.Faults.Single().Message.Contains("JavaScript", StringComparison.Ordinal));
    }

    [Fact]
    public void Script_ThatFails_HasChangedNoObject()
    {
        var program = Workflow.Program(
            Workflow.Sequence(Workflow.Activity("js", "RunJavaScript", ("script", Workflow.Literal("getCustomer().name = 'changed'; throw new Error('no')")))),
            Variables());

        Assert.Equal("王小明", Workflow.Start(program).State.Variables["Customer"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void Script_AssigningAnAmbientValue_IsAnIncident()
    {
        var program = Workflow.Program(Workflow.Sequence(Workflow.Activity("js", "RunJavaScript", ("script", Workflow.Literal("setVariable('Case', 1)")))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Workflow.Environment() with { Facet = new CaseFacet() });

        Assert.Contains("can't be assigned", Assert.Single(burst.State.Incidents).Message, StringComparison.Ordinal);
    }

    private static JsonObject[] Variables() =>
    [
        Workflow.Variable("count", "Int32", "1"),
        Workflow.Variable("Count", "Int32", "7"),
        Workflow.Variable("When", "DateTimeOffset", "2026-01-02T03:04:05+08:00"),
        Workflow.Variable("Span", "TimeSpan", "1.12:00:00"),
        Workflow.Variable("Customer", "ObjectDictionary", """{"name":"王小明","tags":["vip"]}"""),
    ];

    private sealed class CaseFacet : BurstFacet
    {
        public override IReadOnlyCollection<string> Names => ["Case"];

        public override bool TryGetValue(string name, out object? value)
        {
            value = null;
            return name == "Case";
        }
    }
}
