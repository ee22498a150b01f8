using WorkflowHost.Runtime.Commits;

namespace WorkflowHost.Runtime.Storage;

/// <summary>How the one writer of the database fares, for readiness. Thread-safe.</summary>
public sealed class StorageHealth
{
    private readonly WriteQueue _writes;

    internal StorageHealth(WriteQueue writes) => _writes = writes;

    /// <summary>False once the writer has ended: no command can be stored any more.</summary>
    public bool IsAlive => _writes.IsAlive;

    /// <summary>Why the last group of writes was not stored; null when it was, or when nothing was written yet.</summary>
    public StorageFault? LastFault => _writes.LastFault;
}
