using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>What values are to a text: JSON, and instants with the offset they are to be shown in.</summary>
internal static class LiquidValues
{
    private const int LettersInABlock = 16;

    /// <summary>The word <c>blank</c>; told from an empty text by its identity.</summary>
    public static readonly JsonValue Blank = JsonValue.Create(string.Empty);

    /// <summary>The word <c>empty</c>; told from an empty text by its identity.</summary>
    public static readonly JsonValue Empty = JsonValue.Create(string.Empty);

    public static bool IsWord(JsonNode? value) => ReferenceEquals(value, Blank) || ReferenceEquals(value, Empty);

    public static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String && Instant(value) is null;

    public static bool IsFalse(JsonNode? value) => value?.GetValueKind() == JsonValueKind.False;

    public static bool IsWhiteText(JsonNode? value) => IsText(value) && string.IsNullOrWhiteSpace(Text(value));

    /// <summary>An instant that came as one, not as text.</summary>
    public static DateTimeOffset? Instant(JsonNode? value) =>
        value is JsonValue scalar && !scalar.TryGetValue(out JsonElement _) && !scalar.TryGetValue(out string? _) && scalar.TryGetValue(out DateTimeOffset instant)
            ? instant : null;

    /// <summary>As filters see it: a number with all its decimal places, lists joined, nothing for an object.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null or JsonObject => string.Empty,
        JsonArray list => Joined(list),
        _ when Instant(value) is { } instant => instant.ToString("u", CultureInfo.InvariantCulture),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => JsonValues.Text(text),
        _ when value.GetValueKind() == JsonValueKind.True => "true",
        _ when value.GetValueKind() == JsonValueKind.False => "false",
        _ => JsonComparison.Number(value) is { } number ? number.ToString(CultureInfo.InvariantCulture) : value.ToJsonString(),
    };

    /// <summary>What going through a value costs: the letters of a text, the elements of a list or object.</summary>
    public static int Size(JsonNode? value) => value switch
    {
        JsonArray list => list.Count,
        JsonObject members => members.Count,
        _ => IsText(value) ? Text(value).Length : 1,
    };

    /// <summary>
    /// What it costs to go through a value and all in it at any depth: of a text its letters; of a list or object its values, long texts
    /// among them by the block of letters, for the elements of a list may share one text and yet each be read.
    /// </summary>
    public static long Weight(JsonNode? value) => value switch
    {
        JsonArray list => 1 + list.Sum(WeightWithin),
        JsonObject members => 1 + members.Sum(static each => WeightWithin(each.Value)),
        _ => Size(value),
    };

    private static long WeightWithin(JsonNode? value) => value is JsonValue ? Math.Max(1, (IsText(value) ? Text(value).Length : 1) / LettersInABlock) : Weight(value);

    /// <summary>A value as JSON.</summary>
    /// <exception cref="InvalidOperationException">It is longer than a text may be; elements that share one long text are told only by counting.</exception>
    public static string Json(JsonNode value)
    {
        LiquidLimits.CheckLength(Letters(value));
        return value.ToJsonString();
    }

    private static long Letters(JsonNode? value) => value switch
    {
        JsonArray list => list.Sum(Letters),
        JsonObject members => members.Sum(static each => each.Key.Length + Letters(each.Value)),
        _ => Size(value),
    };

    private static string Joined(JsonArray list)
    {
        var text = new StringBuilder();
        foreach (var each in list)
        {
            var part = Text(each);
            LiquidLimits.CheckLength(text.Length + (long)part.Length);
            text.Append(part);
        }

        return text.ToString();
    }

    /// <summary>What arithmetic makes of a value: a text is read, what is no number counts as 0, a list is its length.</summary>
    public static decimal Number(JsonNode? value) => value switch
    {
        JsonArray list => list.Count,
        null or JsonObject => 0,
        _ when value.GetValueKind() == JsonValueKind.True => 1,
        _ when IsText(value) => decimal.TryParse(Text(value), NumberStyles.Any, CultureInfo.InvariantCulture, out var number) ? number : 0,
        _ => JsonComparison.Number(value) ?? 0,
    };

    public static int Integer(JsonNode? value) => (int)Math.Clamp(decimal.Round(Number(value)), int.MinValue, int.MaxValue);

    /// <summary>What a loop or a list filter runs through: elements, pairs of name and value, or the text itself.</summary>
    public static IEnumerable<JsonNode?> Items(JsonNode? value) => value switch
    {
        JsonArray list => list,
        JsonObject members => members.Select(each => (JsonNode?)new JsonArray(JsonValue.Create(each.Key), each.Value?.DeepClone())),
        _ => IsText(value) ? [value] : [],
    };

    public static JsonNode? Member(JsonNode? value, string name) => value switch
    {
        JsonObject members => name == "size" ? members.Count : members.TryGetPropertyValue(name, out var member) ? member : null,
        JsonArray list => OfSequence(list.Count, name, index => list[index]),
        _ when IsText(value) => Text(value) is var text ? OfSequence(text.Length, name, index => JsonValue.Create(text[index].ToString())) : null,
        _ => null,
    };

    public static JsonNode? At(JsonNode? value, JsonNode? index) => value switch
    {
        JsonArray list when IsText(index) => Member(list, Text(index)),
        JsonArray list => Integer(index) is var at && at >= 0 && at < list.Count ? list[at] : null,
        JsonObject => Member(value, Text(index)),
        _ => null,
    };

    private static JsonNode? OfSequence(int count, string name, Func<int, JsonNode?> at) => name switch
    {
        "size" => count,
        "first" => count > 0 ? at(0) : null,
        "last" => count > 0 ? at(count - 1) : null,
        _ => null,
    };
}
