using System.Text.Json.Nodes;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Parts of a version that its drawing does not hold, and the way to them.</summary>
internal static class SubgraphEndpoints
{
    public static void Map(IEndpointRouteBuilder read)
    {
        read.MapGet("/workflow-definitions/subgraph/{versionId}", SubgraphAsync);
        read.MapGet("/workflow-definitions/subgraph/segments/{versionId}", SegmentsAsync);
    }

    private static async Task<IResult> SubgraphAsync(string versionId, string? parentNodeId, ActivityGraph graph, CancellationToken cancellation) =>
        await graph.PathToAsync(versionId, parentNodeId ?? "", cancellation) is { } path ? ElsaJson.Of(path[^1].ToJson()) : Results.NotFound();

    /// <summary>The activities that one has to look into, one after the other, to have an activity before one.</summary>
    private static async Task<IResult> SegmentsAsync(string versionId, string? childNodeId, ActivityGraph graph, CancellationToken cancellation)
    {
        if (await graph.PathToAsync(versionId, childNodeId ?? "", cancellation) is not { } path)
        {
            return Results.NotFound();
        }

        // Each drawing but the outermost stands in an activity, which is what a person opens; a workflow as such is never seen.
        var drawings = path.SkipLast(1).Where(IsDrawing).ToList();
        var segments = drawings.Skip(1).Select(drawing =>
        {
            var around = path.TakeWhile(each => each != drawing).Last(each => !ActivityGraph.IsWorkflow(each));
            return new JsonObject
            {
                ["activityNodeId"] = around.NodeId,
                ["activityId"] = around.ActivityId,
                ["activityType"] = around.Type,
                ["portName"] = drawing.Port,
            };
        });
        return ElsaJson.Of(new JsonObject
        {
            ["childNode"] = path[^1].ToJson(),
            ["container"] = (drawings.Count > 0 ? drawings[^1] : path[0]).ToJson(),
            ["pathSegments"] = new JsonArray([.. segments]),
        });
    }

    private static bool IsDrawing(GraphNode node) => node.Type == "Elsa.Flowchart";
}
