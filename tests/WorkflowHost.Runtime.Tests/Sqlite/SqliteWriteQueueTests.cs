using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage.Sqlite;

namespace WorkflowHost.Runtime.Tests.Sqlite;

public sealed class SqliteWriteQueueTests : IDisposable
{
    private readonly TestDatabase _database = new(busyTimeout: TestDatabase.Impatience);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Queue_ManyAtOnce_AreStoredInFewGroups()
    {
        await using var queue = _database.Queue();
        using var gate = new ManualResetEventSlim();
        // The first write holds the writer, so that the others collect.
        var first = queue.RunAsync(sql =>
        {
            gate.Wait();
            return sql.StoreAudit(Entry("first"));
        });
        var others = Enumerable.Range(0, 200).Select(i => queue.RunAsync(sql => sql.StoreAudit(Entry($"{i}")))).ToArray();
        gate.Set();

        await first;
        await Task.WhenAll(others);

        Assert.Equal(201, _database.Count("audit"));
        Assert.InRange(queue.Groups, 1, 3);
    }

    [Fact]
    public async Task Queue_ConnectionBreaksUnderAGroup_FailsTheGroupAndGoesOn()
    {
        await using var queue = _database.Queue();

        var broken = await queue.RunAsync(sql =>
        {
            sql.Connection.Dispose();
            return 0;
        });

        Assert.Equal(StorageFault.Unavailable, broken.Fault?.Code);
        Assert.Equal((true, StorageFault.Unavailable), (queue.IsAlive, queue.LastFault?.Code));
        Assert.Null((await queue.RunAsync(sql => sql.StoreAudit(Entry("after")))).Fault);
        Assert.Null(queue.LastFault);
        Assert.Equal(1, _database.Count("audit"));
    }

    [Fact]
    public async Task Health_AfterAFaultNobodyWroteSince_IsAskedAgain()
    {
        await using var queue = _database.Queue();
        var health = new StorageHealth(queue);
        Assert.Null(await health.FaultAsync());
        using (var other = new SqliteConnection($"Data Source={_database.File};Pooling=False"))
        {
            other.Open();
            using var transaction = other.BeginTransaction(deferred: false);
            await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")));

            Assert.Equal(StorageFault.Locked, (await health.FaultAsync())?.Code);
        }

        Assert.Null(await health.FaultAsync());
        Assert.Null(queue.LastFault);
    }

    [Fact]
    public async Task Queue_Answered_IsOnTheDiskForOthers()
    {
        await using var queue = _database.Queue();

        await queue.RunAsync(sql => sql.StoreAudit(Entry("seen")));

        Assert.Equal(1, _database.Count("audit"));
    }

    [Fact]
    public async Task Queue_OneOfAGroupBreaksAConstraint_OthersAreStored()
    {
        await using var queue = _database.Queue();
        await queue.RunAsync(sql => sql.StoreStaff(Member("s1", "chen")));
        using var gate = new ManualResetEventSlim();
        var holder = queue.RunAsync(_ =>
        {
            gate.Wait();
            return 0;
        });
        var before = queue.RunAsync(sql => sql.StoreAudit(Entry("before")));
        var broken = queue.RunAsync(sql => sql.StoreAudit(Entry("with it")) + sql.StoreStaff(Member("s2", "chen")));
        var after = queue.RunAsync(sql => sql.StoreAudit(Entry("after")));
        gate.Set();

        await holder;
        Assert.Null((await before).Fault);
        Assert.Equal(StorageFault.Constraint, (await broken).Fault?.Code);
        Assert.Null((await after).Fault);
        Assert.Equal(2, _database.Count("audit"));
    }

    [Fact]
    public async Task Queue_OneOfAGroupThrows_OnlyItsCallerSeesIt()
    {
        await using var queue = _database.Queue();
        var broken = queue.RunAsync<int>(sql =>
        {
            sql.StoreAudit(Entry("half"));
            throw new InvalidOperationException("a bug");
        });
        var next = queue.RunAsync(sql => sql.StoreAudit(Entry("whole")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        Assert.Null((await next).Fault);
        Assert.Equal(1, _database.Count("audit"));
    }

    [Fact]
    public async Task Queue_ValueSaysNotToKeep_RowsAreRolledBackAndValueAnswered()
    {
        await using var queue = _database.Queue();

        var result = await queue.RunAsync(sql => sql.StoreAudit(Entry("lost race")), isKept: _ => false);

        Assert.Equal(1, result.Value);
        Assert.Null(result.Fault);
        Assert.Equal(0, _database.Count("audit"));
    }

    [Fact]
    public async Task Queue_FileLockedByAnother_SaysSoAndGoesOnAfterwards()
    {
        await using var queue = _database.Queue();
        await queue.RunAsync(sql => sql.StoreAudit(Entry("warm")));
        await using (var other = _database.Open())
        {
            await using var transaction = other.BeginTransaction(deferred: false);

            var refused = await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")));

            Assert.Equal(StorageFault.Locked, refused.Fault?.Code);
        }

        var accepted = await queue.RunAsync(sql => sql.StoreAudit(Entry("accepted")));

        Assert.Null(accepted.Fault);
        Assert.Equal(2, _database.Count("audit"));
    }

    [Fact]
    public async Task Queue_DiskFull_SaysSoAndKeepsNothingOfTheGroup()
    {
        await using var queue = _database.Queue();
        await queue.RunAsync(sql =>
        {
            ((SqliteHotConnection)sql.Connection).LimitPages(1);
            return 0;
        });
        using var gate = new ManualResetEventSlim();
        var holder = queue.RunAsync(_ =>
        {
            gate.Wait();
            return 0;
        });
        var small = queue.RunAsync(sql => sql.StoreAudit(Entry("small")));
        var large = queue.RunAsync(sql => sql.StoreAudit(Entry(new string('x', 1_000_000))));
        gate.Set();
        await holder;

        Assert.Equal(StorageFault.Full, (await large).Fault?.Code);
        Assert.Equal(StorageFault.Full, (await small).Fault?.Code);
        Assert.Equal(0, _database.Count("audit"));
        // The limit went with the connection, as free space comes back on a real disk.
        Assert.Null((await queue.RunAsync(sql => sql.StoreAudit(Entry("later")))).Fault);
    }

    [Fact]
    public async Task Queue_FileIsReadOnly_SaysSoAndReadsGoOn()
    {
        var onlyToRead = new SqliteDatabase(
            new SqliteConnectionStringBuilder(_database.Database.ConnectionString) { Mode = SqliteOpenMode.ReadOnly }.ToString(), TestDatabase.Impatience);
        await using var queue = new SqliteWriteQueue(onlyToRead, NullLogger<WriteQueue>.Instance);

        var refused = await queue.RunAsync(sql => sql.DropCommands(DateTimeOffset.UnixEpoch));

        Assert.Equal((StorageFault.ReadOnly, true), (refused.Fault?.Code, queue.IsAlive));
        using var reads = new ReadPool(onlyToRead);
        Assert.Null(reads.Read(r => r.State("c1")));
    }

    [Fact]
    public async Task Queue_FileCannotBeOpened_SaysSoAndLives()
    {
        await using var queue = _database.Queue();
        var moved = _database.File + ".moved";
        SqliteConnection.ClearAllPools();
        File.Move(_database.File, moved);
        Directory.CreateDirectory(_database.File);

        var refused = await queue.RunAsync(sql => sql.StoreAudit(Entry("refused")));
        Directory.Delete(_database.File);
        File.Move(moved, _database.File);
        var accepted = await queue.RunAsync(sql => sql.StoreAudit(Entry("accepted")));

        Assert.Equal(StorageFault.Unavailable, refused.Fault?.Code);
        Assert.Null(accepted.Fault);
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

    private static StoredAuditEntry Entry(string detail) => new() { ActorId = "a", ActorName = "A", Action = "test", Detail = detail };

    private static StoredStaffMember Member(string id, string userName) =>
        new() { Id = id, UserName = userName, DisplayName = userName, Roles = "agent", Skills = string.Empty, IsActive = true };
}
