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
    [InlineData("{% tablerow i in (1..2) %}{{ i }}{% endtablerow %}", "The tag tablerow isn't known")]
    [InlineData("{% include 'letter' %}", "The tag include isn't known")]
    public void Liquid_ThatDoesNotParse_IsAFaultOfTheActivity(string template, string part)
    {
        var fault = Assert.Single(Workflow.Compile(Workflow.Definition(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Liquid(template))))).Faults);
        Assert.Equal(DefinitionFaultCodes.ExpressionSyntax, fault.Code);
        Assert.Equal("line", fault.ActivityId);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Each row was compared with stock Elsa 3.7.1, whose odd rules hold: existing texts rely on them.</summary>
    [Theory]
    [InlineData("{% if '' %}t{% else %}f{% endif %}{% if 0 %}t{% else %}f{% endif %}{% if Variables.Nothing %}t{% else %}f{% endif %}", "ttf")]
    [InlineData("{% if 7 == '7' %}t{% else %}f{% endif %}{% if '7' == 7 %}t{% else %}f{% endif %}{% if true == 1 %}t{% else %}f{% endif %}", "tft")]
    [InlineData("{% if '10' > '9' %}t{% else %}f{% endif %}{% if nil >= nil %}t{% else %}f{% endif %}{% if 1 < nil %}t{% else %}f{% endif %}", "ftf")]
    [InlineData("{% if ' ' == blank %}t{% endif %}{% if '' == empty %}t{% endif %}{% if Variables.Nothing == empty %}t{% else %}f{% endif %}{% if false == blank %}t{% else %}f{% endif %}", "ttff")]
    [InlineData("{% if Variables.Name startswith '王' and Variables.Name endswith '明' %}t{% endif %}{% if 'Abc' contains 'b' %}t{% endif %}{% if 'Abc' contains 'B' %}t{% else %}f{% endif %}", "ttf")]
    [InlineData("{% assign big = Variables.Amount > 1000 %}{% if big %}t{% endif %}{{ big }}{{ 1 == 2 | upcase }}", "t1200.5FALSE")]
    [InlineData("{% case 7 %}{% when 1, 7 %}x{% when 7 %}y{% else %}z{% endcase %}", "xy")]
    [InlineData("{{ 2.0 }}|{{ 2.10 }}|{{ 2.50 | append: 'x' }}|{{ 5 | times: 2.0 }}", "2.0|2.1|2.50x|10.0")]
    [InlineData("{{ 2.5 | round }}|{{ 3.5 | round }}|{{ 7 | divided_by: 2 }}|{{ -7 | divided_by: 2 }}|{{ 7 | divided_by: 2.0 }}", "2|4|3|-4|3.5")]
    [InlineData("{{ '5' | plus: '6' }}|{{ 'x' | plus: 1 }}|{{ true | plus: 1 }}|{{ 'x' | abs }}", "11|1|2|0")]
    [InlineData("{{ 'a,b,,c' | split: ',' | join: '-' }}|{{ 'abc' | first }}|{{ 'abc' | reverse | join }}|{{ 7 | size }}", "a-b-c|a|cba|")]
    [InlineData("{{ 'hello wide-world' | capitalize }}|{{ 'aXbX' | replace_first: 'X', '-' }}|{{ 'aXbX' | remove_last: 'X' }}", "Hello Wide-World|a-bX|aXb")]
    [InlineData("{{ ' ' | default: 'd' }}|{{ '' | default: 'd' }}|{{ false | default: 'd' }}|{{ false | default: 'd', allow_false: true }}", " |d|d|false")]
    [InlineData("{{ 'ü中' | base64_encode | base64_decode }}|{{ 5 | base64 }}|{{ Variables.Tags | keys | join: ',' }}|{{ 'abc' | sha256 | size }}", "ü中|NQ==|list,nested,empty|64")]
    [InlineData("{{ 'a\"中' | json }}|{{ '<p>a</p>' | strip_html }}|{{ 'a+b' | url_decode }}|{{ '&lt; <' | escape_once }}", "\"a\\u0022\\u4E2D\"|a|a b|&lt; &lt;")]
    [InlineData("{% for x in (1..6) limit: 2 offset: 1 %}{{ x }}{{ forloop.index }}{{ forloop.last }} {% endfor %}{% for x in (1..6) limit: -2 reversed %}{{ x }}{% endfor %}", "22false 33true 4321")]
    [InlineData("{% for t in Variables.Tags.list limit: 1 %}{{ t }}{% endfor %}{% for t in Variables.Tags.list offset: continue %}-{{ t }}{% endfor %}", "a-b-c")]
    [InlineData("{% for i in (1..2) %}{% for j in (1..2) %}{{ parentloop.index }}{{ j }} {% endfor %}{% endfor %}{{ i }}", "11 12 21 22 ")]
    [InlineData("{% for t in 'one' %}[{{ t }}]{% endfor %}{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}{% increment n %}{% increment n %}{{ n }}", "[one]ab01")]
    [InlineData("{% assign k = 'Name' %}{{ Variables[k] }}|{{ Name }}|{{ Input.kind }}|{{ Kind }}", "王小明||life|")]
    [InlineData("{{ 'a\\nb\\u4e2d' }}{{ 'it\\'s' }}", "a\nb中it's")]
    [InlineData("{{ 'x' | nosuch: 1 | upcase }}", "X")]
    [InlineData("{{ '2024-02-29' | date: '%d.%m.%y %a %j %-m %^b %_d %3d' }}", "29.02.24 Thu 060 2 FEB 29 029")]
    [InlineData("{{ '2024-02-29T12:00:00Z' | time_zone: 'America/New_York' | date: '%H:%M %z' }}|{{ 'next week' | date: '%Y' }}", "07:00 -0500|")]
    public void Liquid_OddRules_AreThoseOfElsa(string template, string expected) =>
        Assert.Equal(expected, Workflow.LineOf(Workflow.Liquid(template), new JsonObject { ["Kind"] = "life" }, [.. Variables.Select(each => (JsonObject)each.DeepClone())]));

    /// <summary>Wanted differences: China's time, numbers by size, sums over objects.</summary>
    [Theory]
    [InlineData("{{ Variables.Due }}|{{ Variables.Due | date: '%F %H:%M %z' }}|{{ '2024-02-29T20:00:00Z' | date: '%F' }}", "2026-03-31 15:59:59Z|2026-03-31 23:59 +0800|2024-03-01")]
    [InlineData("{{ Variables.Numbers.all | sort | join: ',' }}|{{ Variables.Numbers.rows | sum: 'n' }}", "3,20,100|7")]
    public void Liquid_WhereElsaWouldHurt_DiffersOnPurpose(string template, string expected) =>
        Assert.Equal(expected, Workflow.LineOf(Workflow.Liquid(template), null, [.. Variables.Append(Workflow.Variable("Numbers", "ObjectDictionary", """{"all":[100,3,20],"rows":[{"n":3},{"n":4}]}""")).Select(each => (JsonObject)each.DeepClone())]));

    [Fact]
    public void Liquid_WithAnUnknownFilter_RunsAndIsWarnedOf()
    {
        var compiled = Workflow.Compile(Workflow.Definition(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Liquid("{{ 'a' | nosuch }}")))));
        Assert.Empty(compiled.Faults);
        Assert.Contains(compiled.Warnings, warning => warning.ActivityId == "line" && warning.Message.Contains("no Liquid filter 'nosuch'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{ 1 | divided_by: 0 }}")]
    [InlineData("{{ '%%' | base64_decode }}")]
    [InlineData("{{ 'x' | keys }}")]
    public void Liquid_AskedForTheImpossible_FaultsTheActivity(string template)
    {
        var burst = Workflow.Start(Workflow.Program(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Liquid(template)))));
        Assert.Equal("Failed to evaluate activity input 'Text'", Assert.Single(burst.State.Incidents).Message);
    }
}
