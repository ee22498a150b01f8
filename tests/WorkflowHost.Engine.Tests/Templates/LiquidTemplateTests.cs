using System.Text.Json.Nodes;
using WorkflowHost.Engine.Templates;

namespace WorkflowHost.Engine.Tests.Templates;

public sealed class LiquidTemplateTests
{
    private static readonly JsonObject Facts = JsonNode.Parse("""
        {
          "name": "王建国", "amount": 1234.5, "due": "2026-10-14T23:59:59+08:00", "utc": "2026-10-14T16:30:00Z", "day": "2026-03-05",
          "ok": true, "no": false, "empty": "", "codes": ["a", "b"], "steps": [{ "action": "道歉" }, { "action": "赔付" }], "n": 3
        }
        """)!.AsObject();

    private static string Render(string text)
    {
        var (template, error) = LiquidTemplate.Parse(text);
        Assert.Null(error);
        return template!.Render(Facts, new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.FromHours(8)));
    }

    [Theory]
    [InlineData("尊敬的{{ name }}：", "尊敬的王建国：")]
    [InlineData("{{ nothing }}", "")]
    [InlineData("{{ nothing | default: '客户' }}", "客户")]
    [InlineData("{{ nothing | default: name }}", "王建国")]
    [InlineData("{{ due | date: '%Y年%m月%d日 %H:%M' }}", "2026年10月14日 23:59")]
    [InlineData("{{ utc | date: '%Y-%m-%d' }}", "2026-10-15")]
    [InlineData("{{ day | date: '%Y年%-m月%-d日' }}", "2026年3月5日")]
    [InlineData("{{ 'now' | date: '%F' }}", "2026-11-24")]
    [InlineData("{{ amount | money }}元", "1,234.50元")]
    [InlineData("{{ amount | times: 2 | minus: 1 }}", "2468")]
    [InlineData("{{ amount | round: 99 }}{{ name | truncate: 9999999999 }}", "1234.5王建国")]
    [InlineData("{{ codes | join: '、' }}，共{{ codes.size }}项", "a、b，共2项")]
    [InlineData("{{ steps[1].action }}{{ steps.first.action }}", "赔付道歉")]
    [InlineData("{% if ok and n > 2 %}A{% else %}B{% endif %}", "A")]
    [InlineData("{% if no %}A{% elsif n == 3 %}B{% else %}C{% endif %}", "B")]
    [InlineData("{% if empty %}A{% endif %}{% unless empty %}B{% endunless %}", "B")]
    [InlineData("{% if nothing == blank %}A{% endif %}", "A")]
    [InlineData("{% if codes contains 'b' or no %}A{% endif %}", "A")]
    [InlineData("{% case n %}{% when 1, 2 %}A{% when 3 %}B{% else %}C{% endcase %}", "B")]
    [InlineData("{% for step in steps %}{{ forloop.index }}.{{ step.action }}{% unless forloop.last %}；{% endunless %}{% endfor %}", "1.道歉；2.赔付")]
    [InlineData("{% for x in nothing %}A{% else %}无{% endfor %}", "无")]
    [InlineData("{% assign total = n | plus: 1 %}{{ total }}", "4")]
    [InlineData("a{%- if ok %} b {%- endif -%} c", "a bc")]
    [InlineData("{% comment %}{{ broken {% endcomment %}x{% raw %}{{ name }}{% endraw %}", "x{{ name }}")]
    [InlineData("100% {不是标签}", "100% {不是标签}")]
    [InlineData("{% for c in codes reversed limit: 1 %}{{ c }}{% endfor %}{% for s in steps offset: 1 %}{{ s.action }}{% endfor %}", "a赔付")]
    [InlineData("{% for i in (1..n) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}{% for i in (1..9) %}{% if i > 2 %}{% break %}{% endif %}{{ i }}{% endfor %}!", "1312!")]
    [InlineData("{% for i in (1..2) %}{% for j in (1..3) %}{% if j == 2 %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{% endfor %}", "11 21 ")]
    [InlineData("{% capture c %}<{{ name }}>{% endcapture %}{{ c }}{{ c.size }}{% echo n %}", "<王建国>3")]
    [InlineData("a {%- comment %} {{ hidden }} {% endcomment -%} b", "ab")]
    [InlineData("{{ 'b,a,b' | split: ',' | sort | uniq | reverse | join: '-' }}", "b-a")]
    [InlineData("{{ steps | map: 'action' | join: '、' }}{{ steps | where: 'action', '赔付' | size }}", "道歉、赔付1")]
    [InlineData("{{ -1.5 | abs }}{{ 1.2 | ceil }}{{ 7 | modulo: 4 }}{{ n | at_least: 5 }}", "1.5235")]
    [InlineData("{{ name | slice: 1, 2 }}{{ name | slice: -1 }}{{ '<b>' | escape }}{{ codes | json }}", "建国国&lt;b&gt;[\"a\",\"b\"]")]
    [InlineData("{% if nothing == empty %}A{% endif %}{% assign none = '' | split: 'x' | compact %}{% if codes != empty %}B{% endif %}", "AB")]
    public void Render_Text_GivesWhatLiquidGives(string text, string expected) => Assert.Equal(expected, Render(text));

    [Theory]
    [InlineData("好\n{{ name", "line 2, column 1: {{ is never closed with }}.")]
    [InlineData("{% if name %}x", "line 1, column 14: endif is missing.")]
    [InlineData("{% endif %}", "endif isn't expected here.")]
    [InlineData("{% include 'x' %}", "The tag include isn't known")]
    [InlineData("{{ name | }}", "A filter's name is missing after |.")]
    [InlineData("{{ name name }}", "'name' isn't expected here.")]
    [InlineData("{{ 'open }}", "The quoted text is never closed.")]
    [InlineData("{% for x steps %}{% endfor %}", "A loop is written: for item in list.")]
    public void Parse_BrokenText_SaysWhatAndWhere(string text, string expected)
    {
        var (template, error) = LiquidTemplate.Parse(text);
        Assert.Null(template);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_LoopsWithinLoops_EndInAnErrorInsteadOfNever() =>
        Assert.Throws<InvalidOperationException>(() => Render(
            "{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}"));

    [Fact]
    public void Parse_Text_KnowsWhatItAsksFor()
    {
        var (template, _) = LiquidTemplate.Parse(
            "{{ a | default: b }}{% if c.d == 'x' %}{{ labels.kind }}{% endif %}{% for s in list %}{{ s.x }}{{ forloop.index }}{% endfor %}{% assign t = e %}{{ t | nofilter }}");
        Assert.Equal(["a", "b", "c", "e", "list"], template!.Facts);
        Assert.Equal(["kind"], template.Labels);
        Assert.Equal(["nofilter"], template.UnknownFilters);
    }
}
