using System.Text.Json.Nodes;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Tests.Properties;

/// <summary>
/// Between two bursts nothing is queued, so what a followed connection has led to must show: the node behind it has run, is running, or is
/// passed over, or it is a join that still lacks another branch.
/// </summary>
internal static class FlowTokens
{
    public static void AssertNoneLost(JsonNode root, WorkflowState state)
    {
        for (var i = 0; i < state.Activities.Count; i++)
        {
            if (state.Activities[i] is { Flow: { } flow, Node: var node })
            {
                var children = state.Activities.Where(each => each.Parent == i).Select(each => each.Node.ActivityId).ToHashSet(StringComparer.Ordinal);
                AssertNoneLost(Find(root, node.ActivityId)!, flow, children);
            }
        }
    }

    private static void AssertNoneLost(JsonObject flowchart, FlowCounters flow, HashSet<string> running)
    {
        JsonObject[] nodes = [.. ((JsonArray)flowchart["activities"]!).Select(each => (JsonObject)each!)];
        var ids = nodes.Select(Id).ToList();
        FlowConnection[] connections = [.. ((JsonArray)flowchart["connections"]!).Select(each => new FlowConnection(
            ids.IndexOf(each!["source"]!["activity"]!.GetValue<string>()),
            each["source"]!["port"]!.GetValue<string>(),
            ids.IndexOf(each["target"]!["activity"]!.GetValue<string>())))];
        int[][] outbound = [.. ids.Select((_, place) => Enumerable.Range(0, connections.Length).Where(c => connections[c].Source == place).ToArray())];
        var graph = new FlowGraph(nodes.Length, connections, outbound, flow.Start);
        for (var node = 0; node < nodes.Length; node++)
        {
            var inbound = graph.Inbound(node);
            if (inbound.Length == 0 || running.Contains(ids[node]))
            {
                continue;
            }

            var pending = IsAnyEnough(nodes[node])
                ? inbound.Count(c => flow.Followed[c] && flow.Arrivals[c] > flow.Visits[node])
                : Math.Max(0, inbound.Min(c => flow.Arrivals[c]) - flow.Visits[node]);
            Assert.True(pending == 0, $"{ids[node]} was reached in {Id(flowchart)}, and neither ran nor was it passed over.\n{flowchart.ToJsonString()}");
        }
    }

    private static bool IsAnyEnough(JsonObject node) =>
        node["type"]!.GetValue<string>() == "Elsa.FlowJoin" && node["mode"]!["expression"]!["value"]!.GetValue<string>() == "WaitAny";

    private static string Id(JsonObject activity) => activity["id"]!.GetValue<string>();

    private static JsonObject? Find(JsonNode? node, string id) => node switch
    {
        JsonObject members when members["id"] is JsonValue value && value.ToString() == id && members.ContainsKey("connections") => members,
        JsonObject members => members.Select(each => Find(each.Value, id)).FirstOrDefault(each => each is not null),
        JsonArray elements => elements.Select(each => Find(each, id)).FirstOrDefault(each => each is not null),
        _ => null,
    };
}
