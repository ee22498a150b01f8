using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>
/// The bridge between live values and JSON. Live values are .NET scalars, <see cref="JsonObject"/> and <see cref="JsonArray"/>;
/// a JSON scalar becomes null, a string, a bool or a double.
/// </summary>
internal static class JsonValues
{
    /// <summary>The live value of a JSON node: scalars unwrapped, objects and arrays as they are.</summary>
    public static object? Unwrap(JsonNode? node) => node is JsonValue value ? Scalar(value) : node;

    /// <summary>A JSON node of a live value. Objects and arrays are not copied.</summary>
    public static JsonNode? Wrap(object? value) => value switch
    {
        null => null,
        JsonNode node => node,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        DateTime time => JsonValue.Create(time),
        _ => JsonValue.Create(ValueText.Of(value)),
    };

    /// <summary>A JSON node of a live value that may be put into another node: never one that has a parent or another owner.</summary>
    public static JsonNode? Detached(object? value) => value is JsonNode node ? Copy(node) : Wrap(value);

    /// <summary>A deep copy whose scalars are plain JSON, so that a copy of a stored and of a live node are the same.</summary>
    public static JsonNode? Copy(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject source:
                var members = new JsonObject();
                foreach (var (name, member) in source)
                {
                    members.Add(name, Copy(member));
                }

                return members;
            case JsonArray source:
                var elements = new JsonArray();
                foreach (var element in source)
                {
                    elements.Add(Copy(element));
                }

                return elements;
            case JsonValue value:
                return Plain(value);
            default:
                return null;
        }
    }

    private static JsonNode? Plain(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => JsonValue.Create(Text(value)),
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        JsonValueKind.Number => value.DeepClone(),
        _ => null,
    };

    private static object? Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.TryGetValue(out DateTime time) && IsTyped<DateTime>(value) ? time : Text(value),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(value),
        _ => null,
    };

    /// <summary>The text of a JSON string, whatever .NET type stands behind it.</summary>
    public static string Text(JsonValue value) =>
        value.TryGetValue(out string? text) ? text : JsonSerializer.Deserialize<string>(value.ToJsonString())!;

    /// <summary>A JSON number as double, as scripts see it.</summary>
    public static double Number(JsonValue value)
    {
        if (value.TryGetValue(out double number))
        {
            return number;
        }

        return double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    // TryGetValue<DateTime> also succeeds for parsed text that looks like a time; only a time put in by a script is one.
    private static bool IsTyped<T>(JsonValue value) => value.TryGetValue(out T? _) && !value.TryGetValue(out JsonElement _) && !value.TryGetValue(out string? _);
}
