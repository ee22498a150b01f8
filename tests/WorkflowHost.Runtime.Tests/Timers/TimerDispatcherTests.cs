using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Timers;

public sealed class TimerDispatcherTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromHours(2);

    [Fact]
    public async Task Timer_BeforeItsInstant_DoesNotFire()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        host.Time.Advance(Wait - TimeSpan.FromMilliseconds(1));

        Assert.Equal(0, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task Timer_AtItsInstant_FiresOnceAndItsRowIsGone()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        Assert.Equal(host.Time.GetUtcNow() + Wait, host.Timers.NextDue());
        host.Time.Advance(Wait);

        Assert.Equal(1, await host.Timers.RunDueAsync());
        Assert.Equal(0, await host.Timers.RunDueAsync());

        var after = await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead);
        Assert.Equal("close", RuntimeHarness.OpenTask(after!).ActivityId);
        Assert.DoesNotContain(await host.TimersAsync(new(), RuntimeHarness.Lead), t => t.Kind == CaseTimerKind.Bookmark);
    }

    [Fact]
    public async Task Timer_RunByTenDispatchersAtOnce_FiresOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        host.Time.Advance(Wait);

        var fired = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => host.Timers.RunDueAsync())));

        Assert.Equal(1, fired.Sum());
        RuntimeHarness.OpenTask((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!);
    }

    [Fact]
    public async Task Timer_DueWhileTheHostWasDown_FiresOnceAndSaysHowLate()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        host.Time.Advance(Wait + TimeSpan.FromHours(5));
        await host.RestartAsync();

        Assert.Equal(1, await host.Timers.RunDueAsync());

        var after = await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead);
        Assert.Contains(after!.Timeline, t => t.Args.GetValueOrDefault("lateBySeconds") == "18000");
    }

    [Fact]
    public async Task Timer_ClaimedAndForgotten_FiresAfterTheLease()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        host.Time.Advance(Wait);
        var now = host.Time.GetUtcNow();
        await host.Get<WriteQueue>().RunAsync(sql => sql.ClaimTimers(now, TimeSpan.FromMinutes(1), 10));

        Assert.Equal(0, await host.Timers.RunDueAsync());
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task Timer_OfManyCases_AllFireInOneRun()
    {
        await using var host = await RuntimeHarness.StartAsync(options: o => o.ClaimBatch = 7);
        for (var i = 0; i < 30; i++)
        {
            await host.AcceptedAsync($"客户{i}");
        }

        host.Time.Advance(Wait);

        Assert.Equal(30, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task Timer_CaseWithdrawnMeanwhile_IsClearedWithTheCommit()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();

        var withdrawn = await host.Desk.RaiseEventAsync(view.Id, "withdrawn", [], RuntimeHarness.Agent);

        Assert.Equal(CaseStatus.Ended, withdrawn.Value!.Summary.Status);
        Assert.Null(host.Timers.NextDue());
    }

    [Fact]
    public async Task Timer_RowWithoutItsTimerInTheCase_IsDroppedQuietly()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        await using var context = host.Context();
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO timers (case_id, timer_id, due_at, kind, ref, claimable_at, fence, failures) VALUES ({view.Id}, 'ghost', 1, 'Ladder', 'x', 1, 0, 0)");

        Assert.Equal(0, await host.Timers.RunDueAsync());

        Assert.False(await context.Timers.AnyAsync(t => t.TimerId == "ghost"));
        Assert.Equal(view.Version, (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Version);
    }

    [Fact]
    public async Task Timer_KeepsFailing_IsTriedForEverAndShownAsFailing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        byte[] state;
        await using (var before = host.Context())
        {
            state = await before.Cases.Select(c => c.State).SingleAsync();
            // A state nobody can read: as after a bad restore.
            await before.Database.ExecuteSqlAsync($"UPDATE cases SET state = {new byte[] { 0 }} WHERE id = {view.Id}");
        }

        await host.RestartAsync();
        host.Time.Advance(Wait);
        await host.Timers.RunDueAsync();
        var failing = Assert.Single(await host.TimersAsync(new(TimerState.Failed), RuntimeHarness.Lead));
        Assert.Equal(1, failing.Failures);
        Assert.NotNull(failing.LastError);
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromSeconds(5), host.Timers.NextDue());

        for (var i = 0; i < 30; i++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(30));
            await host.Timers.RunDueAsync();
        }

        Assert.Equal(31, Assert.Single(await host.TimersAsync(new(TimerState.Failed), RuntimeHarness.Lead)).Failures);
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromMinutes(30), host.Timers.NextDue());
        await using var context = host.Context();
        await context.Database.ExecuteSqlAsync($"UPDATE cases SET state = {state} WHERE id = {view.Id}");
        host.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(1, await host.Timers.RunDueAsync());
        Assert.Equal("close", RuntimeHarness.OpenTask((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!).ActivityId);
    }

    [Fact]
    public async Task Timer_OfACaseNobodyCanRead_KeepsNoOtherFromFiring()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var broken = await host.AcceptedAsync("张伟");
        var healthy = await host.AcceptedAsync("李四");
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE cases SET state = {new byte[] { 0 }} WHERE id = {broken.Id}");
        }

        await host.RestartAsync();
        host.Time.Advance(Wait);

        Assert.Equal(1, await host.Timers.RunDueAsync());
        Assert.Equal("close", RuntimeHarness.OpenTask((await host.Queries.CaseAsync(healthy.Id, RuntimeHarness.Lead))!).ActivityId);
        Assert.Equal(broken.Id, Assert.Single(await host.TimersAsync(new(TimerState.Failed), RuntimeHarness.Lead)).CaseId);
    }

    [Fact]
    public async Task Error_OfATimer_IsTheExceptionsOnlyForWhoSeesTheCase()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var broken = await host.AcceptedAsync();
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE cases SET state = {new byte[] { 0 }} WHERE id = {broken.Id}");
        }

        await host.RestartAsync();
        host.Time.Advance(Wait);
        await host.Timers.RunDueAsync();

        var lead = Assert.Single(await host.TimersAsync(new(TimerState.Failed), RuntimeHarness.Lead));
        var owner = Assert.Single(await host.TimersAsync(new(TimerState.Failed), RuntimeHarness.Owner));
        Assert.False(RefusalCodes.IsOne(lead.LastError!));
        Assert.Equal(RefusalCodes.TimerFailed, owner.LastError);
    }

    [Fact]
    public async Task Timer_FailingAndRetriedByAPerson_IsDueAtOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        await using var context = host.Context();
        await context.Database.ExecuteSqlAsync($"UPDATE cases SET state = {new byte[] { 0 }} WHERE id = {view.Id}");
        await host.RestartAsync();
        host.Time.Advance(Wait);
        await host.Timers.RunDueAsync();
        var failing = Assert.Single(await host.TimersAsync(new(TimerState.Failed), RuntimeHarness.Lead));

        Assert.True(await host.Timers.RetryAsync(failing.CaseId, failing.TimerId));

        Assert.Equal(host.Time.GetUtcNow(), host.Timers.NextDue());
        Assert.Empty(await host.TimersAsync(new(TimerState.Failed), RuntimeHarness.Lead));
        Assert.False(await host.Timers.RetryAsync(failing.CaseId, failing.TimerId));
    }

    [Fact]
    public async Task Ladder_HalfWay_NotifiesTheLeadOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();
        host.Time.Advance(TimeSpan.FromDays(9));

        await host.Timers.RunDueAsync();
        await host.Timers.RunDueAsync();

        host.Time.Advance(TimeSpan.FromDays(1));
        var notification = Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Lead));
        Assert.False(notification.IsRead);
        Assert.Equal(1, await host.Queries.UnreadCountAsync(RuntimeHarness.Lead));
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Handler));
        await host.Queries.MarkReadAsync(RuntimeHarness.Lead, [notification.Id, "unknown"]);
        Assert.Equal(0, await host.Queries.UnreadCountAsync(RuntimeHarness.Lead));
        Assert.True(Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Lead)).IsRead);
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Lead, unreadOnly: true));
    }

    [Fact]
    public async Task Timer_StoreLocked_CostsNoTry()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.BusyTimeout = TestDatabase.Impatience);
        await host.AcceptedAsync();
        host.Time.Advance(Wait);
        using (host.BlockWrites())
        {
            Assert.Equal(0, await host.Timers.RunDueAsync());
        }

        Assert.Equal(1, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task Lease_OfAHostThatStopsInOrder_IsGivenBackAtOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        host.Time.Advance(Wait);
        var due = host.Timers.NextDue();
        using var stopping = new CancellationTokenSource();
        using (await host.Get<CaseTurns>().EnterAsync(view.Id, CancellationToken.None))
        {
            // Claimed, and waiting for its case to be free when the host is told to stop.
            var run = Task.Run(() => host.Timers.RunDueAsync(stopping.Token));
            while (host.Timers.NextDue() == due)
            {
                Assert.False(run.IsCompleted, "It ended without having claimed the timer.");
                await Task.Yield();
            }

            await stopping.CancelAsync();
            Assert.Equal(0, await run);
        }

        Assert.Equal(due, host.Timers.NextDue());
        Assert.Equal(1, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task BackOff_OfAFailingTimer_OutlivesARestart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        host.Time.Advance(TimeSpan.FromHours(2));
        var later = host.Time.GetUtcNow().AddMinutes(30);
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE timers SET failures = 3, claimable_at = {later.ToUnixTimeMilliseconds()} WHERE case_id = {view.Id} AND kind = 'Bookmark'");
        }

        await host.RestartAsync();

        Assert.Equal(0, await host.Timers.RunDueAsync());
    }
}
