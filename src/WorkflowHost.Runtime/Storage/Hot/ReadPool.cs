using System.Collections.Concurrent;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>
/// Connections for the reads of the command path, each with its prepared statements. Thread-safe: a connection serves one
/// caller at a time.
/// </summary>
internal sealed class ReadPool(IHotDatabase database) : IDisposable
{
    private readonly ConcurrentBag<HotReads> _free = [];
    private volatile bool _isDisposed;

    /// <exception cref="System.Data.Common.DbException">The database cannot be read.</exception>
    public T Read<T>(Func<HotReads, T> read)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_free.TryTake(out var reads))
        {
#pragma warning disable CA2000 // The reads own their connection.
            reads = new(database.OpenReader());
#pragma warning restore CA2000
        }

        try
        {
            var value = read(reads);
            GiveBack(reads);
            return value;
        }
        catch
        {
            // The connection may be what is broken: the next read opens a new one.
            reads.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_free.TryTake(out var reads))
        {
            reads.Dispose();
        }
    }

    private void GiveBack(HotReads reads)
    {
        _free.Add(reads);
        if (_isDisposed)
        {
            Dispose();
        }
    }
}
