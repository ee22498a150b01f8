using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Storage;

/// <summary>What one transaction holds, and what it refuses. To be run on every database there will be.</summary>
public sealed class BurstStoreTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Reads_OfOneMoment_DoNotSeeWhatIsStoredMeanwhile()
    {
        await using var queue = _database.Queue();
        await queue.StoreAsync(Rows.Write(Rows.State("c1"), Rows.Changes(timeline: [Rows.Entry("c1", 1)])));
        using var connection = _database.Database.OpenReader();
        var reads = new HotReads(connection);

        var (before, during) = connection.OneMoment(() =>
        {
            var first = reads.History("c1").Timeline.Count;
            queue.StoreAsync(Rows.Write(Rows.State("c1", 2), Rows.Changes(timeline: [Rows.Entry("c1", 2)]))).GetAwaiter().GetResult();
            return (first, reads.History("c1").Timeline.Count);
        });

        Assert.Equal((1, 1, 2), (before, during, reads.History("c1").Timeline.Count));
    }

    [Fact]
    public async Task Burst_New_StoresCaseAndAllItsRows()
    {
        await using var queue = _database.Queue();
        var task = new CaseTask("t1", "c1", "intake", "b1", "投诉受理", "intake", "complaint-open", "agent", ["accepted"], ["s9", "s8"], null, null, Rows.Noon.AddHours(2), Rows.Noon);
        var notification = new StaffNotification("n1", "c1", "role:team_lead", "clock.reminder", new Dictionary<string, string> { ["number"] = "TS1" }, Rows.Noon, Rows.Noon);
        var changes = Rows.Changes(
            tasks: [task],
            set: [new CaseTimer("x1", Rows.Noon.AddHours(1), CaseTimerKind.Ladder, "k1")],
            timeline: [Rows.Entry("c1", 1), Rows.Entry("c1", 2)],
            outbox: [Rows.Message("m1", "c1")],
            notifications: [notification]);

        var verdict = await queue.StoreAsync(Rows.Write(Rows.State("c1"), changes));

        Assert.Equal(CaseWriteVerdict.Stored, verdict);
        using var context = _database.Context();
        var stored = await context.Cases.SingleAsync();
        Assert.Equal(("TS20260929-c1", 1L, Rows.Noon.AddDays(1)), (stored.Number, stored.Version, stored.NextDueAt!.Value));
        var row = await context.Tasks.SingleAsync();
        Assert.Equal((" s9 s8 ", CaseTaskStatus.Open, Rows.Noon.AddHours(2)), (row.ExcludedStaff, row.Status, row.DueAt!.Value));
        Assert.Equal(Rows.Noon.AddHours(1), (await context.Timers.SingleAsync()).ClaimableAt);
        Assert.Equal("""{"text":"已联系"}""", (await context.Timeline.OrderBy(t => t.Sequence).FirstAsync()).Args);
        Assert.Equal(OutboxStatus.Pending, (await context.Outbox.SingleAsync()).Status);
        Assert.Equal("role:team_lead", (await context.Notifications.SingleAsync()).Audience);
    }

    [Fact]
    public async Task Burst_MovingTheNextDeadline_TakesTheUntouchedTasksAlong()
    {
        await using var queue = _database.Queue();
        var task = new CaseTask("t1", "c1", "intake", "b1", "投诉受理", "intake", "complaint-open", "agent", ["accepted"], [], null, null, null, Rows.Noon);
        var first = Rows.State("c1") with { Tasks = [task] };
        await queue.StoreAsync(Rows.Write(first, Rows.Changes(tasks: [task])));
        var sooner = Rows.Write(first with { Version = 2 });

        await queue.StoreAsync(sooner with { Summary = sooner.Summary with { NextDueAt = Rows.Noon.AddHours(1) } });

        using (var context = _database.Context())
        {
            Assert.Equal(Rows.Noon.AddHours(1), (await context.Tasks.SingleAsync()).CaseDueAt);
        }

        var none = Rows.Write(first with { Version = 3 });
        await queue.StoreAsync(none with { Summary = none.Summary with { NextDueAt = null } });
        using (var context = _database.Context())
        {
            Assert.Equal(StoredTask.NoDeadline, (await context.Tasks.SingleAsync()).CaseDueAt);
        }
    }

    [Fact]
    public async Task Burst_OnAnOldVersion_IsAConflictAndStoresNothing()
    {
        await using var queue = _database.Queue();
        await queue.StoreAsync(Rows.Write(Rows.State("c1")));
        await queue.StoreAsync(Rows.Write(Rows.State("c1", 2), Rows.Changes(timeline: [Rows.Entry("c1", 1)])));

        var verdict = await queue.StoreAsync(Rows.Write(
            Rows.State("c1", 2), Rows.Changes(timeline: [Rows.Entry("c1", 2)]), new CommandReceipt("key", "s1", "hash")));

        Assert.Equal(CaseWriteVerdict.VersionConflict, verdict);
        Assert.Equal(1, _database.Count("timeline"));
        Assert.Equal(0, _database.Count("commands"));
    }

    [Fact]
    public async Task Burst_TwoRacingInOneGroup_ExactlyOneWins()
    {
        await using var queue = _database.Queue();
        await queue.StoreAsync(Rows.Write(Rows.State("c1")));

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => queue.StoreAsync(Rows.Write(Rows.State("c1", 2), Rows.Changes(timeline: [Rows.Entry("c1", 1)])))));

        Assert.Single(verdicts, v => v == CaseWriteVerdict.Stored);
        Assert.Equal(1, _database.Count("timeline"));
    }

    [Fact]
    public async Task Burst_SameKeyAgain_IsAlreadyApplied()
    {
        await using var queue = _database.Queue();
        var receipt = new CommandReceipt("key", "s1", "hash");
        await queue.StoreAsync(Rows.Write(Rows.State("c1"), receipt: receipt));

        Assert.Equal(CaseWriteVerdict.AlreadyApplied, await queue.StoreAsync(Rows.Write(Rows.State("c1", 2), receipt: receipt)));
        Assert.Equal(CaseWriteVerdict.Stored, await queue.StoreAsync(Rows.Write(Rows.State("c1", 2), receipt: receipt with { ActorId = "s2" })));
    }

    [Fact]
    public async Task Timer_SetAgain_MovesAndForgetsItsFailures()
    {
        await using var queue = _database.Queue();
        await SetTimerAsync(queue, "c1", 1, Rows.Noon);
        var claimed = Assert.Single((await ClaimAsync(queue, Rows.Noon)));
        await queue.RunAsync(sql => sql.PutBackTimer(claimed, Rows.Noon.AddDays(9), 8, "no calendar"));
        Assert.Empty(await ClaimAsync(queue, Rows.Noon.AddDays(1)));

        await SetTimerAsync(queue, "c1", 2, Rows.Noon.AddHours(3));

        Assert.Empty(await ClaimAsync(queue, Rows.Noon.AddHours(3).AddMilliseconds(-1)));
        Assert.Equal(Rows.Noon.AddHours(3), Assert.Single(await ClaimAsync(queue, Rows.Noon.AddHours(3))).DueAt);
    }

    [Fact]
    public async Task Timer_DueAFractionOfAMillisecondLater_IsNotClaimedEarly()
    {
        await using var queue = _database.Queue();
        await SetTimerAsync(queue, "c1", 1, Rows.Noon.AddTicks(1));

        Assert.Empty(await ClaimAsync(queue, Rows.Noon));
        Assert.Single(await ClaimAsync(queue, Rows.Noon.AddMilliseconds(1)));
    }

    [Fact]
    public async Task Timer_Claimed_BelongsToItsClaimerUntilTheLeaseEnds()
    {
        await using var queue = _database.Queue();
        await SetTimerAsync(queue, "c1", 1, Rows.Noon);
        var first = Assert.Single(await ClaimAsync(queue, Rows.Noon));

        Assert.Empty(await ClaimAsync(queue, Rows.Noon.AddSeconds(59)));
        var second = Assert.Single(await ClaimAsync(queue, Rows.Noon.AddMinutes(1)));

        // The first claimer comes back from a long pause: it may not touch what the second holds.
        Assert.Equal(0, (await queue.RunAsync(sql => sql.DropTimer(first))).Value);
        Assert.Equal(0, (await queue.RunAsync(sql => sql.PutBackTimer(first, Rows.Noon, 1, "late"))).Value);
        Assert.Equal(1, (await queue.RunAsync(sql => sql.DropTimer(second))).Value);
    }

    [Fact]
    public async Task Timer_ManyDue_AreClaimedLongestDueFirst()
    {
        await using var queue = _database.Queue();
        foreach (var hour in new[] { 3, 1, 5, 2, 4 })
        {
            await SetTimerAsync(queue, $"c{hour}", 1, Rows.Noon.AddHours(hour));
        }

        var claimed = await queue.RunAsync(sql => sql.ClaimTimers(Rows.Noon.AddDays(1), TimeSpan.FromMinutes(1), 3));

        Assert.Equal(["c1", "c2", "c3"], claimed.Value.Select(t => t.CaseId));
    }

    [Fact]
    public async Task Messages_BetweenCases_KeepTheOrderOfTheirCaseWhateverWasPutBack()
    {
        await using var queue = _database.Queue();
        await queue.StoreAsync(Rows.Write(Rows.State("c1"), Rows.Changes(outbox: [Rows.Message("m1", "c1", kind: "start"), Rows.Message("m2", "c1", kind: "cancel-children")])));
        await queue.StoreAsync(Rows.Write(Rows.State("c2"), Rows.Changes(outbox: [Rows.Message("m3", "c2", kind: "event"), Rows.Message("m4", "c2", kind: "letter")])));
        var first = Assert.Single(await ClaimAsync(Rows.Noon, 1));
        await queue.RunAsync(sql => sql.SettleOutbox(new(first.Id, first.Fence, OutboxStatus.Pending, null, "busy") { Next = Rows.Noon.AddSeconds(10), Failures = 1 }, Rows.Noon));

        Assert.Equal("m1", first.Id);
        Assert.Equal(["m3"], (await ClaimAsync(Rows.Noon, 10)).Select(m => m.Id));
        Assert.Empty(await ClaimAsync(Rows.Noon.AddSeconds(9), 10));
        // Due again after the one behind it, and the first all the same.
        Assert.Equal(["m1"], (await ClaimAsync(Rows.Noon.AddSeconds(10), 1)).Select(m => m.Id));

        async Task<List<OutgoingMessage>> ClaimAsync(DateTimeOffset at, int count) =>
            (await queue.RunAsync(sql => sql.ClaimOutbox(OutboxLane.House, at, TimeSpan.FromMinutes(1), count))).Value;
    }

    [Fact]
    public async Task Message_SettledTwice_EndsOnceAndTheSecondStoresNothing()
    {
        await using var queue = _database.Queue();
        await queue.StoreAsync(Rows.Write(Rows.State("c1"), Rows.Changes(outbox: [Rows.Message("m1", "c1")])));
        var message = Assert.Single((await queue.RunAsync(sql => sql.ClaimOutbox(OutboxLane.Outside, Rows.Noon, TimeSpan.FromMinutes(1), 10))).Value);
        var settlement = new OutboxSettlement("m1", message.Fence, OutboxStatus.Sent, "ref", null);

        var first = await queue.StoreAsync(Rows.Write(Rows.State("c1", 2), settlement: settlement));
        var second = await queue.StoreAsync(Rows.Write(Rows.State("c1", 3), settlement: settlement));

        Assert.Equal(CaseWriteVerdict.Stored, first);
        Assert.Equal(CaseWriteVerdict.AlreadyApplied, second);
        using var context = _database.Context();
        Assert.Equal(2, (await context.Cases.SingleAsync()).Version);
    }

    private static async Task<List<Runtime.Timers.ClaimedTimer>> ClaimAsync(WriteQueue queue, DateTimeOffset now) =>
        (await queue.RunAsync(sql => sql.ClaimTimers(now, TimeSpan.FromMinutes(1), 10))).Value;

    private static async Task SetTimerAsync(WriteQueue queue, string caseId, long version, DateTimeOffset dueAt) =>
        Assert.Equal(CaseWriteVerdict.Stored, await queue.StoreAsync(Rows.Write(
            Rows.State(caseId, version), Rows.Changes(set: [new CaseTimer("x1", dueAt, CaseTimerKind.Ladder, "k1")]))));
}
