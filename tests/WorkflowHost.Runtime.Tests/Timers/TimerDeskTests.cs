using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Tests.Timers;

public sealed class TimerDeskTests
{
    private const string Reason = "客户已书面同意";

    [Fact]
    public async Task RunNow_WaitingStep_GoesOnAtOnceAndSaysWhyAndWho()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        var timer = await TimerAsync(host, CaseTimerKind.Bookmark);

        var done = await host.Get<TimerDesk>().RunNowAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead);

        Assert.True(done.IsOk, done.Refusal?.Code);
        var after = (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!;
        Assert.Equal("close", RuntimeHarness.OpenTask(after).ActivityId);
        var line = Assert.Single(after.Timeline, t => t.Kind == "timer.step_run");
        Assert.Equal((RuntimeHarness.Lead.Id, "wait", Reason), (line.ActorId, line.Args["task"], line.Args["reason"]));
        Assert.Contains((await host.Get<AuditTrail>().ListAsync("timer_run")).Items, entry => entry.Detail == Reason && entry.ActorId == RuntimeHarness.Lead.Id);
        host.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task RunNow_Reminder_IsHeardAtOnceAndNotAgainAtItsTime()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var timer = await TimerAsync(host, CaseTimerKind.Ladder);
        Assert.Equal(("statutory", "期限已过半"), (timer.Subject, timer.Text?.Zh));

        Assert.True((await host.Get<TimerDesk>().RunNowAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead)).IsOk);

        var heard = Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Lead));
        Assert.Equal((host.Time.GetUtcNow(), 1), (heard.DeliverAt, await host.Queries.UnreadCountAsync(RuntimeHarness.Lead)));
        host.Time.Advance(TimeSpan.FromDays(10));
        await host.Timers.RunDueAsync();
        Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Lead));
    }

    [Fact]
    public async Task Skip_Reminder_NeverFires()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var timer = await TimerAsync(host, CaseTimerKind.Ladder);

        Assert.True((await host.Get<TimerDesk>().SkipAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead)).IsOk);
        await host.RestartAsync();
        host.Time.Advance(TimeSpan.FromDays(20));
        await host.Timers.RunDueAsync();

        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Lead));
        Assert.Contains((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Timeline, t => t.Kind == "timer.ladder_skipped" && t.Args["reason"] == Reason);
    }

    [Fact]
    public async Task Skip_WrittenFollowUp_SendsNothingAndGoesOnToTheLetter()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var closed = await host.ClosedAsync();
        var revisit = Assert.Single(closed.Revisits);
        host.Time.SetUtcNow(revisit.Revisit.NextAttemptAt!.Value.ToUniversalTime());
        var refused = await host.Desk.LogAttemptAsync(revisit.Revisit.Id, new RevisitAttemptRequest { Channel = ContactChannel.Phone, Result = AttemptResult.Refused }, RuntimeHarness.Agent);
        Assert.True(refused.IsOk, refused.Refusal?.Code);
        var timer = await TimerAsync(host, CaseTimerKind.Revisit);
        Assert.Equal(ContactChannel.SmsLink, timer.Channel);
        var messages = refused.Value.Outbox.Count;

        Assert.True((await host.Get<TimerDesk>().SkipAsync(closed.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead)).IsOk);

        var after = (await host.Queries.CaseAsync(closed.Id, RuntimeHarness.Lead))!;
        Assert.Equal(messages, after.Outbox.Count);
        Assert.Equal((AttemptResult.Skipped, Reason), (after.Revisits[0].Revisit.Attempts[^1].Result, after.Revisits[0].Revisit.Attempts[^1].Comment));
        Assert.Equal(ContactChannel.Letter, (await TimerAsync(host, CaseTimerKind.Revisit)).Channel);
    }

    [Fact]
    public async Task RunNow_WrittenFollowUpAtNight_GoesOutInTheMorning()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var closed = await host.ClosedAsync();
        var revisit = Assert.Single(closed.Revisits);
        host.Time.SetUtcNow(revisit.Revisit.NextAttemptAt!.Value.ToUniversalTime());
        var refused = await host.Desk.LogAttemptAsync(revisit.Revisit.Id, new RevisitAttemptRequest { Channel = ContactChannel.Phone, Result = AttemptResult.Refused }, RuntimeHarness.Agent);
        Assert.True(refused.IsOk, refused.Refusal?.Code);
        var evening = host.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddHours(22.5);
        var timer = await TimerAsync(host, CaseTimerKind.Revisit);
        var known = refused.Value.Outbox.Select(message => message.Id).ToHashSet();
        // Late, as after the host was down, or by hand: both queue it now.
        host.Time.SetUtcNow(new DateTimeOffset(evening, TimeSpan.FromHours(8)).ToUniversalTime());

        Assert.True((await host.Get<TimerDesk>().RunNowAsync(closed.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead)).IsOk);

        var message = Assert.Single((await host.Queries.CaseAsync(closed.Id, RuntimeHarness.Lead))!.Outbox, each => !known.Contains(each.Id));
        Assert.Equal(new DateTimeOffset(evening.Date.AddDays(1).AddHours(9), TimeSpan.FromHours(8)), message.NextTryAt);
    }

    [Fact]
    public async Task Skip_WaitingStep_IsRefusedAndTheTimerStays()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        var timer = await TimerAsync(host, CaseTimerKind.Bookmark);

        var refused = await host.Get<TimerDesk>().SkipAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead);

        Assert.Equal((RefusalKind.Conflict, "timer.step_not_skippable"), (refused.Refusal!.Kind, refused.Refusal.Code));
        Assert.False(timer.CanSkip);
        host.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task Skip_SeenBeforeTheStepFired_DoesNotSkipTheNextOne()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var timer = await TimerAsync(host, CaseTimerKind.Ladder);

        var moved = await host.Get<TimerDesk>().SkipAsync(view.Id, timer.TimerId, timer.DueAt.AddDays(-1), Reason, RuntimeHarness.Lead);
        var gone = await host.Get<TimerDesk>().SkipAsync(view.Id, "cnothing", timer.DueAt, Reason, RuntimeHarness.Lead);

        Assert.Equal(("timer.moved", "timer.not_set"), (moved.Refusal?.Code, gone.Refusal?.Code));
    }

    [Fact]
    public async Task Intervention_ByWhoMayNot_OrWithoutReason_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        var timer = await TimerAsync(host, CaseTimerKind.Bookmark);
        var desk = host.Get<TimerDesk>();

        var agent = await desk.RunNowAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Agent);
        var owner = await desk.RunNowAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Owner);
        var silent = await desk.RunNowAsync(view.Id, timer.TimerId, timer.DueAt, " ", RuntimeHarness.Lead);

        Assert.Equal(("timer.role_required", "timer.role_required"), (agent.Refusal?.Code, owner.Refusal?.Code));
        Assert.Equal("reason", Assert.Single(silent.Refusal!.Fields).Field);
        Assert.Equal(2, (await host.Get<AuditTrail>().ListAsync("denied")).Items.Count);
        Assert.Equal(view.Version, (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Version);
    }

    [Fact]
    public async Task RunNow_SentTwiceWithOneKey_IsDoneOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var timer = await TimerAsync(host, CaseTimerKind.Ladder);
        var desk = host.Get<TimerDesk>();

        var first = await desk.RunNowAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead, "k-1");
        var second = await desk.RunNowAsync(view.Id, timer.TimerId, timer.DueAt, Reason, RuntimeHarness.Lead, "k-1");

        Assert.Equal(first.Value, second.Value);
        Assert.Single((await host.Get<AuditTrail>().ListAsync("timer_run")).Items);
    }

    [Fact]
    public async Task Page_InStretches_ShowsEachTimerOnceInItsOrder()
    {
        await using var host = await RuntimeHarness.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            // All at one instant: only the ids tell them apart.
            await host.AcceptedAsync($"客户{i}");
        }

        var all = await host.TimersAsync(new(Take: 200), RuntimeHarness.Lead);
        var stretches = new List<TimerView>();
        for (string? cursor = string.Empty; cursor is not null;)
        {
            var page = await host.Get<TimerQueries>().PageAsync(new(Cursor: cursor, Take: 3), RuntimeHarness.Lead);
            stretches.AddRange(page.Items);
            cursor = page.Next;
        }

        Assert.Equal(10, all.Count);
        Assert.Equal(all, stretches);
        Assert.Equal(all.OrderBy(t => t.DueAt).Select(t => t.DueAt), all.Select(t => t.DueAt));
    }

    [Fact]
    public async Task Page_ByStateAndSop_ShowsThoseOnlyAndHowLate()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        host.Time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(90));

        var late = Assert.Single(await host.TimersAsync(new(TimerState.Late), RuntimeHarness.Lead));
        var pending = Assert.Single(await host.TimersAsync(new(TimerState.Pending, TestPack.DefinitionId), RuntimeHarness.Lead));

        Assert.Equal((CaseTimerKind.Bookmark, 90), (late.Kind, late.LateBySeconds));
        Assert.Equal((CaseTimerKind.Ladder, 0), (pending.Kind, pending.LateBySeconds));
        Assert.Empty(await host.TimersAsync(new(DefinitionId: "other"), RuntimeHarness.Lead));
        Assert.Empty(await host.TimersAsync(new(), RuntimeHarness.Agent));
    }

    private static async Task<TimerView> TimerAsync(RuntimeHarness host, CaseTimerKind kind) =>
        Assert.Single(await host.TimersAsync(new(), RuntimeHarness.Lead), t => t.Kind == kind);
}
