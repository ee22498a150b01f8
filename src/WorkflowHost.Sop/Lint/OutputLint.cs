using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Lint;

/// <summary>
/// Outputs read too late: what a step puts out is there until the workflow waits, as in Elsa. A payment that excludes whoever decided
/// by an output of the decision would exclude nobody an hour later.
/// </summary>
internal static partial class OutputLint
{
    public static void Check(LintContext context)
    {
        foreach (var flow in context.Outline.Flows)
        {
            foreach (var reader in flow.Nodes)
            {
                foreach (var name in ReadBy(reader.Json).Distinct(StringComparer.Ordinal))
                {
                    if (flow.Nodes.FirstOrDefault(each => each.Id == name || each.Name == name) is { } source && source != reader && !IsStillThere(flow, source, reader))
                    {
                        context.Warn(LintCodes.OutputLost, reader, null, ("source", source.Name));
                    }
                }
            }
        }
    }

    /// <summary>Whether some way leads from the one to the other on which nothing waits.</summary>
    private static bool IsStillThere(OutlineFlow flow, OutlineActivity source, OutlineActivity reader)
    {
        var seen = new HashSet<OutlineActivity>();
        var open = new Stack<OutlineActivity>([source]);
        while (open.TryPop(out var node))
        {
            foreach (var target in flow.From(node).Select(each => each.Target).Where(seen.Add))
            {
                if (target == reader)
                {
                    return true;
                }

                if (!ActivityPorts.Waits(target))
                {
                    open.Push(target);
                }
            }
        }

        return false;
    }

    private static IEnumerable<string> ReadBy(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(each => ReadBy(each.Value)),
        JsonArray array => array.SelectMany(ReadBy),
        JsonValue value when value.TryGetValue(out string? text) => Read().Matches(text).Select(match => match.Groups["name"].Value),
        _ => [],
    };

    [GeneratedRegex("""getOutputFrom\(\s*['"](?<name>[^'"]+)['"]""", RegexOptions.CultureInvariant)]
    private static partial Regex Read();
}
