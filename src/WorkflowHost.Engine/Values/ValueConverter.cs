using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>
/// Elsa's lenient conversion: null stays null, text that does not parse becomes the type's default without a fault,
/// a number too large for its type throws, and malformed JSON text for a JSON type throws.
/// </summary>
internal static class ValueConverter
{
    private static readonly JsonDocumentOptions JsonTextOptions = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 128 };

    /// <exception cref="OverflowException">A number does not fit.</exception>
    /// <exception cref="FormatException">Text should hold JSON and does not.</exception>
    public static object? Convert(object? value, DeclaredType type)
    {
        if (value is JsonValue scalar)
        {
            value = Unwrapped(scalar, type.Kind);
        }

        if (value is null)
        {
            return null;
        }

        return type.IsArray ? ToArray(value, type.Kind) : ToKind(value, type.Kind);
    }

    private static object? ToKind(object value, ValueKind kind) => kind switch
    {
        ValueKind.Object => value,
        ValueKind.String => ValueText.Of(value),
        ValueKind.Boolean => value is bool ? value : ToBoolean(value),
        ValueKind.Int32 => value is int ? value : ToInt32(value),
        ValueKind.Int64 => value is long ? value : ToInt64(value),
        ValueKind.Double => value is double ? value : ToDouble(value),
        ValueKind.Decimal => value is decimal ? value : ToDecimal(value),
        ValueKind.DateTime => value is DateTime ? value : ToDateTime(value),
        ValueKind.DateTimeOffset => value is DateTimeOffset ? value : ToDateTimeOffset(value),
        ValueKind.TimeSpan => value is TimeSpan ? value : ToTimeSpan(value),
        ValueKind.Guid => value is Guid ? value : Guid.TryParse(value as string, out var id) ? id : NullIfEmpty(value, Guid.Empty),
        ValueKind.ObjectDictionary => ToJson(value) as JsonObject,
        ValueKind.Array => ToJson(value) as JsonArray,
        ValueKind.Json => ToJson(value),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // A number inside JSON keeps all its digits on the way into Decimal and Int64; anywhere else it is a double, as in scripts.
    private static object? Unwrapped(JsonValue scalar, ValueKind kind)
    {
        if (kind is ValueKind.Decimal or ValueKind.Int64 && scalar.GetValueKind() == JsonValueKind.Number)
        {
            return scalar.ToJsonString();
        }

        return JsonValues.Unwrap(scalar);
    }

    private static object ToBoolean(object value) => value switch
    {
        string text => NullIfEmpty(text, bool.TryParse(text, out var flag) && flag)!,
        double number => number != 0,
        int number => number != 0,
        long number => number != 0,
        decimal number => number != 0,
        _ => false,
    };

    private static object? ToInt32(object value) => value switch
    {
        string text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : NullIfEmpty(text, 0),
        bool flag => flag ? 1 : 0,
        double or decimal or long => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
        _ => 0,
    };

    private static object? ToInt64(object value) => value switch
    {
        string text => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : NullIfEmpty(text, ToInt64OfFraction(text)),
        bool flag => flag ? 1L : 0L,
        double or decimal or int => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => 0L,
    };

    private static long ToInt64OfFraction(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? System.Convert.ToInt64(number)
            : 0L;

    private static object? ToDouble(object value) => value switch
    {
        string text => double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : NullIfEmpty(text, 0d),
        bool flag => flag ? 1d : 0d,
        int or long or decimal => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => 0d,
    };

    private static object? ToDecimal(object value) => value switch
    {
        string text => decimal.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : NullIfEmpty(text, 0m),
        bool flag => flag ? 1m : 0m,
        int or long or double => System.Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => 0m,
    };

    private static object? ToDateTime(object value) => value switch
    {
        string text => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out var time)
            ? OffsetText(time)
            : NullIfEmpty(text, default(DateTime)),
        DateTimeOffset time => time.UtcDateTime,
        _ => default(DateTime),
    };

    // A text with an offset parses to the host's local time; the host's zone must not show.
    private static DateTime OffsetText(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;

    private static object? ToDateTimeOffset(object value) => value switch
    {
        string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : NullIfEmpty(text, default(DateTimeOffset)),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        _ => default(DateTimeOffset),
    };

    private static object? ToTimeSpan(object value) => value switch
    {
        string text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : NullIfEmpty(text, TimeSpan.Zero),
        _ => TimeSpan.Zero,
    };

    private static JsonNode? ToJson(object value) => value switch
    {
        JsonNode node => node,
        string text => Parse(text),
        _ => JsonValues.Wrap(value),
    };

    private static JsonArray? ToArray(object value, ValueKind kind)
    {
        if (ToJson(value) is not JsonArray source)
        {
            return null;
        }

        var result = new JsonArray();
        foreach (var element in source)
        {
            result.Add(JsonValues.Detached(Convert(element is JsonValue ? element : JsonValues.Copy(element), new DeclaredType(kind))));
        }

        return result;
    }

    private static JsonNode? Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return PolymorphicJson.Plain(JsonValues.Copy(JsonNode.Parse(text, documentOptions: JsonTextOptions)));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            // Only text that sets out to be an object or array is a mistake; other text is a text.
            return text.AsSpan().TrimStart() is ['{' or '[', ..]
                ? throw new FormatException("The text is no valid JSON: " + error.Message, error)
                : JsonValue.Create(text);
        }
    }

    private static object? NullIfEmpty(object value, object? fallback) => value is string { Length: 0 } ? null : fallback;
}
