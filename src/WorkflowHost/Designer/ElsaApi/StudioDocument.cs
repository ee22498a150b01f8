using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Runtime.Definitions;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// Turns a stored definition into the document Studio edits, and back. Studio is strict: a missing <c>nodeId</c> or a null
/// collection breaks its page, and one activity it does not know blanks the canvas, whose next save would then drop all steps.
/// </summary>
internal sealed class StudioDocument(ActivityCatalog catalog)
{
    public const string Placeholder = "Elsa.NotFoundActivity";

    private const string ToolVersion = "3.8.2.0";
    private const string HostProperties = "workflowHost";
    private const string RootNode = "Workflow1";

    private static readonly string[] Collections = ["variables", "inputs", "outputs", "outcomes"];

    /// <param name="mayEdit">False shows it read-only.</param>
    public JsonObject Of(DefinitionVersion version, bool mayEdit)
    {
        ArgumentNullException.ThrowIfNull(version);
        var document = version.ToDocument();
        document["isReadonly"] = false;
        document["isSystem"] = false;
        document["createdAt"] = version.CreatedAt;
        document["toolVersion"] = ToolVersion;
        document["materializerName"] = "Json";
        foreach (var name in Collections)
        {
            document[name] ??= new JsonArray();
        }

        document["options"] ??= new JsonObject();
        if (document["customProperties"] is not JsonObject custom)
        {
            document["customProperties"] = custom = [];
        }

        custom[HostProperties] = new JsonObject { ["revision"] = version.Revision };
        document["links"] = Links(version, mayEdit);
        if (document["root"] is JsonObject root)
        {
            document["root"] = Shown(root, RootNode);
        }

        return document;
    }

    /// <summary>The document to be stored, and the revision its editor started from.</summary>
    public static (JsonObject Document, int? Revision) Back(JsonObject model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var document = (JsonObject)model.DeepClone();
        int? revision = null;
        if (document["customProperties"] is JsonObject custom)
        {
            revision = custom[HostProperties] is JsonObject ours && ours["revision"] is JsonValue value && value.TryGetValue(out int number) ? number : null;
            custom.Remove(HostProperties);
        }

        document.Remove("links");
        if (document["root"] is JsonObject root)
        {
            document["root"] = Restored(root);
        }

        return (document, revision);
    }

    private static JsonArray Links(DefinitionVersion version, bool mayEdit)
    {
        var links = new JsonArray();
        if (mayEdit)
        {
            var address = $"/workflow-definitions/{Uri.EscapeDataString(version.DefinitionId)}";
            foreach (var rel in (string[])["publish", "retract", "delete"])
            {
                links.Add(JsonSerializer.SerializeToNode(
                    new ElsaLink(rel == "delete" ? address : $"{address}/{rel}", rel, rel == "delete" ? "DELETE" : "POST"), ElsaJson.Options));
            }
        }

        return links;
    }

    private JsonObject Shown(JsonObject activity, string parent)
    {
        var id = Text(activity, "id") ?? "";
        var node = $"{parent}:{id}";
        if (Text(activity, "type") is { } type && catalog.Find(type) is null)
        {
            return Unknown(activity, type, id, node);
        }

        var shown = new JsonObject();
        foreach (var (name, value) in activity)
        {
            if (name is "nodeId" || (value is null && name is "activities" or "connections" or "metadata" or "customProperties" or "variables"))
            {
                continue;
            }

            shown[name] = name is "metadata" or "customProperties" ? value?.DeepClone() : name == "connections" ? Connections(value) : Inside(value, node);
            if (name == "id")
            {
                shown["nodeId"] = node;
            }
        }

        shown["version"] ??= 1;
        return shown;
    }

    /// <summary>Activities embedded anywhere in a property: in a slot, in a list, in the cases of a switch.</summary>
    private JsonNode? Inside(JsonNode? value, string parent)
    {
        switch (value)
        {
            case JsonObject child when IsActivity(child):
                return Shown(child, parent);
            case JsonObject members:
                var copy = new JsonObject();
                foreach (var (name, member) in members)
                {
                    copy[name] = Inside(member, parent);
                }

                return copy;
            case JsonArray elements:
                return new JsonArray([.. elements.Select(element => Inside(element, parent))]);
            default:
                return value?.DeepClone();
        }
    }

    // A null here blanks the whole canvas.
    private static JsonNode? Connections(JsonNode? value)
    {
        var connections = value?.DeepClone();
        foreach (var connection in (connections as JsonArray ?? []).OfType<JsonObject>().Where(each => each.ContainsKey("vertices") && each["vertices"] is null))
        {
            connection.Remove("vertices");
        }

        return connections;
    }

    private static JsonObject Unknown(JsonObject activity, string type, string id, string node) => new()
    {
        ["id"] = id,
        ["nodeId"] = node,
        ["type"] = Placeholder,
        ["version"] = 1,
        ["name"] = activity["name"]?.DeepClone(),
        ["metadata"] = activity["metadata"]?.DeepClone() ?? new JsonObject(),
        ["customProperties"] = new JsonObject(),
        ["missingTypeName"] = type,
        ["missingTypeVersion"] = activity["version"]?.DeepClone() ?? 1,
        ["originalActivityJson"] = activity.ToJsonString(),
    };

    private static JsonNode? Restored(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject placeholder when Text(placeholder, "type") == Placeholder && Original(placeholder) is { } original:
                return original;
            case JsonObject members:
                var copy = new JsonObject();
                foreach (var (name, member) in members)
                {
                    copy[name] = name is "metadata" or "customProperties" ? member?.DeepClone() : Restored(member);
                }

                return copy;
            case JsonArray elements:
                return new JsonArray([.. elements.Select(Restored)]);
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>What stood there before, at the place and under the name and id the author gave the placeholder meanwhile.</summary>
    private static JsonObject? Original(JsonObject placeholder)
    {
        try
        {
            if (Text(placeholder, "originalActivityJson") is not { } text || JsonNode.Parse(text) is not JsonObject original)
            {
                return null;
            }

            foreach (var name in (string[])["id", "name", "metadata"])
            {
                if (placeholder[name] is { } value)
                {
                    original[name] = value.DeepClone();
                }
            }

            return original;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsActivity(JsonObject node) => Text(node, "id") is not null && Text(node, "type") is not null;

    private static string? Text(JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
