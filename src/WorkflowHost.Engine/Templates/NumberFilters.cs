using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Filters that calculate. In texts of workflows what is no number counts as 0; letters leave it as it is.</summary>
internal static class NumberFilters
{
    public static IEnumerable<(string Name, LiquidFilterWork Work)> All =>
    [
        ("plus", (value, args) => Two(value, args, (a, b) => a + b)),
        ("minus", (value, args) => Two(value, args, (a, b) => a - b)),
        ("times", (value, args) => Two(value, args, (a, b) => a * b)),
        ("divided_by", (value, args) => Two(value, args, args.Dialect.Divided)),
        ("modulo", (value, args) => Two(value, args, (a, b) => b == 0 ? args.Dialect.Divided(a, b) : a % b)),
        ("at_least", (value, args) => LiquidValues.Number(value) < LiquidValues.Number(args[0]) ? args[0] : value),
        ("at_most", (value, args) => LiquidValues.Number(value) > LiquidValues.Number(args[0]) ? args[0] : value),
        ("abs", (value, args) => One(value, args, Math.Abs)),
        ("ceil", (value, args) => One(value, args, decimal.Ceiling)),
        ("floor", (value, args) => One(value, args, decimal.Floor)),
        ("round", (value, args) => One(value, args, number => args.Dialect.Round(number, Math.Clamp(args.Integer(0, otherwise: 0), 0, 28)))),
        ("money", (value, _) => IsNumber(value) ? LiquidValues.Number(value).ToString("N2", CultureInfo.InvariantCulture) : value),
        ("format_number", (value, args) => args[0] is null ? null : LiquidValues.Number(value).ToString(Format(args.Text(0)), CultureInfo.InvariantCulture)),
    ];

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;

    private static bool IsLeftAlone(JsonNode? value, LiquidArguments args) => args.Dialect == LiquidDialect.Letters && !IsNumber(value);

    private static JsonNode? One(JsonNode? value, LiquidArguments args, Func<decimal, decimal> work) =>
        IsLeftAlone(value, args) ? value : work(LiquidValues.Number(value));

    private static JsonNode? Two(JsonNode? value, LiquidArguments args, Func<decimal, decimal, JsonNode?> work) =>
        IsLeftAlone(value, args) || IsLeftAlone(args[0], args) ? value : work(LiquidValues.Number(value), LiquidValues.Number(args[0]));

    /// <summary>A format of .NET. Widths of three digits and more are a way to fill the memory.</summary>
    /// <exception cref="FormatException">The format is too wide.</exception>
    private static string Format(string format)
    {
        var digits = 0;
        foreach (var letter in format)
        {
            digits = char.IsAsciiDigit(letter) && letter != '0' || digits > 0 && letter == '0' ? digits + 1 : 0;
            if (digits > 2 || format.Length > 64)
            {
                throw new FormatException($"The number format '{format}' is too wide.");
            }
        }

        return format;
    }
}
