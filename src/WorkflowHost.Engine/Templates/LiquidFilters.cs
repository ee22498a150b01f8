using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

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
        ["modulo"] = (value, args, _) => Sum(value, args, (a, b) => b == 0 ? null : a % b),
        ["abs"] = (value, _, _) => JsonComparison.Number(value) is { } number ? Math.Abs(number) : value,
        ["ceil"] = (value, _, _) => JsonComparison.Number(value) is { } number ? decimal.Ceiling(number) : value,
        ["floor"] = (value, _, _) => JsonComparison.Number(value) is { } number ? decimal.Floor(number) : value,
        ["at_least"] = (value, args, _) => Sum(value, args, (a, b) => Math.Max(a, b)),
        ["at_most"] = (value, args, _) => Sum(value, args, (a, b) => Math.Min(a, b)),
        ["capitalize"] = (value, _, _) => Text(value) is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest : value,
        ["lstrip"] = (value, _, _) => Text(value).TrimStart(),
        ["rstrip"] = (value, _, _) => Text(value).TrimEnd(),
        ["strip_newlines"] = (value, _, _) => Text(value).ReplaceLineEndings(string.Empty),
        ["newline_to_br"] = (value, _, _) => Text(value).ReplaceLineEndings("<br />\n"),
        ["escape"] = (value, _, _) => WebUtility.HtmlEncode(Text(value)),
        ["url_encode"] = (value, _, _) => WebUtility.UrlEncode(Text(value)),
        ["remove"] = (value, args, _) => Text(args.ElementAtOrDefault(0)) is { Length: > 0 } part
            ? Text(value).Replace(part, string.Empty, StringComparison.Ordinal) : value,
        ["split"] = (value, args, _) => new JsonArray([.. Split(Text(value), Text(args.ElementAtOrDefault(0))).Select(each => JsonValue.Create(each))]),
        ["slice"] = (value, args, _) => Slice(Text(value), args),
        ["json"] = (value, _, _) => value is null ? "null" : ValueText.Json(value),
        ["reverse"] = (value, _, _) => value is JsonArray list ? Copied(list.Reverse()) : value,
        ["sort"] = (value, args, _) => value is JsonArray list ? Copied(list.OrderBy(each => Member(each, args), Order)) : value,
        ["uniq"] = (value, _, _) => value is JsonArray list ? Copied(list.DistinctBy(each => each?.ToJsonString())) : value,
        ["compact"] = (value, _, _) => value is JsonArray list ? Copied(list.Where(each => each is not null)) : value,
        ["concat"] = (value, args, _) => value is JsonArray list && args.ElementAtOrDefault(0) is JsonArray more ? Copied(list.Concat(more)) : value,
        ["map"] = (value, args, _) => value is JsonArray list ? Copied(list.Select(each => Member(each, args))) : value,
        ["where"] = (value, args, _) => value is JsonArray list
            ? Copied(list.Where(each => args.Count > 1 ? JsonComparison.AreEqual(Member(each, args), args[1]) : !IsBlank(Member(each, args)))) : value,
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

    private static readonly Comparer<JsonNode?> Order = Comparer<JsonNode?>.Create((left, right) =>
        left is null || right is null ? (left is null).CompareTo(right is null) : JsonComparison.Compare(left, right) ?? 0);

    private static JsonArray Copied(IEnumerable<JsonNode?> items) => [.. items.Select(each => each?.DeepClone())];

    /// <summary>The member of an item that a filter names; without a name the item itself.</summary>
    private static JsonNode? Member(JsonNode? item, IReadOnlyList<JsonNode?> args) =>
        args.Count == 0 ? item : (item as JsonObject)?[Text(args[0])];

    private static string[] Split(string text, string separator) =>
        separator.Length == 0 ? [.. text.Select(letter => letter.ToString())] : text.Split(separator);

    private static string Slice(string text, IReadOnlyList<JsonNode?> args)
    {
        var from = (int)Math.Clamp(JsonComparison.Number(args.ElementAtOrDefault(0)) ?? 0, -text.Length, text.Length);
        from = from < 0 ? text.Length + from : from;
        var length = (int)Math.Clamp(JsonComparison.Number(args.ElementAtOrDefault(1)) ?? 1, 0, text.Length - from);
        return text.Substring(from, length);
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
