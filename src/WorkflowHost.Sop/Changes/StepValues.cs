using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private static readonly string[] Behaviour = ["canStartWorkflow", "runAsynchronously"];

    /// <summary>Property names with their written form; what says nothing is left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(OutlineActivity step)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in step.Json)
        {
            if (!NoValues.Contains(name) && !HoldsActivities(node) && Written(step, name, node) is { } text)
            {
                values[name] = text;
            }
        }

        foreach (var name in Behaviour)
        {
            if ((step.Json["customProperties"] as JsonObject)?[name] is JsonValue value && value.TryGetValue(out bool flag) && flag)
            {
                values[name] = "true";
            }
        }

        return values;
    }

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
        _ => Canonical(WithoutActivities(value)),
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

    private static bool HoldsActivities(JsonNode? node) => node switch
    {
        JsonObject json => IsActivity(json),
        JsonArray array => array.Count > 0 && array.All(each => each is JsonObject json && IsActivity(json)),
        _ => false,
    };

    private static bool IsActivity(JsonObject json) => json["id"] is JsonValue && json["type"] is JsonValue;

    private static JsonNode WithoutActivities(JsonNode node)
    {
        var copy = node.DeepClone();
        foreach (var item in (copy as JsonArray ?? []).OfType<JsonObject>().Where(each => each["activity"] is JsonObject))
        {
            item.Remove("activity");
        }

        return copy;
    }

    /// <summary>JSON with its members in order, so that two editors' ways of writing it are one.</summary>
    internal static string Canonical(JsonNode? node) => node switch
    {
        JsonObject json => "{" + string.Join(",", json.Where(each => each.Value is not null).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => JsonSerializer.Serialize(each.Key) + ":" + Canonical(each.Value))) + "}",
        JsonArray array => "[" + string.Join(",", array.Select(Canonical)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
