using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.StateMachines;
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
    private readonly Dictionary<int, MachineMove> _machines = [];

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

    /// <summary>How a state machine goes on; null for anything else, and for one that begins anew.</summary>
    public MachineMove? MachineAt(int i) => _machines.GetValueOrDefault(i);

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
            : around is not null && (node.Parent == _live[parent].Node ? own.Parent != around : !IsIn(own, around)) ? StrandedReason.MovedElsewhere
            : own.Activity is Flowchart { Plan.Nodes.Length: 0 } || !IsReached(own, parent) ? StrandedReason.Unreachable
            : MachineAt(parent) is { } machine && !machine.Hears(own) ? StrandedReason.OtherState
            : _live[i].Undelivered?.Left is not null ? StrandedReason.HalfwayOut
            : FollowState(i, own) ? null : StrandedReason.StateGone;
        if (reason is { } why)
        {
            Strand(i, why);
        }
        else
        {
            _targets[i] = own;
        }
    }

    /// <summary>Finds the state of a state machine; false if it has none in the other version.</summary>
    private bool FollowState(int i, ProgramNode own)
    {
        // One that failed before it entered a state begins anew.
        if (own.Activity is not StateMachine machine || _live[i].Node.Activity is not StateMachine || StateMachine.PlaceOf(_live[i].Local).State is null)
        {
            return true;
        }

        var move = new MachineMove(_live[i], [.. _live.Where(each => each.Parent == i).Select(each => each.Node)], machine, _request.To);
        _machines[i] = move;
        return !move.IsLost;
    }

    private void Choose(int i, string? choice, ProgramNode? around)
    {
        if (choice is null)
        {
            return;
        }

        var target = _request.To.FindNode(choice);
        if (target is null || (around is not null && target.Parent != around) || !MayTakeOver(target, _live[i].Parent))
        {
            Strand(i, StrandedReason.ChoiceUnknown);
        }
        else if (_live.Any(each => each.Node.Key == target.Key && !_request.Choices.ContainsKey(each.Node.ActivityId)) || Array.IndexOf(_targets, target) >= 0)
        {
            Strand(i, StrandedReason.ChoiceBusy);
        }
        else
        {
            _targets[i] = target;
        }
    }

    private void Strand(int i, StrandedReason reason) => _stranded.Add(StrandedAt(i, reason));

    /// <summary>A live activity that can't go on, with what could take over.</summary>
    public StrandedActivity StrandedAt(int i, StrandedReason reason)
    {
        var parent = _live[i].Parent;
        var around = parent >= 0 ? _targets[parent] : null;
        var followers = Followers(i);
        var options = _request.To.Nodes
            .Where(each => around is not null && each.Parent == around && MayTakeOver(each, parent) && _live.All(other => other.Node.Key != each.Key))
            .OrderBy(each => followers.GetValueOrDefault(each.ActivityId, int.MaxValue));
        return new(InstanceNumber.Text(_live[i].Number), _live[i].Node, reason, [.. options]);
    }

    /// <summary>Where something follows: a machine that is leaving its state already hears of nothing new.</summary>
    private bool MayTakeOver(ProgramNode node, int parent) =>
        IsReached(node, parent) && (MachineAt(parent) is not { } machine || (machine.Next is null && machine.Hears(node)));

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

    private static bool IsIn(ProgramNode node, ProgramNode around)
    {
        var each = node.Parent;
        while (each is not null && each != around)
        {
            each = each.Parent;
        }

        return each is not null;
    }

    private bool IsReached(ProgramNode node, int parent) =>
        node.Parent?.Activity is not Flowchart flowchart
        || (parent >= 0 && _live[parent] is { Flow: { } counters, Node.Activity: Flowchart from }
            ? FlowMove.GraphOf(from.Plan, counters, flowchart.Plan).IsReached(flowchart.Plan.PlaceOf(node))
            : flowchart.Plan.IsReached(node));
}
