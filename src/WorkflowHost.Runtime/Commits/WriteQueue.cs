using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Sqlite;

namespace WorkflowHost.Runtime.Commits;

/// <summary>
/// The one writer of the database file. While one group of writes is being made durable the next collects, and is then
/// committed together: one disk flush for all of them. Each write has its savepoint, so that one that fails or loses a version
/// race takes nothing else with it, and each caller is answered only after the commit.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int LargestGroup = 256;

    private readonly SqliteDatabase _database;
    private readonly ILogger<WriteQueue> _log;
    private readonly Channel<QueuedWrite> _waiting = Channel.CreateUnbounded<QueuedWrite>(new() { SingleReader = true });
    private readonly List<QueuedWrite> _group = new(LargestGroup);
    private readonly Task _writer;
    private SqliteHotSql? _sql;
    private volatile StorageFault? _lastFault;

    public WriteQueue(SqliteDatabase database, ILogger<WriteQueue> log)
    {
        _database = database;
        _log = log;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Groups committed so far; with the number of writes it tells how well they are grouped.</summary>
    public long Groups { get; private set; }

    /// <summary>Whether writes are still taken up; false only after the end of the host.</summary>
    public bool IsAlive => !_writer.IsCompleted;

    /// <summary>Why the last group was not stored; null when it was.</summary>
    public StorageFault? LastFault => _lastFault;

    /// <summary>Queues a write and waits until it is durable.</summary>
    /// <param name="apply">Runs on the writer, inside the group's transaction and its own savepoint.</param>
    /// <param name="isKept">Says from the value whether the rows are to be kept; null keeps them always.</param>
    public Task<WriteResult<T>> RunAsync<T>(Func<SqliteHotSql, T> apply, Func<T, bool>? isKept = null)
    {
        var write = new QueuedWrite<T>(apply, isKept);
        if (!_waiting.Writer.TryWrite(write))
        {
            write.Fail(new StorageFault(StorageFault.Unavailable, "The host is shutting down."));
        }

        return write.Answered;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
        Close();
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_group.Count < LargestGroup && _waiting.Reader.TryRead(out var write))
            {
                _group.Add(write);
            }

            WriteGroup();
            _group.Clear();
        }
    }

    private void WriteGroup()
    {
        try
        {
#pragma warning disable CA2000 // Close disposes both.
            _sql ??= new SqliteHotSql(_database.OpenWriter());
#pragma warning restore CA2000
            _sql.Begin();
            foreach (var write in _group)
            {
                WriteOne(_sql, write);
            }

            _sql.Commit();
            Groups++;
            _lastFault = null;
        }
#pragma warning disable CA1031 // Boundary: whatever happens to one group, the writer must go on, or every caller after it waits for ever.
        catch (Exception error)
#pragma warning restore CA1031
        {
            FailGroup(StorageFaults.Of(error) ?? new(StorageFault.Unavailable, error.Message), error);
            return;
        }

        foreach (var write in _group)
        {
            write.Answer();
        }
    }

    private static void WriteOne(SqliteHotSql sql, QueuedWrite write)
    {
        sql.Save();
        try
        {
            write.Apply(sql);
        }
        catch (SqliteException error) when (SqliteFaults.Of(error) is null or { Code: StorageFault.Constraint })
        {
            sql.RollBackToSave();
            if (SqliteFaults.Of(error) is { } fault)
            {
                write.Fail(fault);
            }
            else
            {
                write.Fail(error);
            }

            return;
        }
#pragma warning disable CA1031 // Boundary: a bug in one write is its caller's exception, not the end of the writer.
        catch (Exception error) when (error is not SqliteException)
#pragma warning restore CA1031
        {
            sql.RollBackToSave();
            write.Fail(error);
            return;
        }

        if (write.IsDiscarded)
        {
            sql.RollBackToSave();
        }
        else
        {
            sql.Release();
        }
    }

    private void FailGroup(StorageFault fault, Exception error)
    {
        _lastFault = fault;
        _log.LogError(error, "A group of {Writes} writes was not stored ({Code}); nothing of it was kept", _group.Count, fault.Code);
        // After an error of the file the connection may hold a broken transaction: a new one is opened for the next group.
        try
        {
            Close();
        }
#pragma warning disable CA1031 // Boundary: as above; the broken connection is forgotten either way.
        catch (Exception closing)
#pragma warning restore CA1031
        {
            _log.LogWarning(closing, "The broken connection could not be closed");
        }

        foreach (var write in _group)
        {
            write.Fail(fault);
        }
    }

    private void Close()
    {
        var sql = _sql;
        _sql = null;
        sql?.Dispose();
    }
}
