using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>Comparing JSON values the way a person filling in a table means it.</summary>
public static class JsonComparison
{
    public static bool AreEqual(JsonNode? left, JsonNode? right)
    {
        if (Number(left) is { } leftNumber && Number(right) is { } rightNumber)
        {
            return leftNumber == rightNumber;
        }
        return JsonNode.DeepEquals(left, right);
    }

    /// <summary>Order of two numbers, two instants or two texts; null when they can't be compared, which makes every order operator false.</summary>
    public static int? Compare(JsonNode? left, JsonNode? right)
    {
        if (Number(left) is { } leftNumber && Number(right) is { } rightNumber)
        {
            return leftNumber.CompareTo(rightNumber);
        }
        if (Text(left) is not { } leftText || Text(right) is not { } rightText)
        {
            return null;
        }
        return Instant(leftText) is { } leftInstant && Instant(rightText) is { } rightInstant
            ? leftInstant.CompareTo(rightInstant)
            : string.CompareOrdinal(leftText, rightText);
    }

    public static bool Contains(JsonNode? fact, JsonNode? value) => fact switch
    {
        JsonArray list => list.Any(item => AreEqual(item, value)),
        _ => Text(fact) is { } text && Text(value) is { } part && text.Contains(part, StringComparison.OrdinalIgnoreCase),
    };

    public static decimal? Number(JsonNode? node)
    {
        if (node?.GetValueKind() != JsonValueKind.Number)
        {
            return null;
        }
        return decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string? Text(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static DateTimeOffset? Instant(string text) =>
        text.Contains('T', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
