using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Moves;

/// <summary>A live node of a flowchart that is moved.</summary>
/// <param name="To">Null when its wait is given up.</param>
internal readonly record struct FlowChild(ProgramNode From, ProgramNode? To, int Tag, bool IsMovedElsewhere);

/// <summary>
/// Carries a flowchart's counts over to another shape, so that joins neither hang nor fire twice: what both versions have keeps its
/// counts, and what is new counts as if it had always been there and had been passed along with its neighbours. A new step behind the
/// place where the instance stands is therefore not run, one ahead of it is.
/// </summary>
internal sealed class FlowMove
{
    private const int ByBackwardConnection = 1;

    private readonly FlowPlan _from;
    private readonly FlowCounters _old;
    private readonly FlowPlan _to;
    private readonly FlowGraph _graph;
    private readonly IReadOnlyList<FlowChild> _children;
    private readonly Dictionary<string, int> _oldPlaces = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string), int> _oldConnections = [];
    private readonly FlowCounters _new;
    private readonly int[] _isLive;
    private readonly Dictionary<ProgramNode, int> _tags = [];
    private readonly List<ProgramNode> _due = [];
    private readonly List<ProgramNode> _skipped = [];
    private readonly HashSet<int> _dead = [];
    private List<ProgramNode> _listeners = [];

    public FlowMove(FlowPlan from, FlowCounters old, FlowPlan to, IReadOnlyList<FlowChild> children)
    {
        (_from, _old, _to) = (from, old, to);
        _children = [.. children.Where(each => each.To is not null)];
        for (var i = 0; i < from.Nodes.Length; i++)
        {
            _oldPlaces.TryAdd(from.Nodes[i].ActivityId, i);
        }

        for (var c = 0; c < from.Connections.Length; c++)
        {
            _oldConnections.TryAdd(from.KeyOf(c), c);
        }

        _graph = GraphOf(from, old, to);
        var tokens = old.Tokens is null ? null : new TokenMove(from, old, to, _graph, children);
        _new = new FlowCounters(_graph.Start, to.Nodes.Length, to.Connections.Length) { Tokens = tokens?.Tokens };
        LosesTokens = tokens?.LosesSome == true;
        _isLive = new int[to.Nodes.Length];
        Carry();
        GiveUp(children);
    }

    /// <summary>Tokens that are under way would be lost, so that what they are going to would wait for ever.</summary>
    public bool LosesTokens { get; }

    /// <summary>The other version seen from where this run began; from where it begins by itself when that node is gone.</summary>
    public static FlowGraph GraphOf(FlowPlan from, FlowCounters old, FlowPlan to)
    {
        var begin = Array.FindIndex(to.Nodes, each => each.ActivityId == from.Nodes[old.Start].ActivityId);
        return to.GraphFrom(begin >= 0 ? begin : to.StartFor(null));
    }

    /// <summary>New listeners that a step already done leads to by an outcome it last took, or by its only one.</summary>
    public IReadOnlyList<ProgramNode> BeginListeners(IReadOnlySet<string> types)
    {
        _listeners = [.. _to.Nodes.Where((node, place) =>
            types.Contains(node.Type)
            && !_oldPlaces.ContainsKey(node.ActivityId)
            && _children.All(child => child.To != node)
            && _graph.IsReached(place)
            && Array.Exists(_graph.Inbound(place), WasTaken))];
        return _listeners;
    }

    /// <summary>How a node that was chosen to take over is scheduled: one that was passed before counts as gone back to.</summary>
    public int TagOf(ProgramNode node) => _tags.GetValueOrDefault(node);

    /// <summary>Nodes for which nothing is left to wait for, now that what they waited for is gone: they are to run.</summary>
    public IReadOnlyList<ProgramNode> Due => _due;

    /// <summary>New nodes that lie behind where the instance stands.</summary>
    public IEnumerable<ProgramNode> PassedOver()
    {
        var ahead = _graph.DescendantsOf(Enumerable.Range(0, _to.Nodes.Length).Where(StandsAt));
        return _to.Nodes.Where((node, place) => !_oldPlaces.ContainsKey(node.ActivityId) && _graph.IsReached(place) && !StandsAt(place) && !ahead[place]);
    }

    /// <summary>Nodes of both versions that are passed over now, because what would have led to them is given up or gone.</summary>
    public IReadOnlyList<ProgramNode> Skipped => _skipped;

    public FlowCounters Run()
    {
        foreach (var child in _children)
        {
            var place = _to.PlaceOf(child.To!);
            var tag = child.IsMovedElsewhere ? TagFor(child, place) : child.Tag;
            _tags[child.To!] = tag;
            _isLive[place] += tag == ByBackwardConnection ? 0 : 1;
        }

        foreach (var listener in _listeners)
        {
            var place = _to.PlaceOf(listener);
            _new.Visits[place] = Math.Max(0, _new.Visits[place] - 1);
            _isLive[place]++;
        }

        // Tokens count nothing.
        if (_new.Tokens is null)
        {
            Level();
            Settle();
        }

        return _new;
    }

    private int TagFor(FlowChild child, int place)
    {
        var round = _oldPlaces.TryGetValue(child.From.ActivityId, out var old) ? _old.Visits[old] + (child.Tag == ByBackwardConnection ? 0 : 1) : 1;
        return _new.Visits[place] >= round ? ByBackwardConnection : 0;
    }

    /// <summary>Counts of what both versions have, and for the rest what they would be; a node comes after all that leads forward to it.</summary>
    private void Carry()
    {
        foreach (var node in _graph.InForwardOrder())
        {
            var inbound = _graph.Inbound(node);
            _new.Visits[node] = _oldPlaces.TryGetValue(_to.Nodes[node].ActivityId, out var old)
                ? _old.Visits[old]
                : inbound.Length == 0 ? 0 : inbound.Min(c => _new.Arrivals[c]);
            foreach (var c in _to.Outbound[node])
            {
                if (_oldConnections.TryGetValue(_to.KeyOf(c), out var same))
                {
                    _new.Arrivals[c] = _old.Arrivals[same];
                    _new.Followed[c] = _old.Followed[same];
                }
                else
                {
                    _new.Arrivals[c] = CompletionsOf(node);
                }
            }
        }
    }

    /// <summary>A wait that is given up counts as a node that was cancelled: visited, and left without any outcome.</summary>
    private void GiveUp(IReadOnlyList<FlowChild> children)
    {
        foreach (var child in children.Where(each => each.To is null))
        {
            var place = Array.FindIndex(_to.Nodes, each => each.ActivityId == child.From.ActivityId);
            if (place < 0)
            {
                continue;
            }

            _new.Visits[place] += child.Tag == ByBackwardConnection ? 0 : 1;
            foreach (var c in _to.Outbound[place])
            {
                _new.Arrivals[c]++;
                _new.Followed[c] = false;
                _dead.Add(c);
            }
        }
    }

    /// <summary>How often a node has been left: by any of its connections, since each counts every time.</summary>
    private int CompletionsOf(int node)
    {
        if (_oldPlaces.TryGetValue(_to.Nodes[node].ActivityId, out var old) && _from.Outbound[old].Length > 0)
        {
            return _from.Outbound[old].Max(c => _old.Arrivals[c]);
        }

        return _new.Visits[node];
    }

    /// <summary>A connection that wasn't there must not lag behind what its target has seen already, unless its source is still to come.</summary>
    private void Level()
    {
        var ahead = _graph.DescendantsOf(Enumerable.Range(0, _to.Nodes.Length).Where(StandsAt));
        for (var target = 0; target < _to.Nodes.Length; target++)
        {
            foreach (var c in _graph.IsReached(target) ? _graph.Inbound(target) : [])
            {
                if (!_oldConnections.ContainsKey(_to.KeyOf(c)))
                {
                    var source = _to.Connections[c].Source;
                    var isPassed = !StandsAt(source) && !ahead[source];
                    var least = _new.Visits[target] + _isLive[target] + (ahead[target] && _isLive[target] == 0 && isPassed ? 1 : 0);
                    _new.Arrivals[c] = Math.Max(_new.Arrivals[c], least);
                }
            }
        }
    }

    /// <summary>
    /// A node that every way has come to, though it hasn't run, either runs now or is passed over like a dead branch, as it would have
    /// been when the last of them came: what was jumped over is then no debt in the next round.
    /// </summary>
    private void Settle()
    {
        foreach (var node in _graph.InForwardOrder())
        {
            var inbound = _graph.Inbound(node);
            if (inbound.Length == 0 || _isLive[node] > 0 || !_graph.IsReached(node))
            {
                continue;
            }

            var waitsForAll = _to.Nodes[node].Activity is FlowJoin { WaitsForAll: true };
            var isBarred = waitsForAll && Array.Exists(inbound, _dead.Contains);
            var wasBarred = waitsForAll && Array.Exists(inbound, c => _oldConnections.ContainsKey(_to.KeyOf(c)) && !_new.Followed[c] && _new.Arrivals[c] > _new.Visits[node]);
            var passed = inbound.Min(c => _new.Arrivals[c]) - _new.Visits[node];
            var most = inbound.Max(c => _new.Arrivals[c]);
            if (passed > 0 && !isBarred && !wasBarred && !StandsAt(node) && Array.Exists(inbound, c => _new.Followed[c] && _new.Arrivals[c] == most))
            {
                _due.Add(_to.Nodes[node]);
                _isLive[node]++;
            }
            else if (passed > 0)
            {
                PassOver(node, passed);
            }
            else if (isBarred)
            {
                // It will be passed over when the last of the others has come.
                _skipped.Add(_to.Nodes[node]);
            }
        }
    }

    private void PassOver(int node, int times)
    {
        if (_oldPlaces.ContainsKey(_to.Nodes[node].ActivityId))
        {
            _skipped.Add(_to.Nodes[node]);
        }

        _new.Visits[node] += times;
        foreach (var c in _to.Outbound[node])
        {
            _new.Arrivals[c] += times;
            _new.Followed[c] = false;
            _dead.Add(c);
        }
    }

    /// <summary>Whether the instance waits there now, come by whatever connection.</summary>
    private bool StandsAt(int node) => _isLive[node] > 0 || _tags.ContainsKey(_to.Nodes[node]);

    private bool WasTaken(int c)
    {
        var connection = _to.Connections[c];
        if (!_oldPlaces.TryGetValue(_to.Nodes[connection.Source].ActivityId, out var source) || (CompletionsOf(connection.Source) == 0 && _old.Visits[source] == 0))
        {
            return false;
        }

        var samePort = _from.Outbound[source].Where(each => _from.Connections[each].Port == connection.Port).ToList();
        return samePort.Count > 0
            ? samePort.Exists(each => _old.Followed[each])
            : _from.Outbound[source].All(each => !_old.Followed[each]) && _to.Outbound[connection.Source].All(each => _to.Connections[each].Port == connection.Port);
    }
}
