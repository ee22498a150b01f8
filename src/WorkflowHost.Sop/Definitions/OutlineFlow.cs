namespace WorkflowHost.Sop.Definitions;

/// <summary>A connection that names two activities of its flowchart.</summary>
/// <param name="Path">Its JSON path.</param>
internal sealed record OutlineConnection(OutlineActivity Source, string Port, OutlineActivity Target, string Path);

/// <summary>One flowchart of a definition: its nodes and connections in file order.</summary>
internal sealed class OutlineFlow
{
    private readonly ILookup<OutlineActivity, OutlineConnection> _outbound;

    public OutlineFlow(OutlineActivity owner, IReadOnlyList<OutlineActivity> nodes, IReadOnlyList<OutlineConnection> connections)
    {
        Owner = owner;
        Nodes = nodes;
        Connections = connections;
        _outbound = connections.ToLookup(each => each.Source);
        var targets = connections.Select(each => each.Target).ToHashSet();
        Start = nodes.FirstOrDefault(each => each.Type == "Elsa.Start")
            ?? nodes.FirstOrDefault(each => each.CanStartWorkflow)
            ?? nodes.FirstOrDefault(each => !targets.Contains(each))
            ?? (nodes.Count > 0 ? nodes[0] : null);
    }

    public OutlineActivity Owner { get; }

    public IReadOnlyList<OutlineActivity> Nodes { get; }

    public IReadOnlyList<OutlineConnection> Connections { get; }

    /// <summary>Where it begins, by the engine's rule: a Start activity, an activity that can start the workflow, the first nothing leads to.</summary>
    public OutlineActivity? Start { get; }

    /// <summary>Every activity it may begin at: each trigger that can start the workflow begins its own run there.</summary>
    public IEnumerable<OutlineActivity> Starts =>
        Start is null ? [] : Nodes.Where(each => each == Start || each.CanStartWorkflow);

    public IEnumerable<OutlineConnection> From(OutlineActivity node) => _outbound[node];

    /// <summary>The nodes that can be reached from the given ones, themselves included.</summary>
    public HashSet<OutlineActivity> ReachableFrom(IEnumerable<OutlineActivity> starts)
    {
        var reached = new HashSet<OutlineActivity>();
        var open = new Stack<OutlineActivity>(starts);
        while (open.TryPop(out var node))
        {
            if (reached.Add(node))
            {
                foreach (var connection in From(node))
                {
                    open.Push(connection.Target);
                }
            }
        }

        return reached;
    }
}
