using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>
/// Which connections of a shipped workflow the given cases have followed. Read off the counters that a flowchart stores with
/// the case; what leads to its end without waiting can't be read there any more and is taken from the tasks and events that led to it.
/// </summary>
internal sealed class WalkedConnections
{
    private readonly List<(string From, string Port, string To)> _connections;
    private readonly HashSet<string> _tail;
    private readonly HashSet<(string From, string Port, string To)> _walked = [];

    public WalkedConnections(string definition)
    {
        var root = JsonNode.Parse(RealPack.Files().Single(f => f.Path == definition + ".json").Utf8)!["root"]!;
        var types = root["activities"]!.AsArray().ToDictionary(a => a!["id"]!.ToString(), a => a!["type"]!.ToString());
        _connections = [.. root["connections"]!.AsArray().Select(c => (c!["source"]!["activity"]!.ToString(), c["source"]!["port"]!.ToString(), c["target"]!["activity"]!.ToString()))];
        _tail = [.. types.Where(a => a.Value == "Elsa.Finish").Select(a => a.Key)];
        var straight = types.Where(a => a.Value is "Sop.CloseCase" or "Sop.Notify" or "Sop.MergeCase").Select(a => a.Key).ToList();
        while (straight.Where(id => !_tail.Contains(id) && _connections.Where(c => c.From == id).All(c => _tail.Contains(c.To))).ToList() is { Count: > 0 } more)
        {
            _tail.UnionWith(more);
        }
    }

    public void Add(CaseSimulator sim)
    {
        foreach (var stored in sim.Stored)
        {
            var flows = JsonNode.Parse(stored)!["workflow"]!["live"]?.AsArray().Where(a => a!["flow"] is not null) ?? [];
            foreach (var arrivals in flows.Select(a => a!["flow"]!["arrivals"]!.AsArray()))
            {
                _walked.UnionWith(_connections.Where((_, place) => (int)arrivals[place]! > 0));
            }
        }

        if (sim.State.Status == CaseStatus.Ended)
        {
            var last = (sim.LastStep.ActivityId, sim.LastStep.Outcome);
            _walked.UnionWith(_connections.Where(c => (c.From, c.Port) == last || _tail.Contains(c.From)));
        }
    }

    public IReadOnlyList<string> Left => [.. _connections.Where(c => !_walked.Contains(c)).Select(c => $"{c.From}.{c.Port} → {c.To}")];
}
