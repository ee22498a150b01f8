using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>Conversions to arrays of one type: element by element from a list, exactly from JSON text, and by Elsa's odd rules from any other text.</summary>
internal static class ArrayConversion
{
    public static JsonArray? ToArray(object value, ValueKind kind)
    {
        var type = new DeclaredType(kind, IsArray: true);
        if (value is string text)
        {
            return ToArray(text, type);
        }

        if (value is not JsonArray source)
        {
            return value is JsonObject members ? throw ValueConverter.Undeserializable(ValueText.ScriptJson(members), type) : null;
        }

        var result = new JsonArray();
        foreach (var element in source)
        {
            result.Add(JsonValues.Detached(element is null ? Default(kind) : ValueConverter.Convert(element is JsonValue ? element : JsonValues.Copy(element), new DeclaredType(kind))));
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

        if (ValueConverter.LooksLikeJson(text))
        {
            return ValueConverter.Parse(text, type) is JsonArray elements && elements.All(each => IsExactly(each, type.Kind))
                ? ToArray((object)elements, type.Kind)
                : throw ValueConverter.Undeserializable(text, type);
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
}
