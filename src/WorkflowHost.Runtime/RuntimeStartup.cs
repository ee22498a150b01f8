using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime;

/// <summary>What has to be done before the host may serve: the database is brought to this release's schema and the workflows folder is loaded.</summary>
public sealed class RuntimeStartup
{
    private readonly IHotDatabase _database;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WorkflowsFolder _folder;
    private readonly StaffDirectory _staff;
    private readonly OtherHosts _others;
    private readonly WriteQueue _writes;
    private readonly ProvisionalClocks _provisional;
    private readonly TimeProvider _time;
    private readonly ILogger<RuntimeStartup> _log;

    internal RuntimeStartup(
        IHotDatabase database, IDbContextFactory<WorkflowDbContext> contexts, WorkflowsFolder folder, StaffDirectory staff, OtherHosts others, WriteQueue writes,
        ProvisionalClocks provisional, TimeProvider time, ILogger<RuntimeStartup> log)
    {
        _others = others;
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
    /// <exception cref="StorageRefusedException">The schema is of a later release.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await MigrateAsync(cancellationToken);
        // Hosts that start together read their files one after another: the second finds nothing new.
        await using var turn = await _database.EnterAsync("start", cancellationToken);
        _others.Begin();
        await _folder.LoadAsync(cancellationToken);
        await _staff.ReloadAsync(cancellationToken);
        if (!_database.IsShared)
        {
            await ReleaseLeasesAsync();
        }

        await _provisional.RecountAsync(cancellationToken);
    }

    /// <summary>Creates the database when it is absent and brings its schema up to date; does nothing when it is.</summary>
    /// <exception cref="StorageRefusedException">The schema is of a later release, or there is no database and none can be made.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        await _database.PrepareAsync(cancellationToken);
        _others.MeasureTime();
        await using var turn = await _database.EnterAsync("schema", cancellationToken);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var applied = await SchemaMigration.ApplyAsync(context, _time, cancellationToken);
        if (applied.Count > 0)
        {
            _log.LogInformation("Applied {Count} migration(s): {Migrations}", applied.Count, string.Join(", ", applied));
        }
    }

    /// <summary>Takes the database for this process, for as long as it lives, where it can have one host only.</summary>
    /// <exception cref="StorageRefusedException">Another host has it.</exception>
    public void Claim() => _database.Claim();

    /// <summary>Keeps other hosts from starting until what is given back is disposed: for what must be done once by whichever is first.</summary>
    public Task<IAsyncDisposable> EnterAsync(CancellationToken cancellationToken = default) => _database.EnterAsync("host", cancellationToken);

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
