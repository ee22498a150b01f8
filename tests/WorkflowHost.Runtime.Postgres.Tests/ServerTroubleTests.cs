using Npgsql;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Postgres;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests;

/// <summary>A server that is named wrongly, lets the user do too little, is full, or goes away: what the operator and the caller are told.</summary>
public sealed class ServerTroubleTests
{
    [Fact]
    public async Task Start_UserIsUnknown_IsAFaultThatNamesIt()
    {
        using var database = new TestDatabase();
        await using var stranger = new PostgresDatabase(
            new NpgsqlConnectionStringBuilder(Server.ConnectionStringOf(database.Name)) { Username = "nobody_of_this_name", Password = "geheim" }.ToString(), TestDatabase.BusyTimeout, new HostIdentity());

        var error = await Assert.ThrowsAnyAsync<NpgsqlException>(() => stranger.PrepareAsync(default));

        var fault = StorageFaults.Of(error)!;
        Assert.Equal(StorageFault.Unavailable, fault.Code);
        Assert.Contains("nobody_of_this_name", fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoDatabaseAndNoRightToMakeOne_SaysWhatToDo()
    {
        await using var modest = new PostgresDatabase(
            new NpgsqlConnectionStringBuilder(Server.ConnectionStringOf("workflowhost_" + Guid.NewGuid().ToString("n"))) { Options = "-c role=pg_monitor" }.ToString(), TestDatabase.BusyTimeout, new HostIdentity());

        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() => modest.PrepareAsync(default));

        Assert.Contains("may not create one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UserMayNotMakeTables_IsAFaultOfRights()
    {
        var name = Server.Create(isMigrated: false);
        try
        {
            await using (var owner = new PostgresDatabase(Server.ConnectionStringOf(name), TestDatabase.BusyTimeout, new HostIdentity()))
            {
                // By default since version 15; before it everybody might.
                await using var command = owner.Source.CreateCommand("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
                await command.ExecuteNonQueryAsync();
            }

            await using var host = RuntimeHarness.Prepare(null, options => options.ConnectionString =
                new NpgsqlConnectionStringBuilder(Server.ConnectionStringOf(name)) { Options = "-c role=pg_monitor" }.ToString());

            var error = await Assert.ThrowsAnyAsync<Exception>(() => host.Get<RuntimeStartup>().MigrateAsync());

            var fault = StorageFaults.Of(error)!;
            Assert.Equal(StorageFault.ReadOnly, fault.Code);
            Assert.Contains("42501", fault.Detail, StringComparison.Ordinal);
        }
        finally
        {
            Server.Drop(name);
        }
    }

    [Fact]
    public async Task Start_UserMayOnlyRead_SaysWhichRightIsMissing()
    {
        string? readOnly = null;
        await using var host = RuntimeHarness.Prepare(null, options => readOnly = options.ConnectionString =
            new NpgsqlConnectionStringBuilder(options.ConnectionString) { Options = "-c role=pg_read_all_data" }.ToString());

        var refused = await Assert.ThrowsAsync<StorageRefusedException>(host.StartAsync);

        Assert.NotNull(readOnly);
        Assert.Contains("storage.read_only", refused.Message, StringComparison.Ordinal);
        Assert.Contains("permission denied for table", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_DiskOfTheServerIsFull_IsRefusedWhileReadsGoOnAndTakenOnceThereIsRoom()
    {
        // One writer, so that the next write is on the connection that met the full disk: its driver gives it up.
        await using var host = await RuntimeHarness.StartAsync(null, options => options.Writers = 1);
        var view = await host.OpenAsync();
        // The server's own answer to a table that cannot grow.
        await ExecuteAsync(host, """
            CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER full_disk BEFORE INSERT ON timeline EXECUTE FUNCTION full_disk()
            """);

        var refused = await host.Desk.AddNoteAsync(view.Id, "写不进去", RuntimeHarness.Agent);

        Assert.Equal((RefusalKind.Unavailable, "storage.full"), (refused.Refusal!.Kind, refused.Refusal.Code));
        Assert.Equal("storage.full", host.Get<WriteQueue>().LastFault?.Code);
        Assert.Equal(view.Version, (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Agent))!.Version);
        await ExecuteAsync(host, "DROP TRIGGER full_disk ON timeline");
        Assert.Equal(view.Version + 1, (await host.Desk.AddNoteAsync(view.Id, "现在可以", RuntimeHarness.Agent)).Value!.Version);
        Assert.Null(host.Get<WriteQueue>().LastFault);
    }

    [Fact]
    public async Task Command_ServerIsGone_IsRefusedAndTakenWhenItIsBackWithoutARestart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var name = host.Get<PostgresDatabase>().Source.CreateConnection().Database;
        await using var server = new PostgresDatabase(Server.ConnectionStringOf("postgres"), TestDatabase.BusyTimeout, new HostIdentity());

        await MoveAsync(server, name, name + "_away");
        CommandResult<CaseView> refused;
        try
        {
            refused = await host.Desk.AddNoteAsync(view.Id, "写不进去", RuntimeHarness.Agent);
        }
        finally
        {
            await MoveAsync(server, name + "_away", name);
        }

        Assert.Equal((RefusalKind.Unavailable, "storage.unavailable"), (refused.Refusal!.Kind, refused.Refusal.Code));
        Assert.Equal(view.Version + 1, (await host.Desk.AddNoteAsync(view.Id, "现在可以", RuntimeHarness.Agent)).Value!.Version);
    }

    [Fact]
    public async Task Start_ServerIsGone_IsAFaultOfTheServer()
    {
        await using var host = RuntimeHarness.Prepare(null, options => options.ConnectionString = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=geheim");

        var fault = StorageFaults.Of(await Assert.ThrowsAnyAsync<Exception>(host.StartAsync))!;

        Assert.Equal(StorageFault.Unavailable, fault.Code);
        Assert.DoesNotContain("geheim", fault.Detail, StringComparison.Ordinal);
    }

    /// <summary>Ends its connections and gives it another name: for its hosts it is gone.</summary>
    private static async Task MoveAsync(PostgresDatabase server, string name, string to)
    {
        await using var command = server.Source.CreateCommand("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1");
        command.Parameters.AddWithValue(name);
        await command.ExecuteNonQueryAsync();
#pragma warning disable CA2100 // Names made here.
        await using var rename = server.Source.CreateCommand($"ALTER DATABASE {name} RENAME TO {to}");
#pragma warning restore CA2100
        await rename.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(RuntimeHarness host, string sql)
    {
#pragma warning disable CA2100 // Statements of the tests themselves.
        await using var command = host.Get<PostgresDatabase>().Source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
