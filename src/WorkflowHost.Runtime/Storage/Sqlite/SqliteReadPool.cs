using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>
/// Connections for the reads of the command path, each with its prepared statements. Thread-safe: a connection serves one
/// caller at a time.
/// </summary>
internal sealed class SqliteReadPool(SqliteDatabase database) : IDisposable
{
    private readonly ConcurrentBag<SqliteHotReads> _free = [];
    private volatile bool _isDisposed;

    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public T Read<T>(Func<SqliteHotReads, T> read)
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

    private void GiveBack(SqliteHotReads reads)
    {
        _free.Add(reads);
        if (_isDisposed)
        {
            Dispose();
        }
    }
}
