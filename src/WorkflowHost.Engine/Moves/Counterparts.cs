using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Moves;

/// <summary>Finds for each live activity where it goes on in the other version.</summary>
internal sealed class Counterparts
{
    private readonly StateMoveRequest _request;
    private readonly IReadOnlyList<ActivityState> _live;
    private readonly ProgramNode?[] _targets;
    private readonly bool[] _isGiven;
    private readonly List<StrandedActivity> _stranded = [];

    public Counterparts(StateMoveRequest request)
    {
        _request = request;
        _live = request.State.Activities;
        _targets = new ProgramNode?[_live.Count];
        _isGiven = new bool[_live.Count];
        // Parents stand before their children.
        for (var i = 0; i < _live.Count; i++)
        {
            Find(i);
        }
    }

    public IReadOnlyList<StrandedActivity> Stranded => _stranded;

    public ProgramNode NodeAt(int i) => _live[i].Node;

    /// <summary>Null when the wait is given up, by choice or with what is around it.</summary>
    public ProgramNode? TargetAt(int i) => _targets[i];

    /// <summary>Whether another activity takes over by choice.</summary>
    public bool IsMovedElsewhere(int i) => _isGiven[i] && _targets[i] is not null;

    private void Find(int i)
    {
        var (node, parent) = (_live[i].Node, _live[i].Parent);
        if (node.Index == 0)
        {
            _targets[i] = _request.To.Nodes[0];
            return;
        }

        // With a container that is given up or stranded, what runs in it needs no word of its own.
        if (parent >= 0 && _targets[parent] is null)
        {
            return;
        }

        var around = parent >= 0 ? _targets[parent] : null;
        if (_request.Choices.TryGetValue(node.ActivityId, out var choice))
        {
            _isGiven[i] = true;
            Choose(i, choice, around);
            return;
        }

        // The root may have got another id: an editor that draws a flowchart anew gives it one.
        var own = node.Parent?.Index == 0 ? _request.To.Nodes.FirstOrDefault(each => each.Parent?.Index == 0) : _request.To.FindByKey(node.Key);
        StrandedReason? reason =
            own is null ? StrandedReason.Removed
            : own.Type != node.Type ? StrandedReason.TypeChanged
            : around is not null && own.Parent != around ? StrandedReason.MovedElsewhere
            : own.Activity is Flowchart { Plan.Nodes.Length: 0 } || !IsReached(own, parent) ? StrandedReason.Unreachable
            : null;
        if (reason is { } why)
        {
            Strand(i, why, around);
        }
        else
        {
            _targets[i] = own;
        }
    }

    private void Choose(int i, string? choice, ProgramNode? around)
    {
        if (choice is null)
        {
            return;
        }

        var target = _request.To.FindNode(choice);
        if (target is null || (around is not null && target.Parent != around) || !IsReached(target, _live[i].Parent))
        {
            Strand(i, StrandedReason.ChoiceUnknown, around);
        }
        else if (_live.Any(each => each.Node.Key == target.Key && !_request.Choices.ContainsKey(each.Node.ActivityId)) || Array.IndexOf(_targets, target) >= 0)
        {
            Strand(i, StrandedReason.ChoiceBusy, around);
        }
        else
        {
            _targets[i] = target;
        }
    }

    private void Strand(int i, StrandedReason reason, ProgramNode? around)
    {
        var followers = Followers(i);
        var options = _request.To.Nodes
            .Where(each => around is not null && each.Parent == around && IsReached(each, _live[i].Parent) && _live.All(other => other.Node.Key != each.Key))
            .OrderBy(each => followers.GetValueOrDefault(each.ActivityId, int.MaxValue));
        _stranded.Add(new(_request.State.LiveActivities.ElementAt(i).ActivityInstanceId, _live[i].Node, reason, [.. options]));
    }

    /// <summary>What followed an activity of a flowchart, the nearest first.</summary>
    private Dictionary<string, int> Followers(int i)
    {
        var distances = new Dictionary<string, int>(StringComparer.Ordinal);
        if (_live[i].Node is not { Parent.Activity: Flowchart { Plan: var plan } } node || _live[i].Parent < 0 || _live[_live[i].Parent].Flow is not { } counters)
        {
            return distances;
        }

        // Going back is possible, but not what is likeliest meant.
        var graph = plan.GraphFrom(counters.Start);
        var open = new Queue<int>([plan.PlaceOf(node)]);
        while (open.TryDequeue(out var place))
        {
            foreach (var target in plan.Outbound[place].Where(c => !graph.IsBackward(c)).Select(c => plan.Connections[c].Target))
            {
                if (distances.TryAdd(plan.Nodes[target].ActivityId, distances.Count))
                {
                    open.Enqueue(target);
                }
            }
        }

        return distances;
    }

    private bool IsReached(ProgramNode node, int parent) =>
        node.Parent?.Activity is not Flowchart flowchart
        || (parent >= 0 && _live[parent] is { Flow: { } counters, Node.Activity: Flowchart from }
            ? FlowMove.GraphOf(from.Plan, counters, flowchart.Plan).IsReached(flowchart.Plan.PlaceOf(node))
            : flowchart.Plan.IsReached(node));
}
