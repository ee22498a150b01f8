namespace WorkflowHost.Engine.Activities;

/// <summary>
/// A text of a descriptor in the two languages the product speaks. A plain text stands for both; a pair is English first.
/// </summary>
/// <param name="English">The English wording.</param>
/// <param name="Chinese">The wording in simplified Chinese.</param>
public sealed record BilingualText(string English, string Chinese)
{
    public static implicit operator BilingualText(string text) => new(text, text);

    public static implicit operator BilingualText((string English, string Chinese) texts) => new(texts.English, texts.Chinese);

    /// <summary>The wording for a culture such as <c>zh-CN</c>; English for all others than Chinese.</summary>
    public string In(string cultureName) =>
        cultureName.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;

    public override string ToString() => English;
}
