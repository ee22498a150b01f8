using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Templates;

public sealed class LiquidExpressionTests
{
    private static readonly JsonObject[] Variables =
    [
        Workflow.Variable("Name", "String", "王小明"),
        Workflow.Variable("Amount", "Decimal", "1200.50"),
        Workflow.Variable("Due", "DateTimeOffset", "2026-03-31T15:59:59+00:00"),
        Workflow.Variable("Tags", "ObjectDictionary", """{"list":["a","b","c"],"nested":{"key":"v"},"empty":[]}"""),
    ];

    [Theory]
    [InlineData("plain { text } %", "plain { text } %")]
    [InlineData("尊敬的{{ Variables.Name }}：", "尊敬的王小明：")]
    [InlineData("{{ Variables.Amount | round: 1 }}", "1200.5")]
    [InlineData("{{ Variables.Due | date: '%Y-%m-%d' }}", "2026-03-31")]
    [InlineData("{{ 'now' | date: '%Y' }}", "2026")]
    [InlineData("{{ Variables.Tags.nested.key }}{{ Variables.Tags['nested']['key'] }}{{ Variables.Tags.list[1] }}{{ Variables.Tags.list.size }}", "vvb3")]
    [InlineData("{{ Variables.Nothing }}|{{ Variables.Nothing.deeper | default: 'none' }}", "|none")]
    [InlineData("{{ Input.Kind | upcase }}", "LIFE")]
    [InlineData("{% if Variables.Amount >= 1000 and Input.Kind == 'life' %}big{% elsif Variables.Amount > 10 %}mid{% else %}small{% endif %}", "big")]
    [InlineData("{% unless Variables.Tags.list contains 'z' %}no z{% endunless %}", "no z")]
    [InlineData("{% case Input.Kind %}{% when 'car', 'home' %}1{% when 'life' or 'health' %}2{% else %}3{% endcase %}", "2")]
    [InlineData("{% for t in Variables.Tags.empty %}{{ t }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% assign x = Variables.Name | append: '先生' %}{{ x }}", "王小明先生")]
    [InlineData("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}")]
    public void Liquid_InAnInput_Renders(string template, string expected) =>
        Assert.Equal(expected, Workflow.LineOf(Workflow.Liquid(template), new JsonObject { ["Kind"] = "life" }, [.. Variables.Select(each => (JsonObject)each.DeepClone())]));

    [Theory]
    [InlineData("ok\n  {{ Variables.X | }}", "line 2, column")]
    [InlineData("{% if a %}", "line 1, column")]
    [InlineData("{{ a | nosuch }}", "no Liquid filter 'nosuch'")]
    public void Liquid_ThatDoesNotParse_IsAFaultOfTheActivity(string template, string part)
    {
        var fault = Assert.Single(Workflow.Compile(Workflow.Definition(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Liquid(template))))).Faults);
        Assert.Equal(DefinitionFaultCodes.ExpressionSyntax, fault.Code);
        Assert.Equal("line", fault.ActivityId);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }
}
