using System.Globalization;

namespace WorkflowHost.Sop.Language;

/// <summary>
/// Something to tell a person, as a stable code and the words that belong into the sentence. The sentences stand in this folder's
/// language files, Chinese and English; a screen may also render the code in its own way.
/// </summary>
/// <param name="Code">Stable, lower case, dotted: <c>lint.step.unreachable</c>.</param>
/// <param name="Args">Named words; each in both languages, since names of roles, clocks and forms differ by language.</param>
public sealed record Sentence(string Code, IReadOnlyDictionary<string, LocalizedText> Args)
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>The finished sentence in both languages.</summary>
    public LocalizedText Text => new(In(Chinese), In(English));

    public static Sentence Of(string code, params ReadOnlySpan<(string Name, LocalizedText Value)> args)
    {
        var named = new Dictionary<string, LocalizedText>(args.Length, StringComparer.Ordinal);
        foreach (var (name, value) in args)
        {
            named[name] = value;
        }

        return new(code, named);
    }

    /// <summary>The finished sentence; one whose code has no text shows itself with its words.</summary>
    public string In(CultureInfo culture) => SentenceTexts.Render(this, culture);

    public override string ToString() => Text.En;
}
