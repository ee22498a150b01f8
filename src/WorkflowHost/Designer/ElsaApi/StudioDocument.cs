using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Activities;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// Turns a stored definition into the document Studio edits, and back. Studio is strict: a missing <c>nodeId</c> or a null
/// collection breaks its page, and one activity it does not know blanks the canvas, whose next save would then drop all steps.
/// </summary>
internal sealed class StudioDocument(DefinitionStore store)
{
    private const string ToolVersion = "3.8.2.0";
    private const string HostProperties = "workflowHost";

    /// <param name="mayEdit">False shows it read-only.</param>
    public JsonObject Of(DefinitionVersion version, bool mayEdit)
    {
        ArgumentNullException.ThrowIfNull(version);
        // Workflows used as activities come and go while the host runs.
        var usable = store.UsableAsActivities().Select(each => each.TypeName).ToHashSet(StringComparer.Ordinal);
        var document = new CompleteForm(type => SopCatalog.Activities.Find(type) is not null || usable.Contains(type)).Of(version.ToDocument());
        document["isReadonly"] = false;
        document["isSystem"] = false;
        document["createdAt"] = version.CreatedAt;
        document["toolVersion"] = ToolVersion;
        document["materializerName"] = "Json";
        if (document["customProperties"] is JsonObject custom)
        {
            custom[HostProperties] = new JsonObject { ["revision"] = version.Revision };
        }

        document["links"] = JsonSerializer.SerializeToNode(mayEdit ? Links(version.DefinitionId) : [], ElsaJson.Options);
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

    /// <summary>What an editor may do with a definition; Studio shows one without these read-only.</summary>
    public static IReadOnlyList<ElsaLink> Links(string definitionId)
    {
        var address = $"/workflow-definitions/{Uri.EscapeDataString(definitionId)}";
        return [new(address + "/publish", "publish", "POST"), new(address + "/retract", "retract", "POST"), new(address, "delete", "DELETE")];
    }

    private static JsonNode? Restored(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject placeholder when NotFoundPlaceholder.Original(placeholder) is { } original:
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
}
