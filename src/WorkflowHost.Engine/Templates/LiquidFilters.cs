using WorkflowHost.Engine.Values;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>The filters of notices. A value that a filter can't work on passes unchanged, as Liquid has it.</summary>
internal static class LiquidFilters
{
    private static readonly TimeSpan ChinaTime = TimeSpan.FromHours(8);

    private delegate JsonNode? Filter(JsonNode? value, IReadOnlyList<JsonNode?> args, DateTimeOffset now);

    private static readonly FrozenDictionary<string, Filter> All = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["default"] = (value, args, _) => IsBlank(value) ? args.ElementAtOrDefault(0) : value,
        ["date"] = (value, args, now) => Date(value, Text(args.ElementAtOrDefault(0)), now),
        ["upcase"] = (value, _, _) => Text(value).ToUpperInvariant(),
        ["downcase"] = (value, _, _) => Text(value).ToLowerInvariant(),
        ["strip"] = (value, _, _) => Text(value).Trim(),
        ["append"] = (value, args, _) => Text(value) + Text(args.ElementAtOrDefault(0)),
        ["prepend"] = (value, args, _) => Text(args.ElementAtOrDefault(0)) + Text(value),
        ["replace"] = (value, args, _) => Text(args.ElementAtOrDefault(0)) is { Length: > 0 } old
            ? Text(value).Replace(old, Text(args.ElementAtOrDefault(1)), StringComparison.Ordinal) : value,
        ["truncate"] = (value, args, _) => Truncate(Text(value), args),
        ["size"] = (value, _, _) => value is JsonArray list ? list.Count : Text(value).Length,
        ["first"] = (value, _, _) => value is JsonArray { Count: > 0 } list ? list[0] : null,
        ["last"] = (value, _, _) => value is JsonArray { Count: > 0 } list ? list[^1] : null,
        ["join"] = (value, args, _) => value is JsonArray list
            ? string.Join(args.Count > 0 ? Text(args[0]) : " ", list.Select(Text)) : value,
        ["plus"] = (value, args, _) => Sum(value, args, (a, b) => a + b),
        ["minus"] = (value, args, _) => Sum(value, args, (a, b) => a - b),
        ["times"] = (value, args, _) => Sum(value, args, (a, b) => a * b),
        ["divided_by"] = (value, args, _) => Sum(value, args, (a, b) => b == 0 ? null : a / b),
        ["round"] = (value, args, _) => JsonComparison.Number(value) is { } number
            ? decimal.Round(number, (int)Math.Clamp(JsonComparison.Number(args.ElementAtOrDefault(0)) ?? 0, 0, 28), MidpointRounding.AwayFromZero) : value,
        ["money"] = (value, _, _) => JsonComparison.Number(value) is { } number ? number.ToString("N2", CultureInfo.InvariantCulture) : value,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    public static bool IsKnown(string name) => All.ContainsKey(name);

    public static JsonNode? Apply(string name, JsonNode? value, IReadOnlyList<JsonNode?> args, DateTimeOffset now) =>
        All.TryGetValue(name, out var filter) ? filter(value, args, now) : value;

    public static string Text(JsonNode? value) => value switch
    {
        null => string.Empty,
        JsonArray list => string.Concat(list.Select(Text)),
        JsonObject => string.Empty,
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ when value.GetValueKind() == JsonValueKind.True => "true",
        _ when value.GetValueKind() == JsonValueKind.False => "false",
        _ => JsonComparison.Number(value) is { } number ? number.ToString("0.############################", CultureInfo.InvariantCulture) : string.Empty,
    };

    public static bool IsBlank(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject => false,
        _ when value.GetValueKind() is JsonValueKind.False or JsonValueKind.Null => true,
        _ => value.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>()),
    };

    private static JsonNode? Sum(JsonNode? value, IReadOnlyList<JsonNode?> args, Func<decimal, decimal, decimal?> operation)
    {
        if (JsonComparison.Number(value) is not { } left || JsonComparison.Number(args.ElementAtOrDefault(0)) is not { } right)
        {
            return value;
        }
        try
        {
            return operation(left, right) is { } result ? JsonValue.Create(result) : null;
        }
        catch (OverflowException)
        {
            // A letter with a gap can be seen and mended; a case that faults over a huge number can't go on.
            return null;
        }
    }

    private static string Truncate(string text, IReadOnlyList<JsonNode?> args)
    {
        var length = (int)Math.Clamp(JsonComparison.Number(args.ElementAtOrDefault(0)) ?? 50, 0, int.MaxValue);
        return text.Length <= length ? text : string.Concat(text.AsSpan(0, Math.Max(0, length - 1)), "…");
    }

    /// <summary>Dates and instants in China's time; <c>now</c> and <c>today</c> stand for the instant of writing.</summary>
    private static JsonNode? Date(JsonNode? value, string format, DateTimeOffset now)
    {
        var text = Text(value);
        DateTimeOffset instant;
        if (text is "now" or "today")
        {
            instant = now.ToOffset(ChinaTime);
        }
        else if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            instant = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), ChinaTime);
        }
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            instant = parsed.ToOffset(ChinaTime);
        }
        else
        {
            return value;
        }
        return Formatted(instant, format);
    }

    private static string Formatted(DateTimeOffset instant, string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                text.Append(format[at]);
                continue;
            }
            at++;
            var isBare = format[at] == '-' && at + 1 < format.Length;
            var directive = isBare ? format[++at] : format[at];
            var part = Part(instant, directive);
            text.Append(isBare ? part.TrimStart('0') : part);
        }
        return text.ToString();
    }

    private static string Part(DateTimeOffset instant, char directive)
    {
        var culture = CultureInfo.InvariantCulture;
        return directive switch
        {
            'Y' => instant.ToString("yyyy", culture),
            'm' => instant.ToString("MM", culture),
            'd' => instant.ToString("dd", culture),
            'H' => instant.ToString("HH", culture),
            'M' => instant.ToString("mm", culture),
            'S' => instant.ToString("ss", culture),
            'F' => instant.ToString("yyyy-MM-dd", culture),
            'T' => instant.ToString("HH:mm:ss", culture),
            '%' => "%",
            _ => "%" + directive,
        };
    }
}
