using System.Globalization;
using System.Numerics;
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

        return type.IsArray ? ToArray(value, type.Kind) : ToKind(value, type.Kind);
    }

    /// <summary>The name .NET has for a type, which Elsa's messages use.</summary>
    private static string NameOf(DeclaredType type) => type.IsArray ? NameOf(new DeclaredType(type.Kind)) + "[]" : type.Kind switch
    {
        ValueKind.ObjectDictionary => "System.Collections.Generic.IDictionary`2[System.String,System.Object]",
        ValueKind.Array => "System.Collections.Generic.ICollection`1[System.Object]",
        _ => "System." + type.Kind,
    };

    private static bool LooksLikeJson(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    private static FormatException Undeserializable(string text, DeclaredType type, Exception? inner = null) =>
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
            ValueKind.Boolean => value is bool ? value : ToBoolean(value),
            ValueKind.Int32 => value is int ? value : ToInt32(value),
            ValueKind.Int64 => value is long ? value : ToInt64(value),
            ValueKind.Double => value is double ? value : ToDouble(value),
            ValueKind.Decimal => value is decimal ? value : ToDecimal(value),
            ValueKind.DateTime => value is DateTime ? value : ToDateTime(value),
            ValueKind.DateTimeOffset => value is DateTimeOffset ? value : ToDateTimeOffset(value),
            ValueKind.TimeSpan => value is TimeSpan ? value : ToTimeSpan(value),
            ValueKind.Guid => value is Guid ? value : Guid.TryParse(value as string, out var id) ? id : NullIfBlank(value, Guid.Empty),
            ValueKind.ObjectDictionary => ToDictionary(value),
            ValueKind.Array => ToCollection(value),
            ValueKind.Json => value is string json ? Parse(json, new DeclaredType(kind)) : ToJson(value),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    // As .NET's type converters print times: the time of day only if there is one.
    private static string? Text(object value) => value switch
    {
        DateTime time when time == DateTime.MinValue => "",
        DateTimeOffset time when time == DateTimeOffset.MinValue => "",
        DateTime time => time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : time.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd zzz", CultureInfo.InvariantCulture) : time.ToString(CultureInfo.InvariantCulture),
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

    private static object? ToBoolean(object value) => value switch
    {
        string text => NullIfBlank(text, bool.TryParse(text, out var flag) && flag),
        double number => number != 0,
        int number => number != 0,
        long number => number != 0,
        decimal number => number != 0,
        _ => false,
    };

    private static object? ToInt32(object value) => value switch
    {
        string text => Integer(text) is not { } number
            ? NullIfBlank(text, 0)
            : number >= int.MinValue && number <= int.MaxValue ? (int)number : throw new OverflowException("Value was either too large or too small for an Int32."),
        bool flag => flag ? 1 : 0,
        double or decimal or long => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
        _ => 0,
    };

    private static object? ToInt64(object value) => value switch
    {
        string text => Integer(text) is not { } number
            ? NullIfBlank(text, 0L)
            : number >= long.MinValue && number <= long.MaxValue ? (long)number : throw new OverflowException("Value was either too large or too small for an Int64."),
        bool flag => flag ? 1L : 0L,
        double or decimal or int => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => 0L,
    };

    // .NET's converters of whole numbers also take hexadecimal digits after # , 0x or &h.
    private static BigInteger? Integer(string text)
    {
        var digits = text.AsSpan().Trim();
        var hexadecimal = digits switch
        {
            ['#', .. var rest] => rest,
            ['0' or '&', 'x' or 'X' or 'h' or 'H', .. var rest] when digits[0] == '0' == digits[1] is 'x' or 'X' => rest,
            _ => [],
        };
        if (hexadecimal.Length > 0)
        {
            return long.TryParse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var coded) ? coded : null;
        }

        return BigInteger.TryParse(digits, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static object? ToDouble(object value) => value switch
    {
        string text => double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : NullIfBlank(text, 0d),
        bool flag => flag ? 1d : 0d,
        int or long or decimal => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => 0d,
    };

    private static object? ToDecimal(object value) => value switch
    {
        string text when decimal.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) => number,
        string text when Integer(text) is { } large && large > new BigInteger(decimal.MaxValue) => throw new OverflowException("Value was either too large or too small for a Decimal."),
        string text => NullIfBlank(text, 0m),
        bool flag => flag ? 1m : 0m,
        int or long or double => System.Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => 0m,
    };

    private static DateTime ToDateTime(object value) => value switch
    {
        string text => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault, out var time)
            ? OffsetText(time)
            : default,
        DateTimeOffset time => time.DateTime,
        _ => default(DateTime),
    };

    // A text with an offset parses to the host's local time; the host's zone must not show.
    private static DateTime OffsetText(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;

    private static DateTimeOffset ToDateTimeOffset(object value) => value switch
    {
        // A time of day alone has no date: the day of the machine's clock must not get in.
        string text => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.RoundtripKind, out var part) && part.Year == 1
            ? new DateTimeOffset(DateTime.SpecifyKind(part, DateTimeKind.Utc))
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default,
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        _ => default(DateTimeOffset),
    };

    private static object? ToTimeSpan(object value) => value switch
    {
        string text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : NullIfBlank(text, TimeSpan.Zero),
        _ => TimeSpan.Zero,
    };

    private static JsonNode? ToJson(object value) => value switch
    {
        JsonNode node => node,
        _ => JsonValues.Wrap(value),
    };

    private static JsonArray? ToArray(object value, ValueKind kind)
    {
        var type = new DeclaredType(kind, IsArray: true);
        if (value is string text)
        {
            return ToArray(text, type);
        }

        if (value is not JsonArray source)
        {
            return value is JsonObject members ? throw Undeserializable(ValueText.ScriptJson(members), type) : null;
        }

        var result = new JsonArray();
        foreach (var element in source)
        {
            result.Add(JsonValues.Detached(element is null ? Default(kind) : Convert(element is JsonValue ? element : JsonValues.Copy(element), new DeclaredType(kind))));
        }

        return result;
    }

    // A text that sets out to be JSON must hold exactly what the array is of; any other is one text, or, odd as Elsa's rule is, its characters.
    private static JsonArray? ToArray(string text, DeclaredType type)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (LooksLikeJson(text))
        {
            return Parse(text, type) is JsonArray elements && elements.All(each => IsExactly(each, type.Kind))
                ? ToArray((object)elements, type.Kind)
                : throw Undeserializable(text, type);
        }

        return type.Kind == ValueKind.String
            ? [JsonValue.Create(text)]
            : [.. text.Select(each => JsonValues.Detached(OfCharacter(each, type.Kind)))];
    }

    private static object? OfCharacter(char character, ValueKind kind) => kind switch
    {
        ValueKind.Object => character.ToString(),
        ValueKind.Int32 => (int)character,
        ValueKind.Int64 => (long)character,
        _ => Default(kind),
    };

    // An array of numbers, flags or times has no place for null.
    private static object? Default(ValueKind kind) => kind switch
    {
        ValueKind.Boolean => false,
        ValueKind.Int32 => 0,
        ValueKind.Int64 => 0L,
        ValueKind.Double => 0d,
        ValueKind.Decimal => 0m,
        ValueKind.DateTime => default(DateTime),
        ValueKind.DateTimeOffset => default(DateTimeOffset),
        ValueKind.TimeSpan => TimeSpan.Zero,
        ValueKind.Guid => Guid.Empty,
        _ => null,
    };

    // Deserialising converts nothing: a number is no text, and a text no number.
    private static bool IsExactly(JsonNode? element, ValueKind kind)
    {
        var json = element?.GetValueKind() ?? JsonValueKind.Null;
        return kind switch
        {
            ValueKind.String => json is JsonValueKind.String or JsonValueKind.Null,
            ValueKind.Boolean => json is JsonValueKind.True or JsonValueKind.False,
            ValueKind.Int32 => json == JsonValueKind.Number && int.TryParse(element!.ToJsonString(), CultureInfo.InvariantCulture, out _),
            ValueKind.Int64 => json == JsonValueKind.Number && long.TryParse(element!.ToJsonString(), CultureInfo.InvariantCulture, out _),
            ValueKind.Double or ValueKind.Decimal => json == JsonValueKind.Number,
            ValueKind.DateTime or ValueKind.DateTimeOffset => IsText(element, static text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)),
            ValueKind.TimeSpan => IsText(element, static text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)),
            ValueKind.Guid => IsText(element, static text => Guid.TryParse(text, out _)),
            ValueKind.ObjectDictionary => json is JsonValueKind.Object or JsonValueKind.Null,
            _ => true,
        };
    }

    private static bool IsText(JsonNode? element, Func<string, bool> fits) =>
        element is JsonValue value && value.GetValueKind() == JsonValueKind.String && fits(JsonValues.Text(value));

    private static JsonNode? Parse(string text, DeclaredType type)
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

    private static object? NullIfBlank(object value, object? fallback) => value is string text && string.IsNullOrWhiteSpace(text) ? null : fallback;
}
