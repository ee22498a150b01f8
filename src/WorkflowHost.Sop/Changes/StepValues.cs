using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Changes;

/// <summary>
/// What a step says, each property in one written form: a value that only restates the default, an empty text, a list written as text
/// and the editor's own notes are no difference.
/// </summary>
internal static class StepValues
{
    private static readonly HashSet<string> NoValues = new(StringComparer.Ordinal)
    {
        "id", "type", "version", "nodeId", "name", "metadata", "customProperties", "connections", "variables", "start", "source", "$type",
    };

    /// <summary>Of the custom properties those that change what happens.</summary>
    private static readonly string[] Behaviour = ["canStartWorkflow", "runAsynchronously", "mergeMode"];

    /// <summary>What a comparison of its own tells.</summary>
    private static bool IsToldElsewhere(OutlineActivity step, string property) => step.Type == StateMachineDiff.MachineType && property is "states" or "transitions";

    /// <summary>Property names with their written form; what says nothing is left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(OutlineActivity step)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in step.Json)
        {
            if (!NoValues.Contains(name) && !IsToldElsewhere(step, name) && !HoldsActivities(node) && Written(step, name, node) is { } text)
            {
                values[name] = text;
            }
        }

        foreach (var name in Behaviour)
        {
            if (Literal(BehaviourOf(step, name)) is { } set and not "false")
            {
                values[name] = set;
            }
        }

        return values;
    }

    /// <summary>A custom property that changes what happens; null where the step does not say.</summary>
    internal static JsonNode? BehaviourOf(OutlineActivity step, string property) =>
        Behaviour.Contains(property, StringComparer.Ordinal) ? (step.Json["customProperties"] as JsonObject)?[property] : null;

    private static string? Written(OutlineActivity step, string name, JsonNode? node)
    {
        if (step.Input(name) is { } input)
        {
            if (!input.IsLiteral)
            {
                return $"{input.Syntax}:{Canonical(input.Value)}";
            }

            var literal = Literal(input.Json);
            return literal is null || literal == DefaultOf(step.Type, name) ? null : literal;
        }

        return node switch
        {
            JsonObject wrapper when wrapper["memoryReference"] is JsonObject reference => "→" + Canonical(reference["id"]),
            _ => null,
        };
    }

    private static string? Literal(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } or JsonObject { Count: 0 } => null,
        JsonValue scalar => scalar.ToString() is { Length: > 0 } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase) ? text.ToLowerInvariant() : text : null,
        _ => Canonical(ActivityTree.Replace(value, static _ => null)),
    };

    private static string? DefaultOf(string type, string property)
    {
        var input = SopCatalog.Activities.Find(type)?.Descriptor.Inputs.FirstOrDefault(each => string.Equals(each.Name, property, StringComparison.OrdinalIgnoreCase));
        return input switch
        {
            { DefaultValue: bool flag } => flag ? "true" : "false",
            { DefaultValue: { } value } => Convert.ToString(value, CultureInfo.InvariantCulture),
            // A flag nobody set is not set.
            { TypeName: "Boolean" } => "false",
            _ => null,
        };
    }

    private static bool HoldsActivities(JsonNode? node) =>
        ActivityTree.IsActivity(node) || (node is JsonArray { Count: > 0 } array && array.All(ActivityTree.IsActivity));

    /// <summary>JSON with its members in order, so that two editors' ways of writing it are one.</summary>
    internal static string Canonical(JsonNode? node) => node switch
    {
        JsonObject json => "{" + string.Join(",", json.Where(each => each.Value is not null).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => JsonSerializer.Serialize(each.Key) + ":" + Canonical(each.Value))) + "}",
        JsonArray array => "[" + string.Join(",", array.Select(Canonical)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
