using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
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
    private readonly TimeProvider _time;
    private readonly ILogger<RuntimeStartup> _log;

    internal RuntimeStartup(
        SqliteDatabase database, IDbContextFactory<WorkflowDbContext> contexts, WorkflowsFolder folder, StaffDirectory staff, TimeProvider time, ILogger<RuntimeStartup> log)
    {
        _time = time;
        _database = database;
        _contexts = contexts;
        _folder = folder;
        _staff = staff;
        _log = log;
    }

    /// <summary>Migrates, loads the workflows folder and the staff. To be awaited before the server listens.</summary>
    /// <exception cref="PackRejectedException">The workflows folder has faults; nothing of it was loaded.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await MigrateAsync(cancellationToken);
        await _folder.LoadAsync(cancellationToken);
        await _staff.ReloadAsync(cancellationToken);
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
}
