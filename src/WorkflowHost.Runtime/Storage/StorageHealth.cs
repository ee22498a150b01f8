using WorkflowHost.Runtime.Commits;

namespace WorkflowHost.Runtime.Storage;

/// <summary>How the one writer of the database fares, for readiness. Thread-safe.</summary>
public sealed class StorageHealth
{
    private readonly WriteQueue _writes;

    internal StorageHealth(WriteQueue writes) => _writes = writes;

    /// <summary>False once the writer has ended: no command can be stored any more.</summary>
    public bool IsAlive => _writes.IsAlive;

    /// <summary>
    /// Why the store takes no writes; null when it does. After a fault it is asked by a write that changes nothing, so that a
    /// host nobody works on notices that its disk has room again.
    /// </summary>
    public async Task<StorageFault?> FaultAsync()
    {
        if (_writes.LastFault is null)
        {
            return null;
        }

        return (await _writes.RunAsync(sql => sql.Probe())).Fault;
    }
}
