using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Tests.Instances;

namespace WorkflowHost.Runtime.Tests.Outbox;

/// <summary>A receiver that answers 500 for a day, and for longer.</summary>
public sealed class ReceiverDownTests
{
    private const int MostTries = 200;

    [Fact]
    public async Task Receiver_DownForADay_IsAskedLessAndLessOftenAndThenGetsEachMessageOnce()
    {
        DateTimeOffset? back = null;
        RuntimeHarness? started = null;
        var tries = new List<DateTimeOffset>();
        var sms = new ScriptedSender("sms", _ =>
        {
            tries.Add(started!.Time.GetUtcNow());
            return back is { } since && started.Time.GetUtcNow() >= since ? SendResult.Sent() : SendResult.Retry("500 Internal Server Error");
        });
        await using var host = started = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();
        var begun = host.Time.GetUtcNow();
        back = begun + TimeSpan.FromHours(24);

        await UntilNothingWaitsAsync(host);

        var waits = tries.Zip(tries.Skip(1), (one, next) => next - one).ToList();
        Assert.Equal(TimeSpan.FromSeconds(10), waits[0]);
        Assert.True(waits.Zip(waits.Skip(1)).All(pair => pair.First <= pair.Second), string.Join(", ", waits));
        Assert.Equal(TimeSpan.FromHours(1), waits[^1]);
        Assert.InRange(tries[^1] - back.Value, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.Single(sms.Messages.Select(m => m.IdempotencyKey).Distinct());
        Assert.Equal(OutboxStatus.Sent, Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Outbox).Status);
    }

    [Fact]
    public async Task Receiver_DownForLonger_LeavesADeadMessageThatIsSeenAndSentAgainUnderItsKey()
    {
        var isBack = false;
        var sms = new ScriptedSender("sms", _ => isBack ? SendResult.Sent() : SendResult.Retry("500 Internal Server Error"));
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();

        await UntilNothingWaitsAsync(host);

        var dead = Assert.Single(await host.Queries.OutboxAsync(new(OutboxStatus.Dead), RuntimeHarness.Lead));
        Assert.Equal((new RuntimeOptions().OutboxTries, "500 Internal Server Error"), (sms.Messages.Count, dead.LastError));
        Assert.Contains((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Timeline, t => t.Kind == "message.failed");

        isBack = true;
        Assert.True(await host.Outbox.RetryAsync(dead.Id));
        Assert.Equal(1, await host.Outbox.RunDueAsync());
        Assert.Single(sms.Messages.Select(m => m.IdempotencyKey).Distinct());
        Assert.False(await host.Outbox.RetryAsync(dead.Id));
    }

    [Fact]
    public async Task Receiver_OfACasesMessagesDownForADay_GetsThemInTheirOrder()
    {
        DateTimeOffset? back = null;
        RuntimeHarness? started = null;
        var events = new ScriptedSender("event", _ => started!.Time.GetUtcNow() >= back ? SendResult.Sent() : SendResult.Retry("500 Internal Server Error"));
        await using var host = started = await RuntimeHarness.StartAsync(
            s => s.AddSingleton<IOutboxSender>(events), null,
            Flows.Sequence("sender", Flows.Publish("a", "one"), Flows.Delay("pause", "05:00:00"), Flows.Publish("b", "two"), Flows.Publish("c", "three")));
        back = host.Time.GetUtcNow() + TimeSpan.FromHours(24);
        await host.Instances.StartAsync("sender", new(), RuntimeHarness.Owner);

        await UntilNothingWaitsAsync(host, firesTimers: true);

        Assert.Equal(["one", "two", "three"], events.Messages.Select(m => m.Target).Distinct());
        Assert.Equal(["one", "two", "three"], events.Messages.TakeLast(3).Select(m => m.Target));
    }

    /// <summary>Goes from one try to the next.</summary>
    private static async Task UntilNothingWaitsAsync(RuntimeHarness host, bool firesTimers = false)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (firesTimers)
            {
                await host.Timers.RunDueAsync();
            }

            await host.Outbox.RunDueAsync();
            var next = new[] { host.Outbox.NextDue(), firesTimers ? host.Timers.NextDue() : null }.Min();
            if (next is not { } due)
            {
                return;
            }

            host.Time.SetUtcNow(due > host.Time.GetUtcNow() ? due : host.Time.GetUtcNow());
        }

        Assert.Fail("Messages still wait.");
    }
}
