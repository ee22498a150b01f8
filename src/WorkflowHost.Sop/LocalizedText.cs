using System.Globalization;

namespace WorkflowHost.Sop;

/// <summary>A text for people in the product's two languages; Chinese is the one that counts towards customers.</summary>
public sealed record LocalizedText(string Zh, string En)
{
    /// <summary>A name or code that is written alike in both languages.</summary>
    public static implicit operator LocalizedText(string text) => new(text, text);

    public string In(CultureInfo culture) => IsChinese(culture) ? Zh : En;

    internal static bool IsChinese(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName.Equals("zh", StringComparison.Ordinal)
        || culture.Equals(CultureInfo.InvariantCulture);
}
