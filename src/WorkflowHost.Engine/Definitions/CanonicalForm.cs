using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// A definition reduced to what it says, for comparing: members sorted by name, what is null, empty or computed left out, numbers in one
/// notation, connections in one form, placeholders replaced by the activity behind them. Two documents that say the same are equal bytes.
/// </summary>
public static class CanonicalForm
{
    // What the API adds to an answer; it is no part of the definition.
    private static readonly string[] Added = ["links", "$schema"];

    // What says which version of the definition this is and in what state, rather than what it does.
    private static readonly string[] Administrative =
    [
        "id", "version", "createdAt", "toolVersion", "isLatest", "isPublished", "isReadonly", "isSystem", "materializerName", "materializerContext", "providerName",
    ];

    // Elsa writes these empty, other writers leave them out.
    private static readonly string[] Collections =
    [
        "variables", "inputs", "outputs", "outcomes", "options", "customProperties", "metadata", "activities", "connections", "vertices",
    ];

    /// <summary>Whether two documents say the same.</summary>
    public static bool AreEqual(JsonObject left, JsonObject right) => JsonNode.DeepEquals(Of(left), Of(right));

    /// <summary>The whole definition.</summary>
    public static JsonObject Of(JsonObject document) => Definition(document, Added);

    /// <summary>Only what the workflow does and how it is drawn, without the version and the state of publication: equal for a save that changed nothing.</summary>
    public static JsonObject ContentOf(JsonObject document) => Definition(document, [.. Added, .. Administrative]);

    private static JsonObject Definition(JsonObject document, string[] without)
    {
        var canonical = new JsonObject();
        foreach (var (name, value) in document.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (!without.Contains(name))
            {
                Add(canonical, name, value);
            }
        }

        return canonical;
    }

    private static void Add(JsonObject target, string name, JsonNode? value)
    {
        var canonical = name == "connections" ? Connections(value) : Node(value);
        if (canonical is not null && !(canonical is JsonArray { Count: 0 } or JsonObject { Count: 0 } && Collections.Contains(name)))
        {
            target[name] = canonical;
        }
    }

    private static JsonNode? Node(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject placeholder when NotFoundPlaceholder.Original(placeholder) is { } original:
                return Members(original);
            case JsonObject members:
                return Members(members);
            case JsonArray elements:
                return new JsonArray([.. elements.Select(Node)]);
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                return Number(number);
            default:
                return JsonValues.Copy(node);
        }
    }

    private static JsonObject Members(JsonObject members)
    {
        var isActivity = ActivityTree.IsActivity(members);
        var canonical = new JsonObject();
        foreach (var (name, value) in members.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (!(isActivity && name == "nodeId"))
            {
                Add(canonical, name, value);
            }
        }

        return canonical;
    }

    private static JsonNode? Connections(JsonNode? json)
    {
        if (ConnectionForm.ListOf(json) is not { } items)
        {
            return Node(json);
        }

        return new JsonArray([.. items.Select(item =>
        {
            if (ConnectionForm.Read(item) is not { } form)
            {
                return Node(item);
            }

            var canonical = new JsonObject { ["source"] = form.Source, ["sourcePort"] = form.Port, ["target"] = form.Target, ["targetPort"] = form.TargetPort };
            foreach (var (name, value) in ((JsonObject)item!).Where(each => !ConnectionForm.IsOwn(each.Key)).OrderBy(each => each.Key, StringComparer.Ordinal))
            {
                Add(canonical, name, value);
            }

            return (JsonNode?)canonical;
        })]);
    }

    private static JsonValue Number(JsonValue number)
    {
        var text = number.ToJsonString();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? JsonValue.Create(exact / 1.0000000000000000000000000000m)
            : JsonValue.Create(JsonValues.Number(number));
    }
}
