using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// The latest states this host stored, so that the next command of a case needs no read. Only a shortcut: a stale entry is
/// found out by the version guard, and no refusal is given from it. Thread-safe; the least recently used goes first.
/// </summary>
internal sealed class CaseCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<CaseState>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<CaseState> _byUse = new();

    public CaseState? Find(string caseId)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(caseId, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    public void Put(CaseState state)
    {
        if (capacity == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_byId.TryGetValue(state.Id, out var known))
            {
                // Two commits may report in any order; the later version stays.
                if (known.Value.Version < state.Version)
                {
                    known.Value = state;
                }

                return;
            }

            _byId[state.Id] = _byUse.AddFirst(state);
            if (_byId.Count > capacity)
            {
                var oldest = _byUse.Last!;
                _byUse.RemoveLast();
                _byId.Remove(oldest.Value.Id);
            }
        }
    }

    public void Drop(string caseId)
    {
        lock (_gate)
        {
            if (_byId.Remove(caseId, out var node))
            {
                _byUse.Remove(node);
            }
        }
    }
}
