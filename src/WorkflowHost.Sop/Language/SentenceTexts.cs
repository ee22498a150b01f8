using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WorkflowHost.Sop.Language;

/// <summary>The sentences of this folder's language files: flat keys, placeholders by name, <c>{name}</c>. Thread-safe.</summary>
public static class SentenceTexts
{
    private static readonly FrozenDictionary<string, string> Chinese = Load("zh-CN");
    private static readonly FrozenDictionary<string, string> English = Load("en");

    /// <summary>The codes that have a sentence.</summary>
    public static IReadOnlyCollection<string> Codes => Chinese.Keys;

    /// <summary>The unfilled sentence of a code, or null.</summary>
    public static LocalizedText? Find(string code) =>
        Chinese.TryGetValue(code, out var zh) && English.TryGetValue(code, out var en) ? new(zh, en) : null;

    internal static IReadOnlyDictionary<string, string> All(string language) => language == "en" ? English : Chinese;

    internal static string Render(Sentence sentence, CultureInfo culture)
    {
        if (Find(sentence.Code) is not { } template)
        {
            return sentence.Args.Count == 0
                ? sentence.Code
                : $"{sentence.Code}: {string.Join(", ", sentence.Args.Select(each => $"{each.Key}={each.Value.In(culture)}"))}";
        }

        var text = template.In(culture);
        var filled = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                filled.Append(text, at, text.Length - at);
                break;
            }

            filled.Append(text, at, open - at);
            filled.Append(sentence.Args.TryGetValue(text[(open + 1)..close], out var word) ? word.In(culture) : string.Empty);
            at = close + 1;
        }

        return filled.ToString();
    }

    private static FrozenDictionary<string, string> Load(string language)
    {
        using var stream = typeof(SentenceTexts).Assembly.GetManifestResourceStream($"sentences/{language}.json")
            ?? throw new InvalidOperationException($"The assembly lacks its sentences for {language}.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
