using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>An activity of a version as Studio draws it.</summary>
/// <param name="Activity">With what stands in it; of a workflow used as an activity that is its workflow, under <c>root</c>.</param>
/// <param name="Port">Where it stands in the activity around it, e.g. <c>Then</c>; empty for the outermost.</param>
internal sealed record GraphNode(JsonObject Activity, string Port)
{
    public string NodeId => Activity.Text("nodeId") ?? "";

    public string ActivityId => Activity.Text("id") ?? "";

    public string Type => Activity.Text("type") ?? "";

    /// <summary>As Elsa's clients read it.</summary>
    public JsonObject ToJson() => new()
    {
        ["activity"] = Activity.DeepClone(),
        ["nodeId"] = NodeId,
        ["port"] = Port,
        ["parents"] = new JsonArray(),
        ["children"] = new JsonArray([.. Children.Select(each => each.ToJson())]),
    };

    public IEnumerable<GraphNode> Children => ActivityTree.In(Activity, "").Select(each => new GraphNode(each.Activity, PortOf(each.Path)));

    /// <summary>Ports are written as properties are, with a capital first.</summary>
    private static string PortOf(string path)
    {
        var name = path.TrimStart('.').Split('.', '[')[0];
        return name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..];
    }
}

/// <summary>
/// Finds an activity by its place in a version, also within workflows that the version uses as activities: the drawing of the version
/// does not hold those, so Studio asks for them when somebody looks into one.
/// </summary>
internal sealed class ActivityGraph(DefinitionStore store, StudioDocument studio)
{
    private const string WorkflowType = "Elsa.Workflow";

    /// <summary>The activity and those around it, the outermost first and itself last; null when there is none at that place.</summary>
    public async Task<IReadOnlyList<GraphNode>?> PathToAsync(string versionId, string nodeId, CancellationToken cancellation)
    {
        if (await store.FindVersionAsync(versionId, cancellation) is not { } version || studio.Of(version, mayEdit: false)["root"] is not JsonObject root)
        {
            return null;
        }

        var path = new List<GraphNode> { new(root, "") };
        while (path[^1].NodeId != nodeId)
        {
            path[^1] = path[^1] with { Activity = await OpenedAsync(path[^1].Activity, cancellation) };
            if (path[^1].Children.FirstOrDefault(each => nodeId == each.NodeId || nodeId.StartsWith(each.NodeId + ":", StringComparison.Ordinal)) is not { } next)
            {
                return null;
            }

            path.Add(next);
        }

        path[^1] = path[^1] with { Activity = await OpenedAsync(path[^1].Activity, cancellation) };
        return path;
    }

    public static bool IsWorkflow(GraphNode node) => node.Type == WorkflowType;

    /// <summary>A workflow used as an activity with its workflow in it, at the places its instances run at; anything else as it is.</summary>
    private async Task<JsonObject> OpenedAsync(JsonObject activity, CancellationToken cancellation)
    {
        if (activity["root"] is not null
            || activity.Text("workflowDefinitionVersionId") is not { } used
            || await store.FindVersionAsync(used, cancellation) is not { } version
            || studio.Of(version, mayEdit: false)["root"] is not JsonObject root)
        {
            return activity;
        }

        var opened = (JsonObject)activity.DeepClone();
        var inside = (JsonObject)root.DeepClone();
        foreach (var each in ActivityTree.All(inside).ToList())
        {
            each["nodeId"] = $"{activity.Text("nodeId")}:{each.Text("nodeId")}";
        }

        opened["root"] = new JsonObject
        {
            ["id"] = "Workflow1",
            ["nodeId"] = $"{activity.Text("nodeId")}:Workflow1",
            ["type"] = WorkflowType,
            ["version"] = version.Version,
            ["name"] = version.Name,
            ["metadata"] = new JsonObject(),
            ["customProperties"] = new JsonObject(),
            ["root"] = inside,
        };
        return opened;
    }
}
