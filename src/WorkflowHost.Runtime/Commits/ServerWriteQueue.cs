using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Commits;

/// <summary>
/// Writers on a server, side by side, each with a connection of its own and one transaction a write; the server groups their
/// flushes to the disk. A write overtaken by another (deadlock) runs again.
/// </summary>
internal sealed class ServerWriteQueue : WriteQueue
{
    private const int MostTries = 5;

    private readonly IServerDatabase _database;
    private readonly ILogger<WriteQueue> _log;
    private readonly BlockingCollection<QueuedWrite> _waiting = [];
    private readonly Task[] _writers;
    private long _transactions;

    /// <param name="writers">How many writes may be under way at once.</param>
    public ServerWriteQueue(IServerDatabase database, int writers, ILogger<WriteQueue> log)
    {
        _database = database;
        _log = log;
        // Threads of their own: a write waits for the server most of its time.
        _writers = [.. Enumerable.Range(0, writers).Select(_ => Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    public override long Groups => Interlocked.Read(ref _transactions);

    public override bool IsAlive => !_waiting.IsAddingCompleted && !Array.TrueForAll(_writers, writer => writer.IsCompleted);

    public override async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await Task.WhenAll(_writers);
        _waiting.Dispose();
    }

    protected internal override bool TryQueue(QueuedWrite write)
    {
        try
        {
            return !_waiting.IsAddingCompleted && _waiting.TryAdd(write);
        }
        catch (Exception ended) when (ended is InvalidOperationException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void WriteAll()
    {
        ServerConnection? connection = null;
        foreach (var write in _waiting.GetConsumingEnumerable())
        {
            Write(ref connection, write);
        }

        connection?.Dispose();
    }

    private void Write(ref ServerConnection? connection, QueuedWrite write)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isCommitting = false;
            try
            {
                connection ??= _database.Open();
                connection.Begin();
                write.Apply(new HotSql(connection));
                if (write.IsDiscarded)
                {
                    connection.RollBack();
                }
                else
                {
                    isCommitting = true;
                    connection.Commit();
                    Interlocked.Increment(ref _transactions);
                }

                LastFault = null;
                write.Answer();
                return;
            }
            catch (DemandUnmetException unmet)
            {
                RollBack(ref connection);
                write.Reject(unmet.Verdict);
                write.Answer();
                return;
            }
            catch (DbException error)
            {
                if (IsEnded(ref connection, write, error, isCommitting, attempt))
                {
                    return;
                }
            }
#pragma warning disable CA1031 // Boundary: a bug in one write is its caller's exception, not the end of the writer.
            catch (Exception error)
#pragma warning restore CA1031
            {
                RollBack(ref connection);
                write.Fail(error);
                return;
            }
        }
    }

    /// <returns>False when the write is to run again.</returns>
    private bool IsEnded(ref ServerConnection? connection, QueuedWrite write, DbException error, bool isCommitting, int attempt)
    {
        if (attempt < MostTries && _database.IsOvertaken(error))
        {
            RollBack(ref connection);
            return false;
        }

        var fault = StorageFaults.Of(error);
        if (fault is { Code: StorageFault.Unavailable })
        {
            var ticket = connection?.Ticket;
            Close(ref connection);
            if (isCommitting && ticket is { } number && WasStored(number) is var stored && stored is not false)
            {
                Settle(write, error, fault, stored is true);
                return true;
            }

            // A connection the server has ended since the last write: on a new one the write may well succeed. Writes without
            // a ticket are guarded by fences and revisions, so that a second run changes nothing.
            if (attempt == 1)
            {
                return false;
            }
        }
        else
        {
            RollBack(ref connection);
        }

        if (fault is null)
        {
            write.Fail(error);
            return true;
        }

        if (fault.Code != StorageFault.Constraint)
        {
            LastFault = fault;
            _log.LogError(error, "A write was not stored ({Code}); nothing of it was kept", fault.Code);
        }

        write.Fail(fault);
        return true;
    }

    private void Settle(QueuedWrite write, DbException error, StorageFault fault, bool isStored)
    {
        if (isStored)
        {
            write.Answer();
            return;
        }

        LastFault = fault;
        _log.LogError(error, "The server was lost while it stored a write; whether it did is not known. Its case shows it");
        write.Fail(fault);
    }

    /// <summary>
    /// Whether a write whose answer was lost was stored. Its announcement is stored with it, so the attempt to store another under
    /// the same ticket tells: it waits while the write is still under way, and when it succeeds the write never can.
    /// </summary>
    /// <returns>Null when the server cannot be asked.</returns>
    private bool? WasStored(long ticket)
    {
        try
        {
            using var connection = _database.Open();
            connection.Begin();
            var isTaken = !connection.TryTakeTicket(ticket);
            connection.Commit();
            return isTaken;
        }
        catch (DbException error)
        {
            _log.LogWarning(error, "The server could not be asked what became of a write");
            return null;
        }
    }

    private void RollBack(ref ServerConnection? connection)
    {
        try
        {
            connection?.RollBack();
            if (connection is { IsOpen: false })
            {
                Close(ref connection);
            }
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            _log.LogDebug(error, "A connection that could not be rolled back is given up");
            Close(ref connection);
        }
    }

    private static void Close(ref ServerConnection? connection)
    {
        connection?.Dispose();
        connection = null;
    }
}
