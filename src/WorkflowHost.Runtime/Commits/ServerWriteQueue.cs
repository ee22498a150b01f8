using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Commits;

/// <summary>
/// Writers on a server, side by side, each with a connection of its own; the server groups their flushes to the disk. A write is
/// a transaction by itself, unless all writers are at work and bursts wait: then a writer takes its share of them in one
/// transaction, which waits for a locked row a moment only. If anything is wrong with one of those, each goes back to be written
/// by itself. A write overtaken by another (deadlock) runs again.
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
        var taken = new List<QueuedWrite>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            taken.Add(first);
            TakeShare(taken);
            Write(ref connection, taken);
            taken.Clear();
        }

        connection?.Dispose();
    }

    /// <summary>Takes of the bursts that wait as many as fall to one writer. The last taken may be another kind of write.</summary>
    private void TakeShare(List<QueuedWrite> taken)
    {
        var share = Math.Min(_database.LargestGroup, 1 + (_waiting.Count / _writers.Length));
        while (taken.Count < share && taken[^1].MayShare && _waiting.TryTake(out var next))
        {
            taken.Add(next);
        }
    }

    private void Write(ref ServerConnection? connection, List<QueuedWrite> taken)
    {
        var bursts = taken.FindAll(write => write.MayShare);
        if (bursts.Count < 2)
        {
            bursts.Clear();
        }
        else if (!TryWriteTogether(ref connection, bursts))
        {
            // Other writers may be free by now, and one that waits for a lock then holds up none of the rest.
            foreach (var write in bursts)
            {
                write.IsAlone = true;
            }

            bursts.RemoveAll(write => !TryQueue(write));
        }

        foreach (var write in taken.Except(bursts))
        {
            Write(ref connection, write);
        }
    }

    /// <returns>False when nothing was stored and nobody answered: each is to be written by itself, which tells what is wrong with which.</returns>
    private bool TryWriteTogether(ref ServerConnection? connection, List<QueuedWrite> bursts)
    {
        var isCommitting = false;
        try
        {
            connection ??= _database.Open();
            connection.Begin();
            connection.WaitBriefly();
            var sql = new HotSql(connection);
            foreach (var write in bursts)
            {
                write.Apply(sql);
                if (write.IsDiscarded)
                {
                    connection.RollBack();
                    return false;
                }
            }

            isCommitting = true;
            connection.Commit();
            Interlocked.Increment(ref _transactions);
            LastFault = null;
        }
        catch (DbException lost) when (isCommitting && StorageFaults.Of(lost) is { Code: StorageFault.Unavailable } fault)
        {
            return IsSettled(ref connection, bursts, lost, fault);
        }
#pragma warning disable CA1031 // Boundary: the write it came from meets it again by itself, and its caller is told.
        catch (Exception)
#pragma warning restore CA1031
        {
            RollBack(ref connection);
            return false;
        }

        foreach (var write in bursts)
        {
            write.Answer();
        }

        return true;
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
            if (isCommitting && IsSettled(ref connection, [write], error, fault))
            {
                return true;
            }

            Close(ref connection);

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

    /// <summary>The server was lost while it committed: asks it whether it did, and answers the writes unless it surely didn't.</summary>
    /// <returns>False when nothing was stored, or the writes are such that a second run changes nothing.</returns>
    private bool IsSettled(ref ServerConnection? connection, List<QueuedWrite> writes, DbException error, StorageFault fault)
    {
        var ticket = connection?.Ticket;
        Close(ref connection);
        if (ticket is not { } number)
        {
            return false;
        }

        switch (WasStored(number))
        {
            case true:
                foreach (var write in writes)
                {
                    write.Answer();
                }

                return true;
            case false:
                return false;
            default:
                LastFault = fault;
                _log.LogError(error, "The server was lost while it stored {Writes} writes; whether it did is not known. Their cases show it", writes.Count);
                foreach (var write in writes)
                {
                    write.Fail(fault);
                }

                return true;
        }
    }

    /// <summary>
    /// Whether a transaction whose answer was lost was stored. Its announcement is stored with it, so the attempt to store another under
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
