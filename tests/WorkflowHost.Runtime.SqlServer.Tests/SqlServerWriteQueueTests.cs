using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Tests.Storage;

namespace WorkflowHost.Runtime.Tests;

/// <summary>What a server can do to a write, and what its caller is told.</summary>
public sealed class SqlServerWriteQueueTests
{
    [Fact]
    public async Task Statements_AllOfTheHotPath_AreTakenByTheServer()
    {
        using var database = new TestDatabase();
        await using var queue = database.Queue();
        var receipt = new CommandReceipt("key", "s1", "hash");

        Assert.Equal(CaseWriteVerdict.Stored, await queue.StoreAsync(Rows.Write(Rows.State("c1"), Rows.Changes(timeline: [Rows.Entry("c1", 1)]), receipt)));
        Assert.Equal(CaseWriteVerdict.AlreadyApplied, await queue.StoreAsync(Rows.Write(Rows.State("c1", 2), receipt: receipt)));
        Assert.Equal(CaseWriteVerdict.VersionConflict, await queue.StoreAsync(Rows.Write(Rows.State("c1", 5))));
        Assert.Equal((1, 1), (database.Count("cases"), database.Count("timeline")));
    }

    [Fact]
    public async Task Write_BreaksAConstraint_IsRefusedAndTheNextIsStored()
    {
        using var database = new TestDatabase();
        await using var queue = database.Queue();
        await queue.RunAsync(sql => sql.StoreStaff(Member("s1", "chen")));

        var broken = await queue.RunAsync(sql => sql.StoreAudit(Entry("with it")) + sql.StoreStaff(Member("s2", "chen")));

        Assert.Equal(StorageFault.Constraint, broken.Fault?.Code);
        Assert.Null((await queue.RunAsync(sql => sql.StoreAudit(Entry("after")))).Fault);
        Assert.Equal(1, database.Count("audit"));
    }

    [Fact]
    public async Task Write_TablesLockedByAnother_SaysSoAndHealthAsksAgain()
    {
        using var database = new TestDatabase();
        await using var queue = database.Queue();
        var health = new StorageHealth(queue);
        using (database.Block())
        {
            Assert.Equal(StorageFault.Locked, (await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")))).Fault?.Code);
        }

        Assert.Null(await health.FaultAsync());
        Assert.Equal(0, database.Count("audit"));
    }

    [Fact]
    public void Ticket_OfAStoredWrite_CannotBeTakenAndAnotherCan()
    {
        using var database = new TestDatabase();
        using (var writer = database.Database.Open())
        {
            writer.Begin();
            new HotSql(writer).StoreBurst(Rows.Write(Rows.State("c1")) with { News = Rows.News("c1") });
            writer.Commit();
            Assert.Equal(1, writer.Ticket);
        }

        using var asker = database.Database.Open();
        asker.Begin();
        Assert.False(asker.TryTakeTicket(1));
        Assert.True(asker.TryTakeTicket(2));
        asker.Commit();
    }

    [Fact]
    public void Changes_OfAnotherHost_AreFoundFromTheHorizonOn()
    {
        using var database = new TestDatabase();
        using var reads = new HotReads(database.Database.OpenReader());
        var (horizon, now) = reads.Horizon();
        using var writer = database.Database.Open();
        writer.Begin();
        writer.Announce(new(HostChangeKind.Staff, "s1", null));
        writer.Commit();

        Assert.Equal(("Staff", "s1"), reads.Changes(horizon, "another") is [var change] ? (change.Kind, change.Body) : default);
        Assert.Empty(reads.Changes(reads.Horizon().Horizon, "another"));
        Assert.InRange(now, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(200));
    }

    private static StoredAuditEntry Entry(string detail) => new() { ActorId = "a", ActorName = "A", Action = "test", Detail = detail };

    private static StoredStaffMember Member(string id, string userName) =>
        new() { Id = id, UserName = userName, DisplayName = userName, Roles = "agent", Skills = string.Empty, IsActive = true };
}
