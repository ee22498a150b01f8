namespace WorkflowHost.Engine.Flowcharts;

/// <summary>
/// How often a running flowchart has visited its nodes and connections. Joins compare these counts, so loops work without resetting them.
/// </summary>
internal sealed class FlowCounters(int start, int[] visits, int[] arrivals, bool[] followed)
{
    public FlowCounters(int start, int nodes, int connections)
        : this(start, new int[nodes], new int[connections], new bool[connections])
    {
    }

    /// <summary>The node this run started at, by its place in the flowchart; it decides which connections lead forward.</summary>
    public int Start { get; } = start;

    /// <summary>Visits per node.</summary>
    public int[] Visits { get; } = visits;

    /// <summary>Visits per connection.</summary>
    public int[] Arrivals { get; } = arrivals;

    /// <summary>Whether the last visit of a connection followed it.</summary>
    public bool[] Followed { get; } = followed;

    /// <summary>The tokens, where the flowchart runs by them; null where it counts. It goes on as it began.</summary>
    public List<FlowToken>? Tokens { get; init; }

    public FlowCounters Copy() => new(Start, [.. Visits], [.. Arrivals], [.. Followed]) { Tokens = Tokens is null ? null : [.. Tokens] };
}
