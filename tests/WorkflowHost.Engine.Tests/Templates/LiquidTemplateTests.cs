using System.Text.Json.Nodes;
using WorkflowHost.Engine.Templates;

namespace WorkflowHost.Engine.Tests.Templates;

public sealed class LiquidTemplateTests
{
    // A text of half the greatest length.
    private const string Long = "{% assign a = 'x' %}{% for i in (1..19) %}{% assign a = a | append: a %}{% endfor %}";

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
    [InlineData("{% capture c %}<{{ name }}>{% endcapture %}{{ c }}{{ c.size }}{% echo n %}", "<王建国>53")]
    [InlineData("a {%- comment %} {{ hidden }} {% endcomment -%} b", "ab")]
    [InlineData("{{ 'b,a,b' | split: ',' | sort | uniq | reverse | join: '-' }}", "b-a")]
    [InlineData("{{ steps | map: 'action' | join: '、' }}{{ steps | where: 'action', '赔付' | size }}", "道歉、赔付1")]
    [InlineData("{{ -1.5 | abs }}{{ 1.2 | ceil }}{{ 7 | modulo: 4 }}{{ n | at_least: 5 }}", "1.5235")]
    [InlineData("{{ name | slice: 1, 2 }}{{ name | slice: -1 }}{{ '<b>' | escape }}{{ codes | json }}", "建国国&lt;b&gt;[\"a\",\"b\"]")]
    [InlineData("{% if nothing == empty %}A{% endif %}{% assign none = '' | split: 'x' | compact %}{% if codes != empty %}B{% endif %}", "AB")]
    [InlineData("{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}{% cycle 'g': 1, 2 %}{% increment k %}{% increment k %}{% decrement m %}", "ab1010")]
    [InlineData("{{ name | truncate: 2 }}|{{ 'abcdef' | truncate: 5 }}|{{ 'a b c' | truncatewords: 2, '' }}", "...|ab...|a b")]
    [InlineData("{{ amount | divided_by: 0 }}{{ '%%' | base64_decode }}{{ 79228162514264337593543950335 | times: 9 }}|", "|")]
    [InlineData("{{ 2.5 | round }}{{ 2.0 }}{{ 7 | divided_by: 2 }}{{ name | plus: 1 }}", "323王建国")]
    [InlineData("{{ 'next week' | date: '%Y' }}{{ day | date: '%y.%e %b' }}", "next week26. 5 Mar")]
    [InlineData("{% if empty %}A{% else %}B{% endif %}{{ '  ' | default: 'C' }}{% for x in empty %}D{% endfor %}", "BC")]
    [InlineData("{% liquid\nassign a = 1\ncomment\n nothing here\nendcomment\necho a\n%}{% # not shown %}", "1")]
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
    public void Parse_AnArgumentGivenTwice_IsRefusedWithItsPlace()
    {
        var (template, error) = LiquidTemplate.Parse("{{ x | default: 'a', allow_false: true, allow_false: true }}");

        Assert.Null(template);
        Assert.Contains("'allow_false' of default is given twice", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_LoopsWithinLoops_EndInAnErrorInsteadOfNever() =>
        Assert.Throws<InvalidOperationException>(() => Render(
            "{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}"));

    [Theory]
    [InlineData("{% assign a = 'x' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}", "longer than")]
    [InlineData("{% assign a = 'x' %}{% for i in (1..20) %}{% assign a = a | append: a %}{% endfor %}{{ a | replace: 'x', a }}", "longer than")]
    [InlineData("{% assign a = 'x' | split: '' %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}", "rounds or elements")]
    [InlineData("{% for i in (1..99999) %}{{ name }}{{ name }}{{ name }}{{ name }}{% endfor %}", "longer than")]
    [InlineData("{% assign b = (1..2000000000) %}", "rounds or elements")]
    [InlineData(Long + "{% assign l = a | split: '|' %}{% for i in (1..6) %}{% assign l = l | concat: l %}{% endfor %}{{ l }}", "longer than")]
    [InlineData(Long + "{% assign l = a | split: '|' %}{% for i in (1..6) %}{% assign l = l | concat: l %}{% endfor %}{{ l | json }}", "longer than")]
    [InlineData(Long + "{{ a | split: '' | size }}", "rounds or elements")]
    [InlineData(Long + "{{ a | reverse | size }}", "rounds or elements")]
    public void Render_TextThatWouldFillTheMemory_EndsInAnError(string text, string part) =>
        Assert.Contains(part, Assert.Throws<InvalidOperationException>(() => Render(text)).Message, StringComparison.Ordinal);

    /// <summary>Each is short, ends by itself, and would take minutes or gigabytes without a bound on what is done in a round.</summary>
    [Theory]
    [InlineData(Long + "{% for i in (1..90000) %}{% assign b = a | upcase %}{% endfor %}")]
    [InlineData(Long + "{% for i in (1..90000) %}{% if a contains 'y' %}{% endif %}{% endfor %}")]
    [InlineData(Long + "{% for i in (1..90000) %}{% assign k = a | append: i %}{% cycle k: 'x' %}{% endfor %}")]
    [InlineData("{% assign l = (1..90000) %}{% for i in (1..90000) %}{% for k in l %}{% break %}{% endfor %}{% endfor %}")]
    [InlineData("{% assign l = (1..90000) %}{% for i in (1..90000) %}{% case i %}{% when l, l, l, l %}{% endcase %}{% endfor %}")]
    public void Render_LittleTextWithMuchWork_EndsInAnError(string text) =>
        Assert.Contains("takes more than", Assert.Throws<InvalidOperationException>(() => Render(text)).Message, StringComparison.Ordinal);

    /// <summary>Reading recurses, and a stack that runs out takes the host with it.</summary>
    [Theory]
    [InlineData("{% if a", " and a", " %}{% endif %}")]
    [InlineData("{{ a", "[a", " }}")]
    [InlineData("{{ ", "(", " }}")]
    [InlineData("{{ a == b", " or a", " }}")]
    public void Parse_DeepText_IsRefused(string start, string part, string end)
    {
        var (_, error) = LiquidTemplate.Parse(start + string.Concat(Enumerable.Repeat(part, 15_000)) + end);

        Assert.Contains("More than 100 values", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooLongAText_IsRefused() =>
        Assert.Equal("line 1, column 1: the text has 100001 characters; 100000 are allowed.", LiquidTemplate.Parse(new string('x', 100_001)).Error);

    [Theory]
    [InlineData("{% comment %}{%}")]
    [InlineData("{% raw %}{%{%{%{%")]
    public void Parse_CommentThatIsNeverClosed_IsRefused(string text) =>
        Assert.EndsWith("is missing.", LiquidTemplate.Parse(text).Error, StringComparison.Ordinal);

    /// <summary>Neither the machine's day nor its zone gets in, and the last instant there is can be shown.</summary>
    [Theory]
    [InlineData("{{ '10:00+03:00' | date: '%F %H:%M %z' }}", "0001-01-01 07:00 +0000")]
    [InlineData("{{ '10:00' | date: '%F %H:%M %z' }}", "0001-01-01 10:00 +0000")]
    [InlineData("{{ '9999-12-31T23:59:59Z' | date: '%F' }}", "9999-12-31")]
    public void Render_OddInstants_AreTheSameEverywhere(string text, string expected) => Assert.Equal(expected, Render(text));

    [Theory]
    [InlineData("{{ 5 | format_number: 'F999999999' }}|", "|")]
    [InlineData("{{ day | date: '%999999999Y' }}", "0000000000000000000000000000000000002026")]
    public void Render_WidthBeyondReason_IsBounded(string text, string expected) => Assert.Equal(expected, Render(text));

    /// <summary>The elements of a list may share one long text, and a name may be a long text: each reading of it is paid for.</summary>
    [Theory]
    [InlineData("{% assign l = t | split: ',' %}{% for i in (1..12) %}{% assign l = l | concat: l %}{% endfor %}{{ l | sum }}")]
    [InlineData("{% assign l = t | split: ',' %}{% for i in (1..12) %}{% assign l = l | concat: l %}{% endfor %}{{ l | uniq | size }}")]
    [InlineData("{% for i in (1..2000) %}{% cycle t: 'a', 'b' %}{% endfor %}")]
    [InlineData("{% for i in (1..2000) %}{{ list[t] }}{% endfor %}")]
    public void Render_LongTextsReadOverAndOver_AreBounded(string text) => Assert.Contains(
        "takes more than",
        Assert.Throws<InvalidOperationException>(() => Render("{% assign t = '0' %}{% for i in (1..18) %}{% assign t = t | append: t %}{% endfor %}" + text)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{% for i in (1..90000) %}{% assign b = (1..90000) %}{% endfor %}")]
    [InlineData("{% assign t = '01234567' %}{% for i in (1..13) %}{% assign t = t | append: t %}{% endfor %}{% for i in (1..60) %}{% assign a = t | split: '' %}{% endfor %}")]
    public void Render_ListsWithoutEnd_AreBounded(string text) =>
        Assert.Contains("elements together", Assert.Throws<InvalidOperationException>(() => Render(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Text_KnowsWhatItAsksFor()
    {
        var (template, _) = LiquidTemplate.Parse(
            "{{ a | default: b }}{% if c.d == 'x' %}{{ labels.kind }}{% endif %}{% for s in list %}{{ s.x }}{{ forloop.index }}{% endfor %}{% assign t = e %}{{ t | nofilter: key: k }}{% cycle g: y, 'z' %}{% case w %}{% when v %}{% else %}{{ u }}{% endcase %}{{ p == q }}{% increment n %}");
        Assert.Equal(["a", "b", "c", "e", "g", "k", "list", "p", "q", "u", "v", "w", "y"], template!.Facts);
        Assert.Equal(["kind"], template.Labels);
        Assert.Equal(["nofilter"], template.UnknownFilters);
    }
}
