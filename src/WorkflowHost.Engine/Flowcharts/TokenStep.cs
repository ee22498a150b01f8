using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>
/// What one completion sets off under <see cref="FlowchartMode.Tokens"/>. As Elsa does it, but for what leaves Elsa hanging: an arrival
/// that has no effect takes its own token along, and a merge whose missing branches can't come any more goes on with those that came.
/// </summary>
internal sealed class TokenStep(FlowPlan plan, ActivityContext context)
{
    private readonly List<FlowToken> _tokens = context.Flow!.Tokens!;
    private readonly FlowGraph _graph = plan.GraphFrom(context.Flow!.Start);

    public void Complete(int node, IReadOnlyList<string> outcomes)
    {
        int[] followed = [.. plan.Outbound[node].Where(c => outcomes.Contains(plan.Connections[c].Port))];
        _tokens.AddRange(followed.Select(c => new FlowToken(c)));
        Consume(each => each.IsOpen && TargetOf(each) == node);
        foreach (var c in followed)
        {
            Arrive(c);
        }

        CompleteIfDone();
        _tokens.RemoveAll(each => each.IsConsumed && TargetOf(each) == node);
    }

    public void Cancel(int node)
    {
        _tokens.RemoveAll(each => TargetOf(each) == node || plan.Connections[each.Connection].Source == node);
        if (!_tokens.Exists(each => each.IsOpen) && IsIdle())
        {
            context.Complete();
        }
    }

    private void Arrive(int c)
    {
        var target = plan.Connections[c].Target;
        var runs = ModeOf(target) switch
        {
            MergeMode.Merge => AreAllIn(_graph.Inbound(target)),
            MergeMode.Converge => AreAllIn(plan.Inbound[target]),
            MergeMode.Cascade => IsFirst(c),
            MergeMode.Race => WinsRace(c),
            _ => !Array.Exists(_graph.Inbound(target), inbound => IsOnItsWayTo(plan.Connections[inbound].Source)),
        };
        if (runs)
        {
            context.Schedule(plan.Nodes[target]);
        }
    }

    private MergeMode ModeOf(int node) => plan.Nodes[node].Activity is FlowJoin join
        ? join.ModeIn(context) == FlowJoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge
        : plan.MergeModes[node];

    private bool AreAllIn(int[] inbound) => inbound.Length <= 1 || Array.TrueForAll(inbound, c => _tokens.Exists(each => each.IsOpen && each.Connection == c));

    private bool IsOnItsWayTo(int node) => _tokens.Exists(each => each.IsOpen && TargetOf(each) == node);

    private bool WinsRace(int c)
    {
        new FlowAncestors(plan, context, _graph).Cancel(plan.Connections[c].Target);
        return IsFirst(c);
    }

    private bool IsFirst(int c)
    {
        var connection = plan.Connections[c];
        if (_tokens.Exists(each => each.IsBlocked && each.Connection == c))
        {
            // Its own token goes with the block; in Elsa it stays, and the flowchart never completes.
            Consume(each => each.Connection == c);
            return false;
        }

        _tokens.AddRange(_graph.Inbound(connection.Target)
            .Where(other => plan.Connections[other].Source != connection.Source)
            .Select(other => new FlowToken(other, IsBlocked: true)));
        return true;
    }

    private void CompleteIfDone()
    {
        if (!IsIdle())
        {
            return;
        }

        if (_tokens.FindIndex(each => each.IsOpen) is >= 0 and var waiting)
        {
            context.Schedule(plan.Nodes[TargetOf(_tokens[waiting])]);
            return;
        }

        _tokens.Clear();
        context.Complete();
    }

    // A faulted node keeps its flowchart open: a person may retry it.
    private bool IsIdle() => !context.Run.HasWorkUnder(context) && !context.Run.HasFaultedChild(context);

    private int TargetOf(FlowToken token) => plan.Connections[token.Connection].Target;

    private void Consume(Predicate<FlowToken> which)
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (which(_tokens[i]))
            {
                _tokens[i] = _tokens[i] with { IsConsumed = true };
            }
        }
    }
}
