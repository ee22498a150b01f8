using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// The latest states this host stored, so that the next command of a case needs no read, and what happened before them where it
/// is known. Only a shortcut: a stale entry is found out by the version guard, and no refusal is given from it. Thread-safe; the
/// least recently used goes first.
/// </summary>
internal sealed class CaseCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Dictionary<string, string> _caseOfTask = new(StringComparer.Ordinal);

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
            return node.Value.State;
        }
    }

    /// <summary>Whether this is the id of a case that is known here; a case never changes its id, so this is never stale.</summary>
    public bool Knows(string caseId)
    {
        lock (_gate)
        {
            return _byId.ContainsKey(caseId);
        }
    }

    /// <summary>The case of an open task; a task never changes its case, so this is never stale. Null when it is not known here.</summary>
    public string? CaseOfTask(string taskId)
    {
        lock (_gate)
        {
            return _caseOfTask.GetValueOrDefault(taskId);
        }
    }

    /// <summary>The case's rows at exactly this version, without its messages; null when they are not known here.</summary>
    public CaseHistory? History(string caseId, long version)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(caseId, out var node) && node.Value.State.Version == version ? node.Value.History : null;
        }
    }

    /// <summary>Keeps rows that were read and are known to be those of this version.</summary>
    public void Keep(string caseId, long version, CaseHistory history)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(caseId, out var node) && node.Value.State.Version == version)
            {
                node.Value = node.Value with { History = history with { Messages = [] } };
            }
        }
    }

    public void Put(CaseBurst burst)
    {
        if (capacity == 0)
        {
            return;
        }

        var state = burst.State;
        lock (_gate)
        {
            if (!_byId.TryGetValue(state.Id, out var known))
            {
                Add(new(state, state.Version == 1 ? CaseHistory.Empty.After(burst.Changes) : null));
                return;
            }

            // Two commits may report in any order; the later version stays.
            if (known.Value.State.Version < state.Version)
            {
                ForgetTasks(known.Value.State);
                known.Value = new(state, known.Value.State.Version == state.Version - 1 ? known.Value.History?.After(burst.Changes) : null);
                KeepTasks(state);
            }
        }
    }

    public void Drop(string caseId)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(caseId, out var node))
            {
                Remove(node);
            }
        }
    }

    private void Add(Entry entry)
    {
        _byId[entry.State.Id] = _byUse.AddFirst(entry);
        KeepTasks(entry.State);
        if (_byId.Count > capacity)
        {
            Remove(_byUse.Last!);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byId.Remove(node.Value.State.Id);
        ForgetTasks(node.Value.State);
    }

    private void KeepTasks(CaseState state)
    {
        foreach (var task in state.Tasks)
        {
            _caseOfTask[task.Id] = state.Id;
        }
    }

    private void ForgetTasks(CaseState state)
    {
        foreach (var task in state.Tasks)
        {
            _caseOfTask.Remove(task.Id);
        }
    }

    /// <param name="History">Null until it is read.</param>
    private readonly record struct Entry(CaseState State, CaseHistory? History);
}
