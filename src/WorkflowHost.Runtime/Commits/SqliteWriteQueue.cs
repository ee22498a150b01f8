using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage.Sqlite;

namespace WorkflowHost.Runtime.Commits;

/// <summary>
/// The one writer of the database file. While one group of writes is being made durable the next collects, and is then
/// committed together: one disk flush for all of them. Each write has its savepoint, so that one that fails or loses a version
/// race takes nothing else with it, and each caller is answered only after the commit.
/// </summary>
internal sealed class SqliteWriteQueue : WriteQueue
{
    private const int LargestGroup = 256;

    private readonly SqliteDatabase _database;
    private readonly ILogger<WriteQueue> _log;
    private readonly Channel<QueuedWrite> _waiting = Channel.CreateUnbounded<QueuedWrite>(new() { SingleReader = true });
    private readonly List<QueuedWrite> _group = new(LargestGroup);
    private readonly Task _writer;
    private SqliteHotConnection? _connection;
    private long _groups;

    public SqliteWriteQueue(SqliteDatabase database, ILogger<WriteQueue> log)
    {
        _database = database;
        _log = log;
        _writer = Task.Run(WriteAsync);
    }

    public override long Groups => _groups;

    public override bool IsAlive => !_writer.IsCompleted;

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
        Close();
    }

    protected internal override bool TryQueue(QueuedWrite write) => _waiting.Writer.TryWrite(write);

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
#pragma warning disable CA2000 // Close disposes it.
            _connection ??= _database.OpenWriter();
#pragma warning restore CA2000
            _connection.Begin();
            var sql = new HotSql(_connection);
            foreach (var write in _group)
            {
                WriteOne(_connection, sql, write);
            }

            _connection.Commit();
            _groups++;
            LastFault = null;
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

    private static void WriteOne(SqliteHotConnection connection, HotSql sql, QueuedWrite write)
    {
        connection.Save();
        try
        {
            write.Apply(sql);
        }
        catch (SqliteException error) when (SqliteFaults.Of(error) is null or { Code: StorageFault.Constraint })
        {
            connection.RollBackToSave();
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
            connection.RollBackToSave();
            write.Fail(error);
            return;
        }

        if (write.IsDiscarded)
        {
            connection.RollBackToSave();
        }
        else
        {
            connection.Release();
        }
    }

    private void FailGroup(StorageFault fault, Exception error)
    {
        LastFault = fault;
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
        var connection = _connection;
        _connection = null;
        connection?.Dispose();
    }
}
