using System.Reflection;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Lint;

namespace WorkflowHost.Sop.Tests.Language;

public sealed partial class SentenceTextsTests
{
    [Fact]
    public void Sentences_OfBothLanguages_HaveTheSameCodesAndWords()
    {
        var (chinese, english) = (SentenceTexts.All("zh-CN"), SentenceTexts.All("en"));

        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(chinese.Keys, code => Assert.Equal(Words(chinese[code]), Words(english[code])));
    }

    [Fact]
    public void Sentences_OfEveryLintCode_Exist() => Assert.All(
        typeof(LintCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
        code => Assert.Contains(code, SentenceTexts.Codes));

    [Fact]
    public void Sentence_WithoutText_ShowsItsCodeAndWords() =>
        Assert.Equal("no.such: a=b", Sentence.Of("no.such", ("a", "b")).Text.Zh);

    private static IEnumerable<string> Words(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
