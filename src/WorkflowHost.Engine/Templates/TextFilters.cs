using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Filters that change a text.</summary>
internal static class TextFilters
{
    private const string Ellipsis = "...";

    public static IEnumerable<(string Name, LiquidFilterWork Work)> All =>
    [
        ("default", (value, args) => args.Dialect.IsMissing(value, args.Is("allow_false")) ? args[0] : value),
        ("raw", (value, _) => Text(value)),
        ("upcase", (value, _) => Text(value).ToUpperInvariant()),
        ("downcase", (value, _) => Text(value).ToLowerInvariant()),
        ("capitalize", (value, _) => Capitalized(Text(value))),
        ("strip", (value, _) => Text(value).Trim()),
        ("lstrip", (value, _) => Text(value).TrimStart()),
        ("rstrip", (value, _) => Text(value).TrimEnd()),
        ("strip_newlines", (value, _) => Text(value).Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal)),
        ("newline_to_br", (value, _) => Replaced(Text(value).Replace("\r\n", "\n", StringComparison.Ordinal), "\n", "<br />")),
        ("append", (value, args) => Text(value) + args.Text(0)),
        ("prepend", (value, args) => args.Text(0) + Text(value)),
        ("replace", (value, args) => Replaced(Text(value), args.Text(0), args.Text(1))),
        ("replace_first", (value, args) => ReplacedOnce(value, args.Text(0), args.Text(1), isLast: false)),
        ("replace_last", (value, args) => ReplacedOnce(value, args.Text(0), args.Text(1), isLast: true)),
        ("remove", (value, args) => Replaced(Text(value), args.Text(0), string.Empty)),
        ("remove_first", (value, args) => ReplacedOnce(value, args.Text(0), string.Empty, isLast: false)),
        ("remove_last", (value, args) => ReplacedOnce(value, args.Text(0), string.Empty, isLast: true)),
        ("truncate", Truncated),
        ("truncatewords", TruncatedWords),
        ("format_string", (value, args) => Filled(Text(value), args)),
    ];

    private static string Text(JsonNode? value) => LiquidValues.Text(value);

    private static string Capitalized(string text) => string.Create(text.Length, text, (letters, source) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = i == 0 || source[i - 1] is '-' or '.' || char.IsWhiteSpace(source[i - 1]) ? char.ToUpperInvariant(source[i]) : source[i];
        }
    });

    // Counts before it writes: a long text in place of each letter of a long text would fill the memory.
    private static string Replaced(string text, string old, string with)
    {
        if (old.Length == 0)
        {
            return text;
        }

        if (with.Length > old.Length)
        {
            var found = 0L;
            for (var at = text.IndexOf(old, StringComparison.Ordinal); at >= 0; at = text.IndexOf(old, at + old.Length, StringComparison.Ordinal))
            {
                found++;
            }

            LiquidLimits.CheckLength(text.Length + found * (with.Length - old.Length));
        }

        return text.Replace(old, with, StringComparison.Ordinal);
    }

    private static JsonNode? ReplacedOnce(JsonNode? value, string old, string with, bool isLast)
    {
        var text = Text(value);
        var at = isLast ? text.LastIndexOf(old, StringComparison.Ordinal) : text.IndexOf(old, StringComparison.Ordinal);
        return at < 0 ? value : string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + old.Length));
    }

    private static JsonNode? Truncated(JsonNode? value, LiquidArguments args)
    {
        var text = Text(value);
        var length = args.Integer(0, otherwise: 50);
        if (text.Length <= length)
        {
            return value ?? string.Empty;
        }

        var end = args[1] is null ? Ellipsis : args.Text(1);
        return string.Concat(text.AsSpan(0, Math.Max(0, length - end.Length)), end);
    }

    private static JsonNode? TruncatedWords(JsonNode? value, LiquidArguments args)
    {
        var most = Math.Max(1, args.Integer(0, otherwise: 15));
        var words = Text(value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < most
            ? string.Join(' ', words)
            : string.Join(' ', words.Take(most)) + (args[1] is null ? Ellipsis : args.Text(1));
    }

    // {0}, {1}, … as in .NET, without widths.
    private static string Filled(string text, LiquidArguments args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            text = Replaced(text, $"{{{i}}}", args.Text(i));
        }

        return text;
    }
}
