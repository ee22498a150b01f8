using System.Collections.Concurrent;
using System.Data.Common;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>
/// Connections for the reads of the command path, each with its prepared statements. Thread-safe: a connection serves one
/// caller at a time, and there are never more than <see cref="Most"/>: whoever comes then waits, so that a server that stands
/// still for a moment doesn't have all its connections taken.
/// </summary>
internal sealed class ReadPool(IHotDatabase database) : IDisposable
{
    /// <summary>Reads side by side.</summary>
    public const int Most = 12;

    private readonly ConcurrentBag<HotReads> _free = [];
#pragma warning disable CA2213 // Holds nothing to dispose of, and a read under way still gives its place back after the end.
    private readonly SemaphoreSlim _places = new(Most, Most);
#pragma warning restore CA2213
    private volatile bool _isDisposed;

    /// <exception cref="System.Data.Common.DbException">The database cannot be read.</exception>
    public T Read<T>(Func<HotReads, T> read)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _places.Wait();
        try
        {
            return ReadFree(read);
        }
        finally
        {
            _places.Release();
        }
    }

    private T ReadFree<T>(Func<HotReads, T> read)
    {
#pragma warning disable CA2000 // Given back, or disposed, by what reads.
        if (!_free.TryTake(out var used))
#pragma warning restore CA2000
        {
            return Read(Open(), read);
        }

        try
        {
            return Read(used, read);
        }
        catch (DbException error) when (StorageFaults.Of(error) is { Code: StorageFault.Unavailable })
        {
            // A server that was restarted has ended all of them; a new one tells whether it is back.
            DisposeFree();
            return Read(Open(), read);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        DisposeFree();
    }

#pragma warning disable CA2000 // The reads own their connection.
    private HotReads Open() => new(database.OpenReader());
#pragma warning restore CA2000

    private T Read<T>(HotReads reads, Func<HotReads, T> read)
    {
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

    private void DisposeFree()
    {
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
