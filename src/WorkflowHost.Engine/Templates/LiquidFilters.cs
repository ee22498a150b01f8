using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>The filters there are. A value that a list filter can't work on passes unchanged, as Liquid has it.</summary>
internal static class LiquidFilters
{
    private static readonly FrozenDictionary<string, LiquidFilterWork> All =
        TextFilters.All.Concat(NumberFilters.All).Concat(ListFilters.All).Concat(DateFilters.All).Concat(EncodingFilters.All)
            .ToFrozenDictionary(each => each.Name, each => each.Work, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    public static bool IsKnown(string name) => All.ContainsKey(name);

    /// <exception cref="InvalidOperationException">The result is longer than a text may be.</exception>
    /// <exception cref="ArithmeticException">In a workflow's text: a division by zero, or a number too large.</exception>
    /// <exception cref="FormatException">In a workflow's text: a value the filter can't read.</exception>
    public static JsonNode? Apply(string name, JsonNode? value, LiquidArguments args)
    {
        if (!All.TryGetValue(name, out var filter))
        {
            return value;
        }

        var result = Worked(filter, value, args);
        switch (result)
        {
            case JsonArray list:
                LiquidLimits.CheckRounds(list.Count);
                break;
            case JsonValue when LiquidValues.IsText(result):
                LiquidLimits.CheckLength(LiquidValues.Text(result).Length);
                break;
            default:
                break;
        }

        return result;
    }

    private static JsonNode? Worked(LiquidFilterWork filter, JsonNode? value, LiquidArguments args)
    {
        try
        {
            return filter(value, args);
        }
        catch (Exception error) when (args.Dialect == LiquidDialect.Letters && error is FormatException or OverflowException)
        {
            // A letter with a gap can be seen and mended; a case that faults over a huge number can't go on.
            return null;
        }
    }
}
