using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Definitions;

/// <summary>One activity of a definition as the document has it, compiled or not.</summary>
internal sealed class OutlineActivity(string id, string type, JsonObject json, string path, OutlineActivity? parent)
{
    /// <summary>Its id, unique in a sound definition.</summary>
    public string Id => id;

    /// <summary>Its type name, e.g. <c>Sop.HumanTask</c>.</summary>
    public string Type => type;

    /// <summary>The activity's object. Read-only.</summary>
    public JsonObject Json => json;

    /// <summary>Its JSON path, e.g. <c>$.root.activities[3]</c>.</summary>
    public string Path => path;

    /// <summary>The activity it is embedded in; null for the root.</summary>
    public OutlineActivity? Parent => parent;

    /// <summary>The name as drawn, else the id: what a person calls it.</summary>
    public string Name { get; } = Text(json["name"]) ?? Text((json["metadata"] as JsonObject)?["displayText"]) ?? id;

    public bool CanStartWorkflow => (json["customProperties"] as JsonObject)?["canStartWorkflow"] is JsonValue value && value.TryGetValue(out bool can) && can;

    /// <summary>The activities around it, the innermost first.</summary>
    public IEnumerable<OutlineActivity> Ancestors
    {
        get
        {
            for (var at = parent; at is not null; at = at.Parent)
            {
                yield return at;
            }
        }
    }

    public ActivityInput? Input(string property) => ActivityInput.Of(json[property]);

    public override string ToString() => $"{type} {id}";

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) && !string.IsNullOrWhiteSpace(text) ? text : null;
}
