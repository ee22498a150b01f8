using System.Text.RegularExpressions;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Tests.Workbench.Language;

public sealed partial class TextsTests
{
    private static readonly string Source = FindSource();

    [Fact]
    public void Texts_BothLanguages_HaveTheSameKeysAndPlaceholders()
    {
        var chinese = Texts.All("zh-CN");
        var english = Texts.All("en");
        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        // A sentence may leave a fact out in one language, but never name one that the other does not know.
        Assert.All(chinese.Keys, key =>
        {
            var known = Placeholder().Matches(chinese[key] + english[key]).Select(m => m.Value).ToHashSet();
            Assert.All(known, name => Assert.Matches("^\\{[a-zA-Z]+\\}$", name));
            Assert.NotEqual("", chinese[key]);
            Assert.NotEqual("", english[key]);
        });
    }

    [Fact]
    public void Texts_EveryKeyNamedInSource_Exists()
    {
        var known = Texts.All("en");
        var missing = Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => NamedKey().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Key: match.Groups[1].Value)))
            .Where(use => !known.ContainsKey(use.Key))
            .Select(use => $"{use.File}: {use.Key}")
            .Distinct();
        Assert.Empty(missing);
    }

    [Fact]
    public void Markup_OfEveryPage_HoldsNoLiteralText()
    {
        var found = Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => LiteralsIn(File.ReadAllText(file)).Select(text => $"{Path.GetFileName(file)}: {text}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("zh-CN", "还有 2 天")]
    [InlineData("en", "2 days left")]
    public void Texts_WithArguments_FillsByName(string culture, string expected)
    {
        using var _ = new Culture(culture);
        var span = culture == "en" ? "2 days" : "2 天";
        Assert.Equal(expected, new Texts()["time.left", ("span", span)]);
    }

    [Fact]
    public void Texts_UnknownKey_ShowsTheKeySoThatTheGapIsSeen() => Assert.Equal("no.such.key", new Texts()["no.such.key"]);

    /// <summary>Words between tags or in spoken attributes that are not expressions.</summary>
    private static IEnumerable<string> LiteralsIn(string razor)
    {
        var markup = CodeLine().Replace(WithoutExpressions(CodeBlock().Replace(Comment().Replace(razor, ""), "")), "");
        var spoken = SpokenAttribute().Matches(markup).Select(match => match.Value);
        var between = TagText().Matches(Attribute().Replace(markup, ""))
            .Where(match => !match.Value.EndsWith("</kbd", StringComparison.Ordinal))
            .Select(match => match.Groups[1].Value.Trim())
            // What is left of control flow has braces; entities are no language.
            .Where(text => Word().IsMatch(text) && text.IndexOfAny(['{', '}', '&']) < 0);
        return Chinese().Matches(markup).Select(match => match.Value).Concat(spoken).Concat(between);
    }

    /// <summary>Cuts out every <c>@name.Call(…)[…]</c> and <c>@(…)</c>, brackets balanced.</summary>
    private static string WithoutExpressions(string razor)
    {
        var rest = new System.Text.StringBuilder();
        for (var i = 0; i < razor.Length; i++)
        {
            if (razor[i] != '@')
            {
                rest.Append(razor[i]);
                continue;
            }

            var depth = 0;
            for (i++; i < razor.Length && (depth > 0 || char.IsLetterOrDigit(razor[i]) || razor[i] is '.' or '_' or '!' or '?' or '(' or '[' or ':'); i++)
            {
                depth += razor[i] is '(' or '[' ? 1 : razor[i] is ')' or ']' ? -1 : 0;
            }

            i--;
        }

        return rest.ToString();
    }

    private static string FindSource()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WorkflowHost.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "src", "WorkflowHost", "Workbench");
    }

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\\b(?:T|texts)\\[\"([a-zA-Z0-9_.]+)\"[\\],]")]
    private static partial Regex NamedKey();

    [GeneratedRegex("@code\\s*\\{[\\s\\S]*\\z")]
    private static partial Regex CodeBlock();

    [GeneratedRegex("@\\*[\\s\\S]*?\\*@|<!--[\\s\\S]*?-->|/\\*[\\s\\S]*?\\*/")]
    private static partial Regex Comment();

    [GeneratedRegex("[\\u3000-\\u9fff\\uff00-\\uffef]+")]
    private static partial Regex Chinese();

    [GeneratedRegex(">([^<>]+)</?[a-z]*")]
    private static partial Regex TagText();

    [GeneratedRegex("=\"[^\"]*\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("(?m)^\\s*(?:foreach|for|if|else|switch|case|default|break|continue|var|using|inject|page|attribute)\\b.*$|^\\s*\\(.*$|^\\s*[a-z]+ [A-Za-z.]+$")]
    private static partial Regex CodeLine();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();

    [GeneratedRegex("\\b(?:title|aria-label|placeholder|alt)=\"[^\"@]*[A-Za-z]{2,}[^\"@]*\"")]
    private static partial Regex SpokenAttribute();
}
