using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Lint;

/// <summary>
/// Cycles in which nothing waits: such a case runs round until the step budget ends it with an incident. Where a decision leads out of
/// the cycle it may be a loop that counts, so that is only a warning.
/// </summary>
internal static class LoopLint
{
    public static void Check(LintContext context, OutlineFlow flow)
    {
        foreach (var cycle in Cycles(flow, ImmediateTargets(context, flow)))
        {
            var first = flow.Nodes.First(cycle.Contains);
            var hasExit = cycle.Any(node => HasExit(context, flow, node, cycle));
            context.Add(
                LintCodes.LoopWithoutWait,
                hasExit ? LintSeverity.Warning : LintSeverity.Error,
                first,
                null,
                ("steps", string.Join(" → ", flow.Nodes.Where(cycle.Contains).Select(each => each.Name))));
        }
    }

    /// <summary>A <c>While</c> whose body doesn't wait: a count, or a spin when its condition always holds.</summary>
    public static void CheckWhile(LintContext context, OutlineActivity loop)
    {
        var body = context.Outline.Activities.Where(each => each.Ancestors.Contains(loop)).ToList();
        if (body.Count == 0 || body.Any(ActivityPorts.Waits))
        {
            return;
        }

        var isForever = loop.Input("condition") is { IsLiteral: true } condition
            && string.Equals(condition.Value?.ToString(), "true", StringComparison.OrdinalIgnoreCase)
            && body.TrueForAll(each => each.Type is not ("Elsa.Break" or "Elsa.Finish"));
        context.Add(LintCodes.LoopWithoutWait, isForever ? LintSeverity.Error : LintSeverity.Warning, loop, null, ("steps", string.Join(" → ", body.Select(each => each.Name))));
    }

    private static Dictionary<OutlineActivity, List<OutlineActivity>> ImmediateTargets(LintContext context, OutlineFlow flow)
    {
        var waiting = flow.Nodes.Where(node => ActivityPorts.Waits(node) || context.Outline.Activities.Any(each => each.Ancestors.Contains(node) && ActivityPorts.Waits(each))).ToHashSet();
        var targets = flow.Nodes.ToDictionary(each => each, _ => new List<OutlineActivity>());
        foreach (var connection in flow.Connections)
        {
            if (!waiting.Contains(connection.Source) || ActivityPorts.IsImmediate(connection.Source, connection.Port))
            {
                targets[connection.Source].Add(connection.Target);
            }
        }

        return targets;
    }

    private static bool HasExit(LintContext context, OutlineFlow flow, OutlineActivity node, HashSet<OutlineActivity> cycle)
    {
        if (ActivityPorts.IsParallel(node))
        {
            return false;
        }

        var ports = ActivityPorts.Of(node, context.Pack);
        if (ports is null || ActivityPorts.Waits(node))
        {
            return true;
        }

        var inside = flow.From(node).Where(each => cycle.Contains(each.Target)).Select(each => each.Port).ToHashSet(StringComparer.Ordinal);
        return ports.Any(port => !inside.Contains(port));
    }

    /// <summary>The groups of nodes that all lead to each other, and nodes that lead to themselves (Tarjan 1972, with a stack of our own).</summary>
    private static List<HashSet<OutlineActivity>> Cycles(OutlineFlow flow, Dictionary<OutlineActivity, List<OutlineActivity>> targets)
    {
        var cycles = new List<HashSet<OutlineActivity>>();
        var index = new Dictionary<OutlineActivity, int>();
        var low = new Dictionary<OutlineActivity, int>();
        var path = new Stack<OutlineActivity>();
        var onPath = new HashSet<OutlineActivity>();
        foreach (var start in flow.Nodes.Where(each => !index.ContainsKey(each)))
        {
            var open = new Stack<(OutlineActivity Node, int Next)>([(start, 0)]);
            while (open.TryPop(out var at))
            {
                if (at.Next == 0)
                {
                    index[at.Node] = low[at.Node] = index.Count;
                    path.Push(at.Node);
                    onPath.Add(at.Node);
                }
                else if (onPath.Contains(targets[at.Node][at.Next - 1]))
                {
                    low[at.Node] = Math.Min(low[at.Node], low[targets[at.Node][at.Next - 1]]);
                }

                if (at.Next < targets[at.Node].Count)
                {
                    open.Push(at with { Next = at.Next + 1 });
                    var target = targets[at.Node][at.Next];
                    if (!index.ContainsKey(target))
                    {
                        open.Push((target, 0));
                    }
                }
                else if (low[at.Node] == index[at.Node])
                {
                    Close(at.Node, targets, path, onPath, cycles);
                }
            }
        }

        return cycles;
    }

    private static void Close(
        OutlineActivity root,
        Dictionary<OutlineActivity, List<OutlineActivity>> targets,
        Stack<OutlineActivity> path,
        HashSet<OutlineActivity> onPath,
        List<HashSet<OutlineActivity>> cycles)
    {
        var group = new HashSet<OutlineActivity>();
        OutlineActivity node;
        do
        {
            node = path.Pop();
            onPath.Remove(node);
            group.Add(node);
        }
        while (node != root);
        if (group.Count > 1 || targets[root].Contains(root))
        {
            cycles.Add(group);
        }
    }
}
