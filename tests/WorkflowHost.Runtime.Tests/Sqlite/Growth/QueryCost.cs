using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WorkflowHost.Runtime.Tests.Sqlite.Growth;

/// <summary>Counts what a query makes SQLite do, in thousands of instructions of its machine: rows read and sorted, whatever the hour and the machine.</summary>
internal sealed class QueryCost : DbCommandInterceptor
{
    private const int Instructions = 100;

    private readonly SQLitePCL.delegate_progress _tick;
    private int _ticks;

    public QueryCost() => _tick = Tick;

    /// <summary>What the queries since the last call cost, in hundreds of instructions.</summary>
    public int Take() => Interlocked.Exchange(ref _ticks, 0);

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Watch(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Watch(command);
        return ValueTask.FromResult(result);
    }

    private void Watch(DbCommand command) =>
        SQLitePCL.raw.sqlite3_progress_handler(((SqliteConnection)command.Connection!).Handle, Instructions, _tick, null);

    private int Tick(object? _)
    {
        Interlocked.Increment(ref _ticks);
        return 0;
    }
}
