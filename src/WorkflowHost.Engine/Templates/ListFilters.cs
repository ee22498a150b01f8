using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>Filters that work on lists, and those that take a text apart.</summary>
internal static class ListFilters
{
    public static IEnumerable<(string Name, LiquidFilterWork Work)> All =>
    [
        ("size", (value, _) => LiquidValues.Member(value, "size")),
        ("first", (value, _) => LiquidValues.Member(value, "first")),
        ("last", (value, _) => LiquidValues.Member(value, "last")),
        ("join", (value, args) => value is JsonArray list ? Joined(list, args.Text(0)) : value),
        ("split", (value, args) => Split(LiquidValues.Text(value), args.Text(0))),
        ("slice", (value, args) => value is JsonArray list ? Copied(Sliced(list.Count, args) is var (from, count) ? list.Skip(from).Take(count) : []) : SlicedText(value, args)),
        ("reverse", (value, _) => value is JsonArray list ? Copied(list.Reverse())
            : LiquidValues.IsText(value) ? Letters(LiquidValues.Text(value).Reverse()) : value),
        ("sort", (value, args) => Sorted(value, args, StringComparer.Ordinal)),
        ("sort_natural", (value, args) => Sorted(value, args, StringComparer.OrdinalIgnoreCase)),
        ("uniq", (value, _) => Copied(LiquidValues.Items(value).DistinctBy(each => each?.ToJsonString()))),
        ("compact", (value, _) => Copied(LiquidValues.Items(value).Where(each => each is not null))),
        ("concat", (value, args) => value is JsonArray || args[0] is JsonArray ? Copied(Elements(value).Concat(Elements(args[0]))) : value),
        ("map", (value, args) => value is JsonArray list ? Copied(list.Select(each => Member(each, args))) : value),
        ("where", (value, args) => value is JsonArray list ? Copied(list.Where(each => IsAsked(each, args))) : value),
        ("reject", (value, args) => value is JsonArray list ? Copied(list.Where(each => !IsAsked(each, args))) : value),
        ("find", (value, args) => value is JsonArray list ? Found(list, args) is var at && at >= 0 ? list[at]?.DeepClone() : null : value),
        ("find_index", (value, args) => value is JsonArray list ? Found(list, args) is var at && at >= 0 ? at : null : value),
        ("has", (value, args) => value is JsonArray list ? Found(list, args) >= 0 : value is not null),
        ("sum", (value, args) => LiquidValues.Items(value).Sum(each => Sum(each, args))),
        ("keys", (value, _) => value is JsonObject members ? new JsonArray([.. members.Select(each => JsonValue.Create(each.Key))])
            : throw new FormatException("The filter keys works on an object only.")),
    ];

    private static JsonArray Copied(IEnumerable<JsonNode?> items) => [.. items.Select(each => each?.DeepClone())];

    private static IEnumerable<JsonNode?> Elements(JsonNode? value) => value is JsonArray list ? list : Enumerable.Repeat(value, 1);

    private static JsonNode? Member(JsonNode? item, LiquidArguments args) => LiquidValues.Member(item, args.Text(0));

    private static bool IsAsked(JsonNode? item, LiquidArguments args) => args[1] is null
        ? args.Dialect.IsTrue(Member(item, args))
        : args.Dialect.AreEqual(args[1], Member(item, args));

    private static int Found(JsonArray list, LiquidArguments args) =>
        args[1] is null ? -1 : Enumerable.Range(0, list.Count).FirstOrDefault(at => IsAsked(list[at], args), -1);

    private static decimal Sum(JsonNode? item, LiquidArguments args) => item switch
    {
        JsonArray inner => inner.Sum(each => Sum(each, args)),
        JsonObject when args.Count > 0 => LiquidValues.Number(Member(item, args)),
        JsonValue when args.Count == 0 && item.GetValueKind() is JsonValueKind.Number or JsonValueKind.String => LiquidValues.Number(item),
        _ => 0,
    };

    private static string Joined(JsonArray list, string separator)
    {
        var texts = list.Select(LiquidValues.Text).ToList();
        LiquidLimits.CheckLength(texts.Sum(each => (long)each.Length) + (long)separator.Length * texts.Count);
        return string.Join(separator, texts);
    }

    private static JsonArray Split(string text, string separator) => separator.Length == 0
        ? Letters(text)
        : new JsonArray([.. text.Split(separator, LiquidLimits.Rounds + 1, StringSplitOptions.RemoveEmptyEntries).Select(each => JsonValue.Create(each))]);

    // One more than a list may have is enough to be refused.
    private static JsonArray Letters(IEnumerable<char> letters) =>
        new([.. letters.Take(LiquidLimits.Rounds + 1).Select(letter => JsonValue.Create(letter.ToString()))]);

    private static JsonArray? Sorted(JsonNode? value, LiquidArguments args, StringComparer letters) =>
        value is null ? null : Copied(LiquidValues.Items(value).OrderBy(each => args.Count > 0 ? Member(each, args) : each, Comparer<JsonNode?>.Create((left, right) => Order(left, right, letters))));

    // Nothing first; numbers by their size, all else as text.
    private static int Order(JsonNode? left, JsonNode? right, StringComparer letters) =>
        left is null || right is null ? (left is not null).CompareTo(right is not null)
        : JsonComparison.Number(left) is { } a && JsonComparison.Number(right) is { } b ? a.CompareTo(b)
        : letters.Compare(LiquidValues.Text(left), LiquidValues.Text(right));

    private static string SlicedText(JsonNode? value, LiquidArguments args) =>
        LiquidValues.Text(value) is var text && Sliced(text.Length, args) is var (from, count) ? text.Substring(from, count) : string.Empty;

    private static (int From, int Count)? Sliced(int length, LiquidArguments args)
    {
        var from = args.Integer(0, otherwise: 0);
        var count = args.Integer(1, otherwise: 1);
        if (count <= 0 || from < -length || from > length)
        {
            return null;
        }

        from = from < 0 ? length + from : from;
        return (from, Math.Min(count, length - from));
    }
}
