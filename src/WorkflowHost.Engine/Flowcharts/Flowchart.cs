using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>
/// Activities joined by connections from ports. Every node waits for all live branches that lead to it by forward connections;
/// a dead branch is passed on as skipped, so it never blocks a join. That is Elsa's counter mode; <see cref="FlowchartMode.Tokens"/> is the other.
/// </summary>
public sealed class Flowchart : Activity, Activity.IDescribed
{
    private const int ByBackwardConnection = 1;

    private FlowPlan _plan = FlowPlan.Empty;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Flowchart",
        Categories.Flow,
        ("Flowchart", "流程图"),
        ("A flowchart is a collection of activities and connections between them.", "由活动和它们之间的连线组成的流程图。"))
    {
        IsContainer = true,
        IsBrowsable = false,
    };

    internal FlowPlan Plan => _plan;

    /// <summary>Whether counters were kept for a flowchart of this shape.</summary>
    internal bool Fits(FlowCounters counters) =>
        counters.Visits.Length == _plan.Nodes.Length && counters.Arrivals.Length == _plan.Connections.Length && counters.Start < _plan.Nodes.Length
        && counters.Tokens?.Exists(each => each.Connection >= _plan.Connections.Length) != true;

    protected internal override void Bind(ActivityBinder binder)
    {
        binder.Node.IsVariableScope = true;
        _plan = FlowPlan.Read(binder);
    }

    protected internal override void Execute(ActivityContext context)
    {
        var start = _plan.StartFor(context.Run.TriggerWithin(context));
        if (start < 0)
        {
            context.Complete();
            return;
        }

        context.Flow = new FlowCounters(start, _plan.Nodes.Length, _plan.Connections.Length)
        {
            Tokens = context.Program.FlowchartMode == FlowchartMode.Tokens ? [] : null,
        };
        context.Schedule(_plan.Nodes[start]);
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        if (child.IsTerminal)
        {
            context.Flow?.Tokens?.Clear();
            context.Complete();
            return;
        }

        if (context.Flow!.Tokens is not null)
        {
            new TokenStep(_plan, context).Complete(_plan.PlaceOf(child.Node), child.Outcomes);
            return;
        }

        var step = new FlowStep(_plan, context);
        step.Visit(_plan.PlaceOf(child.Node), child.Outcomes, child.Tag == ByBackwardConnection, child.Left);
        if (!step.HasScheduled)
        {
            CompleteIfDone(context);
        }
    }

    /// <summary>A cancelled node counts as completed without any outcome. What that sets off is queued even if the flowchart ends with the node.</summary>
    protected internal override void ChildCancelled(ActivityContext context, ChildCompletion child)
    {
        if (context.Flow!.Tokens is not null)
        {
            new TokenStep(_plan, context).Cancel(_plan.PlaceOf(child.Node));
            return;
        }

        CompleteIfDone(context);
        new FlowStep(_plan, context).Visit(_plan.PlaceOf(child.Node), [], byBackwardConnection: false);
    }

    /// <summary>A join that runs cancels what still runs before it.</summary>
    internal void CancelBefore(ActivityContext context, ProgramNode join) => new FlowStep(_plan, context).CancelAncestors(_plan.PlaceOf(join));

    // A faulted node keeps its flowchart open: a person may retry it.
    private static void CompleteIfDone(ActivityContext context)
    {
        if (!context.Run.HasWorkUnder(context) && !context.Run.HasFaultedChild(context))
        {
            context.Complete();
        }
    }

    /// <summary>What one completion sets off.</summary>
    private sealed class FlowStep(FlowPlan plan, ActivityContext context)
    {
        private readonly FlowCounters _counters = context.Flow!;
        private readonly FlowGraph _graph = plan.GraphFrom(context.Flow!.Start);

        public bool HasScheduled { get; private set; }

        /// <param name="left">Where an earlier visit stopped because something failed; what came before it is done.</param>
        public void Visit(int node, IReadOnlyList<string> outcomes, bool byBackwardConnection, IReadOnlyList<int>? left = null)
        {
            if (!_graph.IsReached(node))
            {
                return;
            }

            // A dead branch may be as long as the flowchart, so it is walked with a stack of our own.
            var open = new Stack<(int Node, int Next)>();
            for (var i = 0; i < left?.Count - 1; i += 2)
            {
                open.Push((Math.Min(left![i], plan.Outbound.Length - 1), left[i + 1]));
            }

            if (left is null)
            {
                _counters.Visits[node] += byBackwardConnection ? 0 : 1;
                open.Push((node, 0));
            }

            var isAgain = left is not null;
            while (open.TryPop(out var at))
            {
                if (at.Next < plan.Outbound[at.Node].Length)
                {
                    // What is skipped counts as visited, and nothing behind it is followed from here.
                    if (Left(open, at, at.Node == node && open.Count == 0 ? outcomes : [], isAgain) is { } skipped)
                    {
                        _counters.Visits[skipped]++;
                        open.Push((skipped, 0));
                    }
                }

                isAgain = false;
            }
        }

        /// <summary>Leaves by one connection. If that fails it counts all the same, and the place is noted for when it is tried again.</summary>
        private int? Left(Stack<(int Node, int Next)> open, (int Node, int Next) at, IReadOnlyList<string> outcomes, bool isAgain)
        {
            try
            {
                var skipped = Leave(plan.Outbound[at.Node][at.Next], outcomes, isAgain);
                open.Push(at with { Next = at.Next + 1 });
                return skipped;
            }
            catch
            {
                context.Run.StopAt([.. open.Reverse().Append(at).SelectMany(each => new[] { each.Node, each.Next })]);
                throw;
            }
        }

        /// <summary>Visits one connection; gives the node that is skipped by it, if any.</summary>
        private int? Leave(int c, IReadOnlyList<string> outcomes, bool isAgain)
        {
            var connection = plan.Connections[c];
            var isFollowed = Contains(outcomes, connection.Port);
            _counters.Arrivals[c] += isAgain ? 0 : 1;
            _counters.Followed[c] = isFollowed;
            if (_graph.IsBackward(c))
            {
                GoBack(c, isFollowed);
                return null;
            }

            return Arrive(c, connection.Target) ? connection.Target : null;
        }

        private void GoBack(int c, bool isFollowed)
        {
            if (!isFollowed)
            {
                return;
            }

            var connection = plan.Connections[c];
            var target = plan.Nodes[connection.Target];
            if (!_graph.IsValid(c))
            {
                throw new ActivityFaultException(
                    $"Invalid backward connection: Every path from the source ('{plan.Nodes[connection.Source].ActivityId}') must go through the target ('{target.ActivityId}') when tracing back to the start.");
            }

            Schedule(target, ByBackwardConnection);
        }

        /// <summary>Applies the rule of the target; true if it is to be skipped.</summary>
        private bool Arrive(int c, int target)
        {
            var node = plan.Nodes[target];
            var mode = node.Activity is FlowJoin join ? join.ModeIn(context) : FlowJoinMode.WaitAllActive;
            var isAny = mode == FlowJoinMode.WaitAny;
            if (isAny && (_counters.Arrivals[c] <= _counters.Visits[target] || context.Run.IsQueued(context, node)))
            {
                return false;
            }

            var inbound = _graph.Inbound(target);
            var fewest = int.MaxValue;
            var most = 0;
            foreach (var each in inbound)
            {
                fewest = Math.Min(fewest, _counters.Arrivals[each]);
                most = Math.Max(most, _counters.Arrivals[each]);
            }

            var areAllIn = fewest > _counters.Visits[target];
            if (!isAny && !areAllIn)
            {
                return false;
            }

            // Only the latest round counts: a connection visited less often than another one belongs to an earlier round.
            var isLive = mode == FlowJoinMode.WaitAll
                ? Array.TrueForAll(inbound, each => _counters.Followed[each] && _counters.Arrivals[each] == most)
                : Array.Exists(inbound, each => _counters.Followed[each] && _counters.Arrivals[each] == most);
            if (!isLive)
            {
                return areAllIn;
            }

            Schedule(node, 0);
            if (isAny)
            {
                CancelAncestors(target);
            }

            return false;
        }

        public void CancelAncestors(int target) => new FlowAncestors(plan, context, _graph).Cancel(target);

        private void Schedule(ProgramNode node, int tag)
        {
            HasScheduled = true;
            context.Schedule(node, tag);
        }

        private static bool Contains(IReadOnlyList<string> outcomes, string port)
        {
            for (var i = 0; i < outcomes.Count; i++)
            {
                if (outcomes[i] == port)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
