using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Commits;

/// <summary>The way every write takes into the database. How many writers there are, and how they group, is the database's business. Thread-safe.</summary>
internal abstract class WriteQueue : IAsyncDisposable
{
    private volatile StorageFault? _lastFault;

    /// <summary>Transactions committed so far; with the number of writes it tells how well they are grouped.</summary>
    public abstract long Groups { get; }

    /// <summary>Whether writes are still taken up; false only after the end of the host.</summary>
    public abstract bool IsAlive { get; }

    /// <summary>Why the last transaction was not stored; null when it was.</summary>
    public StorageFault? LastFault
    {
        get => _lastFault;
        protected set => _lastFault = value;
    }

    /// <summary>Queues a write and waits until it is durable.</summary>
    /// <param name="apply">Runs on a writer, inside a transaction. A server may run it again after a deadlock, so it changes nothing but rows.</param>
    /// <param name="isKept">Says from the value whether the rows are to be kept; null keeps them always.</param>
    public Task<WriteResult<T>> RunAsync<T>(Func<HotSql, T> apply, Func<T, bool>? isKept = null) => QueueAsync(new QueuedWrite<T>(apply, isKept));

    /// <summary>Stores a burst whole, or with any verdict but <see cref="CaseWriteVerdict.Stored"/> nothing of it.</summary>
    public Task<WriteResult<CaseWriteVerdict>> StoreBurstAsync(CaseWrite burst) =>
        QueueAsync(new QueuedWrite<CaseWriteVerdict>(sql => sql.StoreBurst(burst), verdict => verdict == CaseWriteVerdict.Stored, isBurst: true));

    public abstract ValueTask DisposeAsync();

    /// <returns>False when writes are no longer taken up.</returns>
    protected internal abstract bool TryQueue(QueuedWrite write);

    private Task<WriteResult<T>> QueueAsync<T>(QueuedWrite<T> write)
    {
        if (!TryQueue(write))
        {
            write.Fail(new StorageFault(StorageFault.Unavailable, "The host is shutting down."));
        }

        return write.Answered;
    }
}
