using System.Globalization;

namespace WorkflowHost.Engine.Values;

/// <summary>
/// A fixed value that is none of its type. Converting takes such a text for 0, false or nothing without a word, as Elsa does; whoever
/// wrote it should hear of it before a case does.
/// </summary>
/// <param name="Value">The value, shortened.</param>
/// <param name="Kind">What is wanted, for programs: <c>flag</c>, <c>whole</c>, <c>number</c>, <c>span</c>, <c>time</c> or <c>id</c>.</param>
/// <param name="Words">The same in words.</param>
internal sealed record ValueMisfit(string Value, string Kind, string Words)
{
    private const int LongestShown = 60;

    /// <summary>Null where the value fits, or where the type takes any text.</summary>
    public static ValueMisfit? Of(object value, DeclaredType type)
    {
        if (type.IsArray || value is not string text || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var (fits, kind, words) = type.Kind switch
        {
            ValueKind.Boolean => (bool.TryParse(text, out _), "flag", "true or false"),
            ValueKind.Int32 or ValueKind.Int64 => (NumberConversion.IsWhole(text), "whole", "a whole number"),
            ValueKind.Double => (double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _), "number", "a number"),
            ValueKind.Decimal => (decimal.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _), "number", "a number"),
            ValueKind.TimeSpan => (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _), "span", "a span of time such as 02:30:00, or 1.02:30:00 with days"),
            ValueKind.DateTime or ValueKind.DateTimeOffset => (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _), "time", "a time such as 2026-09-15T09:40:00+08:00"),
            ValueKind.Guid => (Guid.TryParse(text, out _), "id", "an id of 32 hexadecimal digits with hyphens"),
            _ => (true, "", ""),
        };
        return fits ? null : new(text.Length > LongestShown ? text[..LongestShown] + "…" : text, kind, words);
    }
}
