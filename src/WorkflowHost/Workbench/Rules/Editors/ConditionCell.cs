using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Workbench.Rules.Editors;

/// <summary>
/// What a table's rule asks of one fact, in one cell: <c>claim_dispute</c>, <c>>= 100000</c>, <c>in a, b</c>, <c>between 1, 5</c>,
/// <c>present</c>; several joined by <c>;</c>. What can't be said so is shown as JSON and taken back as JSON.
/// </summary>
internal static class ConditionCell
{
    private static readonly string[] Lists = ["in", "any", "between"];
    private static readonly string[] Signs = [">=", "<=", "!=", ">", "<", "="];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(JsonNode? node) => node switch
    {
        null => string.Empty,
        JsonObject all when all.All(each => IsSpoken(each.Key, each.Value)) => string.Join("; ", all.Select(each => Said(each.Key, each.Value))),
        JsonValue value => Said(value),
        _ => node.ToJsonString(Plain),
    };

    /// <summary>Null for an empty cell: anything goes.</summary>
    public static JsonNode? Parse(string? text)
    {
        var said = text?.Trim() ?? string.Empty;
        if (said.Length == 0)
        {
            return null;
        }

        if (said[0] is '{' or '[' || (said[0] == '"' && said[^1] == '"'))
        {
            return ParseJson(said);
        }

        var all = new JsonObject();
        foreach (var part in said.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Comparison(part);
            if (name is null)
            {
                return ParseValue(said);
            }

            all[name] = value;
        }

        return all;
    }

    /// <summary>A value alone, as an output has it.</summary>
    public static JsonNode? ParseValue(string? text)
    {
        var said = text?.Trim() ?? string.Empty;
        return said.Length == 0 ? null
            : said[0] is '{' or '[' ? ParseJson(said)
            : said[0] == '"' ? ParseJson(said)
            : said is "true" or "false" ? JsonValue.Create(said == "true")
            : RuleSheet.NumberOf(said);
    }

    /// <summary>What a rule's condition holds beyond single facts: alternatives and what must not be.</summary>
    public static string More(JsonObject when) => string.Join(" ", when.Where(each => each.Key.StartsWith('$')).Select(each => $"{each.Key}: {each.Value?.ToJsonString(Plain)}"));

    private static (string? Name, JsonNode? Value) Comparison(string part)
    {
        if (part is "present" or "absent")
        {
            return ("present", JsonValue.Create(part == "present"));
        }

        if (Signs.FirstOrDefault(sign => part.StartsWith(sign, StringComparison.Ordinal)) is { } operation)
        {
            return (operation, ParseValue(part[operation.Length..]));
        }

        var blank = part.IndexOf(' ', StringComparison.Ordinal);
        var word = blank > 0 ? part[..blank] : string.Empty;
        return Lists.Contains(word) ? (word, new JsonArray([.. part[blank..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseValue)]))
            : word == "contains" ? (word, ParseValue(part[blank..]))
            : (null, null);
    }

    private static bool IsSpoken(string name, JsonNode? value) => name switch
    {
        "in" or "any" or "between" => value is JsonArray list && list.All(each => each is JsonValue single && !Said(single).Contains(',', StringComparison.Ordinal)),
        "present" => value is JsonValue,
        "contains" or "=" or "!=" or ">" or ">=" or "<" or "<=" => value is JsonValue,
        _ => false,
    };

    private static string Said(string name, JsonNode? value) => name switch
    {
        "in" or "any" or "between" => $"{name} {string.Join(", ", value!.AsArray().Select(each => Said((JsonValue)each!)))}",
        "present" => value!.GetValueKind() == JsonValueKind.True ? "present" : "absent",
        _ => $"{name} {Said((JsonValue)value!)}",
    };

    /// <summary>A text that would be read as something else stands in quotes.</summary>
    private static string Said(JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            return value.ToJsonString(Plain);
        }

        var text = value.GetValue<string>();
        return JsonNode.DeepEquals(Parse(text), value) ? text : value.ToJsonString(Plain);
    }

    private static JsonNode? ParseJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
