using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>
/// Elsa's lenient conversion: null stays null, text that does not parse becomes the type's default without a fault,
/// a number too large for its type throws, and so does text that sets out to be JSON but is nothing of the type.
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

        return type.IsArray ? ArrayConversion.ToArray(value, type.Kind) : ToKind(value, type.Kind);
    }

    /// <summary>The name .NET has for a type, which Elsa's messages use.</summary>
    private static string NameOf(DeclaredType type) => type.IsArray ? NameOf(new DeclaredType(type.Kind)) + "[]" : type.Kind switch
    {
        ValueKind.ObjectDictionary => "System.Collections.Generic.IDictionary`2[System.String,System.Object]",
        ValueKind.Array => "System.Collections.Generic.ICollection`1[System.Object]",
        _ => "System." + type.Kind,
    };

    internal static bool LooksLikeJson(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    internal static FormatException Undeserializable(string text, DeclaredType type, Exception? inner = null) =>
        new($"Failed to deserialize {text} to {NameOf(type)}", inner);

    private static InvalidCastException Uncreatable(ValueKind kind) =>
        new($"Cannot dynamically create an instance of type '{NameOf(new DeclaredType(kind))}'. Reason: Cannot create an instance of an interface.");

    private static object? ToKind(object value, ValueKind kind)
    {
        // Numbers and flags are parsed leniently; what .NET does not call primitive is first tried as JSON.
        if (value is string text
            && kind is ValueKind.Decimal or ValueKind.DateTime or ValueKind.DateTimeOffset or ValueKind.TimeSpan or ValueKind.Guid
            && LooksLikeJson(text))
        {
            var token = text.AsSpan().TrimStart()[0] == '{' ? "StartObject" : "StartArray";
            var wanted = kind == ValueKind.Decimal ? "number" : "string";
            throw Undeserializable(text, new DeclaredType(kind), new InvalidOperationException($"Cannot get the value of a token type '{token}' as a {wanted}."));
        }

        return kind switch
        {
            ValueKind.Object => value,
            ValueKind.String => Text(value),
            ValueKind.Boolean => value is bool ? value : NumberConversion.ToBoolean(value),
            ValueKind.Int32 => value is int ? value : NumberConversion.ToInt32(value),
            ValueKind.Int64 => value is long ? value : NumberConversion.ToInt64(value),
            ValueKind.Double => value is double ? value : NumberConversion.ToDouble(value),
            ValueKind.Decimal => value is decimal ? value : NumberConversion.ToDecimal(value),
            ValueKind.DateTime => value is DateTime ? value : TimeConversion.ToDateTime(value),
            ValueKind.DateTimeOffset => value is DateTimeOffset ? value : TimeConversion.ToDateTimeOffset(value),
            ValueKind.TimeSpan => value is TimeSpan ? value : TimeConversion.ToTimeSpan(value),
            ValueKind.Guid => value is Guid ? value : Guid.TryParse(value as string, out var id) ? id : NullIfBlank(value, Guid.Empty),
            ValueKind.ObjectDictionary => ToDictionary(value),
            ValueKind.Array => ToCollection(value),
            ValueKind.Json => value is string json ? Parse(json, new DeclaredType(kind)) : ToJson(value),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static string? Text(object value) => value switch
    {
        DateTime time => TimeConversion.Text(time),
        DateTimeOffset time => TimeConversion.Text(time),
        JsonNode node => ValueText.ScriptJson(node),
        _ => ValueText.Of(value),
    };

    private static JsonObject? ToDictionary(object value) => value switch
    {
        JsonObject dictionary => dictionary,
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text when LooksLikeJson(text) => Parse(text, new DeclaredType(ValueKind.ObjectDictionary)) as JsonObject
            ?? throw Undeserializable(text, new DeclaredType(ValueKind.ObjectDictionary)),
        _ => throw Uncreatable(ValueKind.ObjectDictionary),
    };

    // A text that is no JSON is the collection of its characters: Elsa's rule, odd as it is.
    private static JsonArray? ToCollection(object value) => value switch
    {
        JsonArray list => list,
        JsonObject members => throw Undeserializable(ValueText.Json(members), new DeclaredType(ValueKind.Array)),
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text when LooksLikeJson(text) => Parse(text, new DeclaredType(ValueKind.Array)) as JsonArray
            ?? throw Undeserializable(text, new DeclaredType(ValueKind.Array)),
        string text => [.. text.Select(each => JsonValue.Create(each.ToString()))],
        _ => throw Uncreatable(ValueKind.Array),
    };

    // A number inside JSON keeps all its digits on the way into Decimal and Int64; anywhere else it is a double, as in scripts.
    private static object? Unwrapped(JsonValue scalar, ValueKind kind)
    {
        if (kind is ValueKind.Decimal or ValueKind.Int64 && scalar.GetValueKind() == JsonValueKind.Number)
        {
            var digits = scalar.ToJsonString();
            return kind == ValueKind.Decimal || long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? digits
                : JsonValues.Number(scalar);
        }

        return JsonValues.Unwrap(scalar);
    }

    private static JsonNode? ToJson(object value) => value switch
    {
        JsonNode node => node,
        _ => JsonValues.Wrap(value),
    };

    internal static JsonNode? Parse(string text, DeclaredType type)
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
            return LooksLikeJson(text) ? throw Undeserializable(text, type, error) : JsonValue.Create(text);
        }
    }

    internal static object? NullIfBlank(object value, object? fallback) => value is string text && string.IsNullOrWhiteSpace(text) ? null : fallback;
}
