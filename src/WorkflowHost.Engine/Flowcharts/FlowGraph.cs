namespace WorkflowHost.Engine.Flowcharts;

/// <summary>
/// A flowchart seen from one start node. Breadth first from there, in file order, a connection leads forward unless its target already
/// reaches its source by forward connections; then it leads backward. Only forward connections count for joins. Immutable, thread-safe.
/// </summary>
internal sealed class FlowGraph
{
    private readonly FlowConnection[] _connections;
    private readonly int[][] _outbound;
    private readonly bool[] _isBackward;
    private readonly bool[] _isValid;
    private readonly bool[] _isReached;
    private readonly int[][] _inbound;

    public FlowGraph(int nodes, FlowConnection[] connections, int[][] outbound, int start)
    {
        _connections = connections;
        _outbound = outbound;
        Start = start;
        _isBackward = new bool[connections.Length];
        _isValid = new bool[connections.Length];
        _isReached = new bool[nodes];
        var forward = new List<int>[nodes];
        for (var i = 0; i < nodes; i++)
        {
            forward[i] = [];
        }

        Classify(forward);
        var inbound = new List<int>[nodes];
        for (var i = 0; i < nodes; i++)
        {
            inbound[i] = [];
        }

        for (var c = 0; c < connections.Length; c++)
        {
            if (!_isBackward[c] && _isReached[connections[c].Source])
            {
                inbound[connections[c].Target].Add(c);
            }
        }

        _inbound = [.. inbound.Select(each => each.ToArray())];
        for (var c = 0; c < connections.Length; c++)
        {
            // Every forward path to the source leads through the target if the source is out of reach without it.
            _isValid[c] = _isBackward[c]
                && (connections[c].Target == start || !Reaches(forward, start, connections[c].Source, without: connections[c].Target));
        }
    }

    public int Start { get; }

    public bool IsBackward(int connection) => _isBackward[connection];

    /// <summary>Whether a backward connection closes a proper loop: every forward path to its source leads through its target.</summary>
    public bool IsValid(int connection) => _isValid[connection];

    public bool IsReached(int node) => _isReached[node];

    /// <summary>The forward connections that lead to a node.</summary>
    public int[] Inbound(int node) => _inbound[node];

    /// <summary>For each node, whether forward connections lead from it to the given one.</summary>
    public bool[] AncestorsOf(int node)
    {
        var ancestors = new bool[_inbound.Length];
        var stack = new Stack<int>([node]);
        while (stack.TryPop(out var at))
        {
            foreach (var c in _inbound[at])
            {
                var source = _connections[c].Source;
                if (!ancestors[source])
                {
                    ancestors[source] = true;
                    stack.Push(source);
                }
            }
        }

        return ancestors;
    }

    /// <summary>For each node, whether forward connections lead there from any of the given ones.</summary>
    public bool[] DescendantsOf(IEnumerable<int> nodes)
    {
        var descendants = new bool[_inbound.Length];
        var open = new Stack<int>(nodes);
        while (open.TryPop(out var node))
        {
            foreach (var c in _outbound[node])
            {
                var target = _connections[c].Target;
                if (!_isBackward[c] && !descendants[target])
                {
                    descendants[target] = true;
                    open.Push(target);
                }
            }
        }

        return descendants;
    }

    /// <summary>All nodes, each after those that lead forward to it.</summary>
    public IReadOnlyList<int> InForwardOrder()
    {
        var missing = _inbound.Select(each => each.Length).ToArray();
        var order = new List<int>(missing.Length);
        var open = new Queue<int>(Enumerable.Range(0, missing.Length).Where(node => missing[node] == 0));
        while (open.TryDequeue(out var node))
        {
            order.Add(node);
            foreach (var c in _isReached[node] ? _outbound[node] : [])
            {
                if (!_isBackward[c] && --missing[_connections[c].Target] == 0)
                {
                    open.Enqueue(_connections[c].Target);
                }
            }
        }

        return order;
    }

    private void Classify(List<int>[] forward)
    {
        var queue = new Queue<int>([Start]);
        _isReached[Start] = true;
        while (queue.TryDequeue(out var node))
        {
            foreach (var c in _outbound[node])
            {
                var target = _connections[c].Target;
                if (target == node || Reaches(forward, target, node, without: -1))
                {
                    _isBackward[c] = true;
                }
                else
                {
                    forward[node].Add(target);
                }

                if (!_isReached[target])
                {
                    _isReached[target] = true;
                    queue.Enqueue(target);
                }
            }
        }
    }

    private static bool Reaches(List<int>[] forward, int from, int to, int without)
    {
        if (from == without || to == without)
        {
            return false;
        }

        var seen = new bool[forward.Length];
        var stack = new Stack<int>([from]);
        seen[from] = true;
        while (stack.TryPop(out var node))
        {
            if (node == to)
            {
                return true;
            }

            foreach (var next in forward[node])
            {
                if (!seen[next] && next != without)
                {
                    seen[next] = true;
                    stack.Push(next);
                }
            }
        }

        return false;
    }
}
