using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Sqlite;

namespace WorkflowHost.Runtime;

/// <summary>What has to be done before the host may serve: the database is brought to this release's schema and the workflows folder is loaded.</summary>
public sealed class RuntimeStartup
{
    private readonly SqliteDatabase _database;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WorkflowsFolder _folder;
    private readonly StaffDirectory _staff;
    private readonly WriteQueue _writes;
    private readonly ProvisionalClocks _provisional;
    private readonly TimeProvider _time;
    private readonly ILogger<RuntimeStartup> _log;

    internal RuntimeStartup(
        SqliteDatabase database, IDbContextFactory<WorkflowDbContext> contexts, WorkflowsFolder folder, StaffDirectory staff, WriteQueue writes, ProvisionalClocks provisional,
        TimeProvider time, ILogger<RuntimeStartup> log)
    {
        _writes = writes;
        _provisional = provisional;
        _time = time;
        _database = database;
        _contexts = contexts;
        _folder = folder;
        _staff = staff;
        _log = log;
    }

    /// <summary>
    /// Migrates, loads the workflows folder and the staff, takes over what a killed host had leased, and counts provisional
    /// deadlines again where their calendar has come. To be awaited before the server listens.
    /// </summary>
    /// <exception cref="PackRejectedException">The workflows folder has faults; nothing of it was loaded.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await MigrateAsync(cancellationToken);
        await _folder.LoadAsync(cancellationToken);
        await _staff.ReloadAsync(cancellationToken);
        await ReleaseLeasesAsync();
        await _provisional.RecountAsync(cancellationToken);
    }

    /// <summary>Creates the database when it is absent and brings its schema up to date; does nothing when it is.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        _database.Prepare();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var applied = await SchemaMigration.ApplyAsync(context, _time, cancellationToken);
        if (applied.Count > 0)
        {
            _log.LogInformation("Applied {Count} migration(s): {Migrations}", applied.Count, string.Join(", ", applied));
        }
    }

    /// <summary>The embedded file belongs to one host, and this one has just started: whoever holds a lease is no more.</summary>
    private async Task ReleaseLeasesAsync()
    {
        var now = _time.GetUtcNow();
        var released = await _writes.RunAsync(sql => sql.ReleaseLeases(now));
        if (released is { Fault: null, Value: > 0 })
        {
            _log.LogInformation("Took over {Count} timer(s) and message(s) that the host before had begun", released.Value);
        }
    }
}
