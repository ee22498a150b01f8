using WorkflowHost.Runtime.Storage;

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
        await host.Get<Runtime.Commits.WriteQueue>().RunAsync(sql => sql.ClaimTimers(now, TimeSpan.FromMinutes(1), 10).Count + sql.ClaimOutbox(Runtime.Outbox.OutboxLane.Outside, now, TimeSpan.FromMinutes(1), 10).Count);
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
            Assert.Contains("test.db", refused.Message, StringComparison.Ordinal);
        }

        await host.RestartAsync();
        host.Get<RuntimeStartup>().Claim();
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
