using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Sop.Definitions;

/// <summary>
/// The activities and connections of a definition, read from its document alone: an editor's half-finished draft has an outline
/// though it doesn't compile. Immutable, thread-safe.
/// </summary>
internal sealed class DefinitionOutline
{
    private readonly List<OutlineActivity> _activities = [];
    private readonly List<OutlineFlow> _flows = [];
    private readonly Dictionary<string, OutlineActivity> _byId = new(StringComparer.Ordinal);

    private DefinitionOutline(WorkflowDefinition definition)
    {
        Definition = definition;
        if (definition.Document["root"] is JsonObject root)
        {
            Add(root, "$.root", null);
        }
    }

    public WorkflowDefinition Definition { get; }

    /// <summary>All activities, parents before their children, in file order.</summary>
    public IReadOnlyList<OutlineActivity> Activities => _activities;

    /// <summary>All flowcharts, the inner ones first.</summary>
    public IReadOnlyList<OutlineFlow> Flows => _flows;

    public static DefinitionOutline Of(WorkflowDefinition definition) => new(definition);

    public OutlineActivity? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Activities of one type, in file order.</summary>
    public IEnumerable<OutlineActivity> OfType(string type) => _activities.Where(each => each.Type == type);

    private OutlineActivity? Add(JsonObject json, string path, OutlineActivity? parent)
    {
        if (Text(json, "id") is not { } id || Text(json, "type") is not { } type)
        {
            return null;
        }

        var activity = new OutlineActivity(id, type, json, path, parent);
        _activities.Add(activity);
        _byId.TryAdd(id, activity);
        var children = new List<OutlineActivity>();
        foreach (var (embedded, at) in ActivityTree.In(json, path))
        {
            if (Add(embedded, at, activity) is { } child)
            {
                children.Add(child);
            }
        }

        if (json["connections"] is JsonArray connections)
        {
            _flows.Add(new OutlineFlow(activity, children, Connections(connections, JsonLocator.Member(path, "connections"), children)));
        }

        return activity;
    }

    private static List<OutlineConnection> Connections(JsonArray json, string path, List<OutlineActivity> nodes)
    {
        var byId = new Dictionary<string, OutlineActivity>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            byId.TryAdd(node.Id, node);
        }

        var connections = new List<OutlineConnection>(json.Count);
        for (var i = 0; i < json.Count; i++)
        {
            // What names an activity that isn't there is set aside by the compiler, with a warning.
            if (json[i] is JsonObject connection
                && connection["source"] is JsonObject source
                && connection["target"] is JsonObject target
                && byId.TryGetValue(Text(source, "activity") ?? string.Empty, out var from)
                && byId.TryGetValue(Text(target, "activity") ?? string.Empty, out var to))
            {
                connections.Add(new(from, Text(source, "port") ?? "Done", to, JsonLocator.Element(path, i)));
            }
        }

        return connections;
    }

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
