using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Sqlite;

/// <summary>What follows from a file having one host.</summary>
public sealed class OneHostTests
{
    [Fact]
    public async Task Lease_LeftByAKilledHost_IsTakenOverAtStart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        host.Time.Advance(TimeSpan.FromHours(2));
        // As a host killed between claiming and firing or sending leaves it.
        var now = host.Time.GetUtcNow();
        await host.Get<WriteQueue>().RunAsync(sql => sql.ClaimTimers(now, TimeSpan.FromMinutes(1), 10).Count + sql.ClaimOutbox(Runtime.Outbox.OutboxLane.Outside, now, TimeSpan.FromMinutes(1), 10).Count);
        Assert.Equal((0, 0), (await host.Timers.RunDueAsync(), await host.Outbox.RunDueAsync()));

        await host.RestartAsync();

        Assert.Equal(1, await host.Timers.RunDueAsync());
        Assert.Equal(1, await host.Outbox.RunDueAsync());
        Assert.Equal("closing", (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Handler))!.Summary.Stage);
    }

    [Fact]
    public async Task Claim_BySecondHostOnTheSameFile_IsRefusedUntilTheFirstEnds()
    {
        await using var host = await RuntimeHarness.StartAsync();
        host.Get<RuntimeStartup>().Claim();
        await using (var second = host.Beside())
        {
            var refused = Assert.Throws<StorageRefusedException>(second.Get<RuntimeStartup>().Claim);
            Assert.Contains("Another host works on", refused.Message, StringComparison.Ordinal);
            Assert.Contains("test.db", refused.Message, StringComparison.Ordinal);
        }

        await host.RestartAsync();
        host.Get<RuntimeStartup>().Claim();
    }

    [Fact]
    public void Claim_FileBesideCannotBeWritten_IsNotTakenForAnotherHost()
    {
        using var database = new TestDatabase();
        Directory.CreateDirectory(database.File + ".host");

        var refused = Assert.Throws<StorageRefusedException>(database.Database.Claim);

        Assert.Contains("test.db.host", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Another host", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FolderCannotBeMade_SaysWhichAndWhatToDo()
    {
        using var database = new TestDatabase();
        var file = Path.Combine(database.File, "below", "wfh.db");
        var below = new Runtime.Storage.Sqlite.SqliteDatabase(Runtime.Storage.Sqlite.SqliteDatabase.ConnectionStringOf(file, database.BusyTimeout), database.BusyTimeout);

        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() => below.PrepareAsync(default));

        Assert.Contains(Path.GetDirectoryName(file)!, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Database:File", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_DiskIsFull_IsRefusedWhileReadsGoOnAndTakenOnceThereIsRoom()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var writes = host.Get<WriteQueue>();
        await writes.RunAsync(sql =>
        {
            ((Runtime.Storage.Sqlite.SqliteHotConnection)sql.Connection).LimitPages(0);
            return 0;
        });

        // Larger than what the pages there are have left.
        var refused = await host.Desk.AddNoteAsync(view.Id, "写不进去" + new string('长', 1500), RuntimeHarness.Agent);
        Assert.Equal((RefusalKind.Unavailable, "storage.full"), (refused.Refusal!.Kind, refused.Refusal.Code));
        Assert.Equal("storage.full", writes.LastFault?.Code);
        Assert.Equal(view.Version, (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Agent))!.Version);

        // The limit went with the connection, as free space comes back on a real disk.
        var again = await host.Desk.AddNoteAsync(view.Id, "现在可以", RuntimeHarness.Agent);
        Assert.Equal(view.Version + 1, again.Value!.Version);
        Assert.Null(writes.LastFault);
    }

    [Fact]
    public async Task Migration_SchemaOfALaterRelease_IsRefusedByItsName()
    {
        using var database = new TestDatabase();
        database.Execute("INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29990101000000_Later', '99')");
        await using var context = database.Context();

        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() => SchemaMigration.ApplyAsync(context, TimeProvider.System));

        Assert.Contains("29990101000000_Later", refused.Message, StringComparison.Ordinal);
    }
}
