using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Tests.Storage;

namespace WorkflowHost.Runtime.Tests;

/// <summary>What a server can do to a write, and what its caller is told.</summary>
public sealed class PostgresWriteQueueTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Write_BreaksAConstraint_IsRefusedAndTheNextIsStored()
    {
        await using var queue = _database.Queue();
        await queue.RunAsync(sql => sql.StoreStaff(Member("s1", "chen")));

        var broken = await queue.RunAsync(sql => sql.StoreAudit(Entry("with it")) + sql.StoreStaff(Member("s2", "chen")));

        Assert.Equal((StorageFault.Constraint, null), (broken.Fault?.Code, queue.LastFault));
        Assert.Null((await queue.RunAsync(sql => sql.StoreAudit(Entry("after")))).Fault);
        Assert.Equal(1, _database.Count("audit"));
    }

    [Fact]
    public async Task Write_Throws_OnlyItsCallerSeesItAndNothingIsKept()
    {
        await using var queue = _database.Queue();

        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.RunAsync<int>(sql =>
        {
            sql.StoreAudit(Entry("half"));
            throw new InvalidOperationException("a bug");
        }));

        Assert.Equal(0, _database.Count("audit"));
        Assert.Null((await queue.RunAsync(sql => sql.StoreAudit(Entry("whole")))).Fault);
    }

    [Fact]
    public async Task Write_ValueSaysNotToKeep_RowsAreRolledBackAndValueAnswered()
    {
        await using var queue = _database.Queue();

        var result = await queue.RunAsync(sql => sql.StoreAudit(Entry("lost race")), isKept: _ => false);

        Assert.Equal((1, null), (result.Value, result.Fault));
        Assert.Equal(0, _database.Count("audit"));
    }

    [Fact]
    public async Task Write_TablesLockedByAnother_SaysSoAndHealthAsksAgain()
    {
        await using var queue = _database.Queue();
        var health = new StorageHealth(queue);
        using (_database.Block())
        {
            Assert.Equal(StorageFault.Locked, (await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")))).Fault?.Code);
            Assert.Equal(StorageFault.Locked, (await health.FaultAsync())?.Code);
        }

        Assert.Null(await health.FaultAsync());
        Assert.Equal(0, _database.Count("audit"));
    }

    [Fact]
    public async Task Write_DatabaseIsReadOnly_SaysSo()
    {
        await using var queue = _database.Queue();
        _database.Execute($"ALTER DATABASE {_database.Name} SET default_transaction_read_only = on");
        _database.Database.Source.Clear();

        Assert.Equal(StorageFault.ReadOnly, (await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")))).Fault?.Code);
    }

    [Fact]
    public async Task Write_UserMayOnlyRead_SaysSo()
    {
        await using var queue = _database.Queue();
        _database.Execute($"ALTER DATABASE {_database.Name} SET role = 'pg_read_all_data'");
        _database.Database.Source.Clear();

        Assert.Equal(StorageFault.ReadOnly, (await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")))).Fault?.Code);
    }

    [Fact]
    public async Task Write_ServerEndedTheConnectionsMeanwhile_IsStoredOnANewOne()
    {
        await using var queue = _database.Queue();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => queue.StoreAsync(Rows.Write(Rows.State($"c{i}")))));
        EndConnections();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => queue.StoreAsync(Rows.Write(Rows.State($"c{i}", 2)))));

        Assert.All(verdicts, verdict => Assert.Equal(CaseWriteVerdict.Stored, verdict));
    }

    [Fact]
    public async Task Write_ConnectionIsLostWhileItIsStored_IsStoredOnce()
    {
        await using var queue = _database.Queue();
        var write = Rows.Write(Rows.State("c1"), Rows.Changes(timeline: [Rows.Entry("c1", 1)]), new CommandReceipt("key", "s1", "hash")) with { News = Rows.News("c1") };
        Task<CaseWriteVerdict> stored;
        await using (var other = await _database.Database.Source.OpenConnectionAsync())
        {
            // Another command with the same key is under way, so the write waits in the middle of its transaction.
            await using var transaction = await other.BeginTransactionAsync();
            await using var insert = new NpgsqlCommand("INSERT INTO commands (key, actor_id, request_hash, case_id, case_version, created_at) VALUES ('key', 's1', 'h', 'c0', 1, 1)", other);
            await insert.ExecuteNonQueryAsync();
            stored = queue.StoreAsync(write);
            await WaitingAsync();
            EndConnections("state = 'active' AND wait_event_type = 'Lock'");
            await transaction.RollbackAsync();
        }

        Assert.Equal(CaseWriteVerdict.Stored, await stored);
        Assert.Equal((1, 1), (_database.Count("cases"), _database.Count("timeline")));
    }

    [Fact]
    public async Task Decision_StoredButItsAnswerLost_IsToldAsTaken()
    {
        var lossy = new LosingDatabase(_database.Database);
        await using var queue = OneWriter(lossy);
        await queue.RunAsync(sql => sql.StorePublicationRequest(Request(0, PublicationRequestState.Pending)));

        lossy.LosesNext = true;
        var decided = await queue.RunAsync(sql => sql.DecidePublicationRequest(Request(1, PublicationRequestState.Rejected)));

        // Without its mark it would run again, find it decided, and tell the person who decided that somebody else had.
        Assert.Equal((1, (StorageFault?)null), (decided.Value, decided.Fault));
        Assert.False(lossy.LosesNext);
        Assert.Equal(1, _database.Count("publication_requests WHERE state = 'Rejected'"));
    }

    [Fact]
    public async Task JobOverIncidents_StoredButItsAnswerLost_IsToldAsBegun()
    {
        var lossy = new LosingDatabase(_database.Database);
        await using var queue = OneWriter(lossy);
        var job = new StoredIncidentJob { Id = "j1", ById = "s1", ByName = "何平", ByRoles = "process_owner", Fence = 1 };

        lossy.LosesNext = true;
        var stored = await queue.RunAsync(sql => sql.StoreIncidentJob(job, [new() { JobId = "j1", CaseId = "c1", ActivityInstanceId = "a1" }]));

        // Without its mark it would run again, break its own key, and be told as refused while another host takes it up.
        Assert.Equal((1, (StorageFault?)null), (stored.Value, stored.Fault));
        Assert.False(lossy.LosesNext);
        Assert.Equal((1, 1), (_database.Count("incident_jobs"), _database.Count("incident_job_items")));
    }

    [Fact]
    public async Task Bursts_StoredTogetherButTheAnswerLost_AreToldAsStored()
    {
        var lossy = new LosingDatabase(_database.Database);
        await using var queue = OneWriter(lossy);

        lossy.LosesNext = true;
        var verdicts = await TogetherAsync(queue, [.. Enumerable.Range(0, 3).Select(i => Rows.Write(Rows.State($"c{i}")) with { News = Rows.News($"c{i}") })]);

        Assert.All(verdicts, verdict => Assert.Equal((CaseWriteVerdict.Stored, null), (verdict.Value, verdict.Fault)));
        Assert.False(lossy.LosesNext);
        Assert.Equal((3, 3), (_database.Count("cases"), _database.Count("changes")));
    }

    [Fact]
    public async Task Bursts_WaitForTheOneWriter_AreOneTransaction()
    {
        await using var queue = OneWriter();

        var verdicts = await TogetherAsync(queue, [.. Enumerable.Range(0, 8).Select(i => Rows.Write(Rows.State($"c{i}")) with { News = Rows.News($"c{i}") })]);

        Assert.All(verdicts, verdict => Assert.Equal((CaseWriteVerdict.Stored, null), (verdict.Value, verdict.Fault)));
        Assert.Equal((8, 8, 1), (_database.Count("cases"), _database.Count("changes"), queue.Groups));
    }

    [Fact]
    public async Task Bursts_OneOfThemLosesItsRaceAndOneBreaksAConstraint_TheOthersAreStored()
    {
        await using var queue = OneWriter();
        await queue.StoreAsync(Rows.Write(Rows.State("old")));
        // A case of its own with a number that is taken.
        var doubled = Rows.State("new") with { Number = Rows.State("old").Number };

        var verdicts = await TogetherAsync(queue, [Rows.Write(Rows.State("c1")), Rows.Write(Rows.State("old", 3)), Rows.Write(doubled), Rows.Write(Rows.State("c2"))]);

        Assert.Equal([CaseWriteVerdict.Stored, CaseWriteVerdict.VersionConflict, default, CaseWriteVerdict.Stored], verdicts.Select(each => each.Value));
        Assert.Equal([null, null, StorageFault.Constraint, null], verdicts.Select(each => each.Fault?.Code));
        Assert.Equal(3, _database.Count("cases"));
    }

    [Fact]
    public async Task Bursts_TheRowOfOneIsLocked_TheOthersAreStoredMeanwhile()
    {
        await using var queue = OneWriter();
        await queue.StoreAsync(Rows.Write(Rows.State("held")));
        await using var other = await _database.Database.Source.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var update = new NpgsqlCommand("UPDATE cases SET version = version WHERE id = 'held'", other);
        await update.ExecuteNonQueryAsync();

        var verdicts = await TogetherAsync(queue, [Rows.Write(Rows.State("c1")), Rows.Write(Rows.State("held", 2)), Rows.Write(Rows.State("c2"))]);

        Assert.Equal([null, StorageFault.Locked, null], verdicts.Select(each => each.Fault?.Code));
        Assert.Equal(3, _database.Count("cases"));
    }

    [Fact]
    public async Task Bursts_ConnectionIsLostWhileTheyAreStored_AreStoredOnce()
    {
        await using var queue = OneWriter();
        CaseWrite[] writes = [.. Enumerable.Range(0, 4).Select(i =>
            Rows.Write(Rows.State($"c{i}"), Rows.Changes(timeline: [Rows.Entry($"c{i}", 1)]), i == 3 ? new CommandReceipt("key", "s1", "hash") : null) with { News = Rows.News($"c{i}") })];
        Task<WriteResult<CaseWriteVerdict>[]> stored;
        await using (var other = await _database.Database.Source.OpenConnectionAsync())
        {
            await using var transaction = await other.BeginTransactionAsync();
            await using var insert = new NpgsqlCommand("INSERT INTO commands (key, actor_id, request_hash, case_id, case_version, created_at) VALUES ('key', 's1', 'h', 'c0', 1, 1)", other);
            await insert.ExecuteNonQueryAsync();
            stored = TogetherAsync(queue, writes);
            await WaitingAsync();
            EndConnections("state = 'active' AND wait_event_type = 'Lock'");
            await transaction.RollbackAsync();
        }

        Assert.All(await stored, verdict => Assert.Equal((CaseWriteVerdict.Stored, null), (verdict.Value, verdict.Fault)));
        Assert.Equal((4, 4), (_database.Count("cases"), _database.Count("timeline")));
    }

    [Fact]
    public void Ticket_OfAStoredWrite_CannotBeTakenAndAnotherCan()
    {
        using (var writer = _database.Database.Open())
        {
            writer.Begin();
            new HotSql(writer).StoreBurst(Rows.Write(Rows.State("c1")) with { News = Rows.News("c1") });
            writer.Commit();
            Assert.Equal(1, writer.Ticket);
        }

        using var asker = _database.Database.Open();
        asker.Begin();
        Assert.False(asker.TryTakeTicket(1));
        Assert.True(asker.TryTakeTicket(2));
        asker.Commit();
    }

    [Fact]
    public async Task Write_ServerIsAway_SaysSo()
    {
        var nowhere = new Runtime.Storage.Postgres.PostgresDatabase("Host=127.0.0.1;Port=1;Database=x;Username=x", TestDatabase.BusyTimeout, new());
        await using var queue = new ServerWriteQueue(nowhere, 2, NullLogger<WriteQueue>.Instance);

        var refused = await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")));

        Assert.Equal((StorageFault.Unavailable, true), (refused.Fault?.Code, queue.IsAlive));
        await nowhere.DisposeAsync();
    }

    [Fact]
    public async Task Queue_Disposed_StoresWhatWaitedAndRefusesMore()
    {
        var queue = _database.Queue();
        var waiting = Enumerable.Range(0, 20).Select(i => queue.RunAsync(sql => sql.StoreAudit(Entry($"{i}")))).ToArray();

        await queue.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), result => Assert.Null(result.Fault));
        Assert.Equal(StorageFault.Unavailable, (await queue.RunAsync(sql => sql.StoreAudit(Entry("late")))).Fault?.Code);
        Assert.Equal(20, _database.Count("audit"));
    }

    private ServerWriteQueue OneWriter(IServerDatabase? database = null) => new(database ?? _database.Database, 1, NullLogger<WriteQueue>.Instance);

    /// <summary>Queues all while the writer is held up, so that they wait together.</summary>
    private static async Task<WriteResult<CaseWriteVerdict>[]> TogetherAsync(ServerWriteQueue queue, CaseWrite[] writes)
    {
        using var isQueued = new ManualResetEventSlim();
        // Rolled back, so that it is no transaction of its own.
        var held = queue.RunAsync(
            sql =>
            {
                isQueued.Wait();
                return 0;
            },
            isKept: _ => false);
        var waiting = writes.Select(queue.StoreBurstAsync).ToArray();
        isQueued.Set();
        await held;
        return await Task.WhenAll(waiting);
    }

    private void EndConnections(string which = "true") => _database.Execute(
        $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND {which}");

    private async Task WaitingAsync()
    {
        await using var asker = await _database.Database.Source.OpenConnectionAsync();
        // The server does the waiting; it gives up after a minute.
        await using var command = new NpgsqlCommand(
            """
            DO $$ BEGIN
                FOR try IN 1..6000 LOOP
                    PERFORM pg_stat_clear_snapshot();
                    EXIT WHEN EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock');
                    PERFORM pg_sleep(0.01);
                END LOOP;
            END $$
            """,
            asker)
        { CommandTimeout = 90 };
        await command.ExecuteNonQueryAsync();
    }

    private static StoredPublicationRequest Request(long sequence, PublicationRequestState state) => new()
    {
        Sequence = sequence, DefinitionId = "small", Version = 1, Revision = 1, State = state, RequestedById = "s1", RequestedByName = "何平", EditedById = "s1",
    };

    private static StoredAuditEntry Entry(string detail) => new() { ActorId = "a", ActorName = "A", Action = "test", Detail = detail };

    private static StoredStaffMember Member(string id, string userName) =>
        new() { Id = id, UserName = userName, DisplayName = userName, Roles = "agent", Skills = string.Empty, IsActive = true };
}
