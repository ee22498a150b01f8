using WorkflowHost.Engine.Flowcharts;

namespace WorkflowHost.Engine.Moves;

/// <summary>
/// Carries the tokens of a flowchart over to another shape. Those of what is running go with it. Those that wait for others stay where both
/// versions agree on what is awaited; anywhere else nobody could say whether what they wait for still comes.
/// </summary>
internal sealed class TokenMove
{
    private readonly FlowPlan _from;
    private readonly FlowPlan _to;
    private readonly FlowGraph _before;
    private readonly FlowGraph _after;
    private readonly Dictionary<(string, string, string), int> _connections = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public TokenMove(FlowPlan from, FlowCounters old, FlowPlan to, FlowGraph after, IReadOnlyList<FlowChild> children)
    {
        (_from, _to, _before, _after) = (from, to, from.GraphFrom(old.Start), after);
        for (var c = 0; c < to.Connections.Length; c++)
        {
            _connections.TryAdd(to.KeyOf(c), c);
        }

        for (var i = 0; i < to.Nodes.Length; i++)
        {
            _places.TryAdd(to.Nodes[i].ActivityId, i);
        }

        // A token stands for what came here; where something else takes over or nothing does, it would stand for what never came.
        LosesSome = children.Any(each => each.To is null || each.IsMovedElsewhere);
        var running = children.Select(each => each.From.ActivityId).ToHashSet(StringComparer.Ordinal);
        foreach (var token in old.Tokens!)
        {
            Carry(token, from.Nodes[from.Connections[token.Connection].Target].ActivityId, running);
        }
    }

    public List<FlowToken> Tokens { get; } = [];

    /// <summary>Not all could be carried over.</summary>
    public bool LosesSome { get; private set; }

    private void Carry(FlowToken token, string target, HashSet<string> running)
    {
        var isKept = _connections.TryGetValue(_from.KeyOf(token.Connection), out var same);
        if (isKept)
        {
            Tokens.Add(token with { Connection = same });
        }

        if (token.IsConsumed)
        {
            return;
        }

        if (token.IsOpen && running.Contains(target))
        {
            // What runs is known to those behind it by its token.
            if (!isKept && _places.TryGetValue(target, out var place) && _after.Inbound(place) is [var first, ..])
            {
                Tokens.Add(token with { Connection = first });
            }
        }
        else
        {
            LosesSome |= !AwaitsTheSame(target);
        }
    }

    private bool AwaitsTheSame(string target)
    {
        var old = Array.FindIndex(_from.Nodes, each => each.ActivityId == target);
        return _places.TryGetValue(target, out var place)
            && _from.Nodes[old].Type == _to.Nodes[place].Type
            && _from.MergeModes[old] == _to.MergeModes[place]
            && _before.Inbound(old).Select(_from.KeyOf).ToHashSet().SetEquals(_after.Inbound(place).Select(_to.KeyOf));
    }
}
