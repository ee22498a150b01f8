using Npgsql;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage.Postgres;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Tests.Pack;

namespace WorkflowHost.Runtime.Tests;

/// <summary>A host that loses its power or its network leaves sessions behind which the server takes for alive.</summary>
public sealed class LostHostTests
{
    private const int MostTries = 100;

    [Fact]
    public void Session_AsMade_IsEndedSoonWhenItsHostFallsSilent()
    {
        using var database = new TestDatabase();

        Assert.Equal(
            ["10s", "5", "2", "3", "10000"],
            new[] { "idle_in_transaction_session_timeout", "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout" }.Select(name => Shown(database.Database, name)));
    }

    [Fact]
    public async Task Session_OperatorsOwnSettings_Stay()
    {
        using var database = new TestDatabase();
        await using var own = WithTimeout(database, "77s");

        Assert.Equal(("77s", "5"), (Shown(own, "idle_in_transaction_session_timeout"), Shown(own, "tcp_keepalives_idle")));
    }

    [Fact]
    public void Claims_AndNumbers_LeaveNoTransactionOpen()
    {
        using var database = new TestDatabase();
        using var connection = database.Database.Open();
        var sql = new HotSql(connection);
        var now = DateTimeOffset.UnixEpoch;

        connection.Begin();
        sql.ClaimTimers(now, TimeSpan.FromMinutes(1), 10);
        Assert.Equal(0, OpenTransactions(database));
        connection.Begin();
        sql.ClaimOutbox(OutboxLane.House, now, TimeSpan.FromMinutes(1), 10);
        Assert.Equal(0, OpenTransactions(database));
        connection.Begin();
        Assert.Equal(5, sql.NextNumber("case:X-", 5));
        Assert.Equal(0, OpenTransactions(database));
        connection.Commit();
        Assert.Equal(1, database.Count("counters"));
    }

    [Fact]
    public async Task Host_CutOffWithinATransaction_HoldsTheOthersUpForAMomentOnly()
    {
        await using var one = await RuntimeHarness.StartAsync(Flows.Sequence("sender", Flows.Publish("a", "step")));
        await one.OpenAsync();
        await one.Instances.StartAsync("sender", new(), RuntimeHarness.Owner);
        // It has its answers, and is gone before its COMMIT; the socket stays open. The server's patience is shortened for this session alone.
        var session = await one.Get<PostgresDatabase>().Source.OpenConnectionAsync();
        using var lost = new PostgresConnection(session, new HostIdentity());
        await using (var held = session.CreateCommand())
        {
            held.CommandText = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '300ms'; SELECT pg_advisory_xact_lock(hashtextextended('outbox.house', 0)); UPDATE counters SET value = value";
            await held.ExecuteNonQueryAsync();
        }

        var (relayed, opened) = (0, false);
        // Each try waits for the lock until the server tells it that it is busy; in the end the lost session is ended.
        for (var i = 0; i < MostTries && (relayed == 0 || !opened); i++)
        {
            relayed += (await one.Outbox.RunAsync(OutboxLane.House, default)).Done;
            opened = opened || (await one.Desk.OpenAsync(TestPack.DefinitionId, RuntimeHarness.OpenFields("李四", "13900000001"), RuntimeHarness.Agent)).IsOk;
        }

        Assert.Equal((1, true), (relayed, opened));
    }

    private static PostgresDatabase WithTimeout(TestDatabase database, string timeout) => new(
        new NpgsqlConnectionStringBuilder(Server.ConnectionStringOf(database.Name)) { Options = "-c idle_in_transaction_session_timeout=" + timeout }.ToString(),
        TestDatabase.BusyTimeout, new HostIdentity());

    private static string Shown(PostgresDatabase database, string setting)
    {
        using var command = database.Source.CreateCommand("SELECT current_setting(@name)");
        command.Parameters.AddWithValue("name", setting);
        return (string)command.ExecuteScalar()!;
    }

    private static long OpenTransactions(TestDatabase database)
    {
        using var command = database.Database.Source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'");
        return (long)command.ExecuteScalar()!;
    }
}
