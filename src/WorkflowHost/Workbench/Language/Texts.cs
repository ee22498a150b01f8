using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WorkflowHost.Workbench.Language;

/// <summary>
/// Every text a screen shows, in the language of the current culture: Chinese first, English second.
/// Texts live in embedded JSON files of flat keys; placeholders are named, <c>{name}</c>. Thread safe.
/// </summary>
public sealed class Texts
{
    private static readonly FrozenDictionary<string, string> Chinese = Load("zh-CN");
    private static readonly FrozenDictionary<string, string> English = Load("en");

    /// <summary>The languages a person may choose, the first being the default.</summary>
    public static IReadOnlyList<string> Cultures { get; } = ["zh-CN", "en"];

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The text of a key; the key itself when nobody wrote one, so a gap is visible on screen.</summary>
    public string this[string key] => Find(key) ?? key;

    /// <summary>The text of a key, its placeholders filled.</summary>
    public string this[string key, params (string Name, object? Value)[] args]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(args);
            return Fill(this[key], name => args.FirstOrDefault(a => a.Name == name).Value?.ToString());
        }
    }

    /// <summary>The text of a key, or null: for codes that come from data and may be unknown here.</summary>
    public string? Find(string key) => (IsEnglish ? English : Chinese).GetValueOrDefault(key);

    /// <summary>The text of <c>prefix.code</c>, or the bare code when it has none.</summary>
    public string Code(string prefix, string? code) =>
        string.IsNullOrEmpty(code) ? "" : Find($"{prefix}.{code}") ?? code;

    /// <summary>The text of a key filled from named arguments that came with a refusal, fault or timeline entry.</summary>
    public string Fill(string key, IReadOnlyDictionary<string, string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return Fill(this[key], name => args.GetValueOrDefault(name));
    }

    /// <summary>One of two texts that data files carry side by side.</summary>
    public string Pick(string? zh, string? en)
    {
        var (first, second) = IsEnglish ? (en, zh) : (zh, en);
        return string.IsNullOrEmpty(first) ? second ?? "" : first;
    }

    /// <summary>The names a text wants filled.</summary>
    internal IEnumerable<string> Placeholders(string key)
    {
        var text = this[key];
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            yield return text[(open + 1)..text.IndexOf('}', open)];
        }
    }

    internal static IReadOnlyDictionary<string, string> All(string culture) => culture == "en" ? English : Chinese;

    private static string Fill(string template, Func<string, string?> valueOf)
    {
        if (!template.Contains('{', StringComparison.Ordinal))
        {
            return template;
        }

        var text = new StringBuilder(template.Length + 32);
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                text.Append(template, at, template.Length - at);
                break;
            }

            text.Append(template, at, open - at).Append(valueOf(template[(open + 1)..close]));
            at = close + 1;
        }

        return text.ToString();
    }

    private static FrozenDictionary<string, string> Load(string culture)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream($"texts/{culture}.json")
            ?? throw new InvalidOperationException($"The assembly lacks its texts for {culture}.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
