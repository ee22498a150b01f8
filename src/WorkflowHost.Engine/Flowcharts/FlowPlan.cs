using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Triggers;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>The nodes and connections of one flowchart, in file order. Thread-safe.</summary>
internal sealed class FlowPlan
{
    private readonly Dictionary<ProgramNode, int> _places = [];
    private readonly ConcurrentDictionary<int, FlowGraph> _graphs = new();
    private readonly int _start;

    private FlowPlan(IReadOnlyList<ProgramNode> nodes, FlowConnection[] connections, int start)
    {
        Nodes = [.. nodes];
        Connections = connections;
        for (var i = 0; i < Nodes.Length; i++)
        {
            _places[Nodes[i]] = i;
        }

        var bySource = Enumerable.Range(0, connections.Length).ToLookup(c => connections[c].Source);
        Outbound = [.. Enumerable.Range(0, Nodes.Length).Select(node => bySource[node].ToArray())];
        var byTarget = Enumerable.Range(0, connections.Length).ToLookup(c => connections[c].Target);
        Inbound = [.. Enumerable.Range(0, Nodes.Length).Select(node => byTarget[node].ToArray())];
        MergeModes = new MergeMode[Nodes.Length];
        _start = start;
        if (start >= 0)
        {
            GraphFrom(start);
        }
    }

    public static FlowPlan Empty { get; } = new([], [], -1);

    public ProgramNode[] Nodes { get; }

    public FlowConnection[] Connections { get; }

    /// <summary>The connections that leave each node.</summary>
    public int[][] Outbound { get; }

    /// <summary>The connections that lead to each node, back ones too.</summary>
    public int[][] Inbound { get; }

    /// <summary>What each node waits for where the flowchart runs by tokens.</summary>
    public MergeMode[] MergeModes { get; private init; }

    /// <summary>The place of a node, or of the one it stands in: work that outlived its container is kept under the next one.</summary>
    public int PlaceOf(ProgramNode node)
    {
        var place = 0;
        for (var each = node; each is not null && !_places.TryGetValue(each, out place); each = each.Parent)
        {
        }

        return place;
    }

    /// <summary>What a connection is known by in every version: the ids at its ends, and the port it leaves by.</summary>
    public (string Source, string Port, string Target) KeyOf(int connection)
    {
        var each = Connections[connection];
        return (Nodes[each.Source].ActivityId, each.Port, Nodes[each.Target].ActivityId);
    }

    /// <summary>The place of the first node to run, or -1 if there is none. A trigger that started the instance comes before all rules.</summary>
    public int StartFor(ProgramNode? trigger) => trigger is not null && _places.TryGetValue(trigger, out var place) ? place : _start;

    /// <summary>Whether the flowchart comes to a node when it begins where it does by itself.</summary>
    public bool IsReached(ProgramNode node) => _start >= 0 && GraphFrom(_start).IsReached(PlaceOf(node));

    /// <summary>The graph from a start node; computed once for each that is used.</summary>
    public FlowGraph GraphFrom(int start) =>
        _graphs.GetOrAdd(start, static (from, plan) => new FlowGraph(plan.Nodes.Length, plan.Connections, plan.Outbound, from), this);

    public static FlowPlan Read(ActivityBinder binder)
    {
        var nodes = binder.Children("activities");
        var connections = ReadConnections(binder, nodes);
        return new FlowPlan(nodes, connections, StartOf(binder, nodes, connections)) { MergeModes = ReadMergeModes(binder, nodes) };
    }

    // Without a mode, or with one nobody knows, a node streams; so does Elsa.
    private static MergeMode[] ReadMergeModes(ActivityBinder binder, IReadOnlyList<ProgramNode> nodes)
    {
        var modes = new Dictionary<string, MergeMode>(StringComparer.Ordinal);
        foreach (var json in (binder.Json["activities"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (ProgramBuilder.Text(json, "id") is { } id && json["customProperties"] is JsonObject custom
                && Enum.TryParse<MergeMode>(ProgramBuilder.Text(custom, "mergeMode"), ignoreCase: true, out var mode) && Enum.IsDefined(mode))
            {
                modes.TryAdd(id, mode);
            }
        }

        return [.. nodes.Select(each => modes.GetValueOrDefault(each.ActivityId))];
    }

    // Elsa does not read the property "start" of the JSON.
    private static int StartOf(ActivityBinder binder, IReadOnlyList<ProgramNode> nodes, FlowConnection[] connections)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Type == "Elsa.Start")
            {
                return i;
            }
        }

        var starters = Starters(binder);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (starters.Contains(nodes[i].ActivityId))
            {
                return i;
            }
        }

        var targets = connections.Select(each => each.Target).ToHashSet();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!targets.Contains(i))
            {
                return i;
            }
        }

        return nodes.Count > 0 ? 0 : -1;
    }

    /// <summary>The ids of the activities marked as able to start the workflow.</summary>
    private static HashSet<string?> Starters(ActivityBinder binder) =>
        (binder.Json["activities"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(TriggerReader.CanStart)
        .Select(json => ProgramBuilder.Text(json, "id"))
        .ToHashSet(StringComparer.Ordinal);

    private static FlowConnection[] ReadConnections(ActivityBinder binder, IReadOnlyList<ProgramNode> nodes)
    {
        if (ConnectionForm.ListOf(binder.Json["connections"]) is not { } items)
        {
            binder.Fault(DefinitionFaultCodes.JsonShape, "connections", "\"connections\" must be an array.");
            return [];
        }

        if (items.Count > binder.Report.Limits.Connections)
        {
            binder.Fault(
                DefinitionFaultCodes.DefinitionSize,
                "connections",
                string.Create(CultureInfo.InvariantCulture, $"The flowchart has {items.Count} connections; {binder.Report.Limits.Connections} are allowed. Split it into nested flowcharts."));
            return [];
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            places.TryAdd(nodes[i].ActivityId, i);
        }

        var connections = new List<FlowConnection>(items.Count);

        // A connection drawn twice counts once.
        var known = new HashSet<(FlowConnection, string)>();
        var path = JsonLocator.Member(binder.Path, "connections");
        for (var i = 0; i < items.Count; i++)
        {
            if (ReadConnection(binder, items[i], JsonLocator.Element(path, i), places) is { } read && known.Add(read))
            {
                connections.Add(read.Connection);
            }
        }

        return [.. connections];
    }

    private static (FlowConnection Connection, string TargetPort)? ReadConnection(ActivityBinder binder, JsonNode? json, string path, Dictionary<string, int> places)
    {
        if (ConnectionForm.Read(json) is not { } connection)
        {
            binder.Fault(DefinitionFaultCodes.ConnectionInvalid, path, "A connection must have \"source\" and \"target\", each with the id of an \"activity\".");
            return null;
        }

        if (places.TryGetValue(connection.Source, out var start) && places.TryGetValue(connection.Target, out var end))
        {
            return (new FlowConnection(start, connection.Port, end), connection.TargetPort);
        }

        binder.Report.Warn(
            DefinitionFaultCodes.ConnectionDangling,
            path,
            $"The connection from \"{connection.Source}\" to \"{connection.Target}\" names an activity that this flowchart does not have; it is set aside.",
            ("source", connection.Source),
            ("target", connection.Target));
        return null;
    }
}
