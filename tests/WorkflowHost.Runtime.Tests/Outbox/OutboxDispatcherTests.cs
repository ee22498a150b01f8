using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Outbox;

public sealed class OutboxDispatcherTests
{
    [Fact]
    public async Task Message_Sent_EndsOnceAndTheCaseNotesIt()
    {
        var sms = new ScriptedSender("sms", _ => SendResult.Sent("ref-1"));
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();

        Assert.Equal(1, await host.Outbox.RunDueAsync());
        Assert.Equal(0, await host.Outbox.RunDueAsync());

        var after = await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead);
        var message = Assert.Single(after!.Outbox);
        Assert.Equal((OutboxStatus.Sent, "ref-1"), (message.Status, message.Reference));
        Assert.Contains(after.Timeline, t => t.Kind == "message.delivered");
        Assert.Equal($"您的投诉（{after.Summary.Number}）已受理。", Assert.Single(sms.Messages).Text("body"));
    }

    [Fact]
    public async Task Message_Fails_IsTriedAgainLaterWithTheSameKey()
    {
        var sms = new ScriptedSender("sms", tries => tries < 3 ? SendResult.Retry("busy") : SendResult.Sent());
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();

        Assert.Equal(0, await host.Outbox.RunDueAsync());
        Assert.Equal(0, await host.Outbox.RunDueAsync());
        Assert.Single(sms.Messages);
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromSeconds(10), host.Outbox.NextDue());
        host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, await host.Outbox.RunDueAsync());
        host.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, await host.Outbox.RunDueAsync());

        Assert.Equal(3, sms.Messages.Count);
        Assert.Single(sms.Messages.Select(m => m.IdempotencyKey).Distinct());
        Assert.Equal(OutboxStatus.Sent, Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Outbox).Status);
    }

    [Fact]
    public async Task Message_KeepsFailing_IsDeadAndVisibleAndCanBeRevived()
    {
        var isRepaired = false;
        var sms = new ScriptedSender("sms", _ => isRepaired ? SendResult.Sent() : throw new HttpRequestException("no route"));
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms), o => o.OutboxTries = 3);
        var view = await host.AcceptedAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.Outbox.RunDueAsync();
            host.Time.Advance(TimeSpan.FromHours(1));
        }

        var dead = Assert.Single(await host.Queries.OutboxAsync(new(OutboxStatus.Dead), RuntimeHarness.Lead));
        Assert.Equal((2, "no route"), (dead.Failures, dead.LastError));
        Assert.Equal(3, sms.Messages.Count);
        Assert.Contains((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Timeline, t => t.Kind == "message.failed");

        isRepaired = true;
        Assert.True(await host.Outbox.RetryAsync(dead.Id));
        Assert.Equal(1, await host.Outbox.RunDueAsync());
    }

    [Fact]
    public async Task Message_NoSenderConfigured_IsHeldNotLost()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();

        await host.Outbox.RunDueAsync();
        await host.Outbox.RunDueAsync();

        var held = Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Outbox);
        Assert.Equal(OutboxStatus.Held, held.Status);
        Assert.Contains("No SMS gateway", held.LastError, StringComparison.Ordinal);
        Assert.Null(host.Outbox.NextDue());
        Assert.True(await host.Outbox.RetryAsync(held.Id));
    }

    [Fact]
    public async Task Message_HostDiedAfterSending_IsSentAgainWithTheSameKeyAndEndsOnce()
    {
        var sms = new ScriptedSender("sms", _ => SendResult.Sent());
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        await host.AcceptedAsync();
        var now = host.Time.GetUtcNow();
        var claimed = Assert.Single((await host.Get<WriteQueue>().RunAsync(sql => sql.ClaimOutbox(OutboxLane.Outside, now, TimeSpan.FromMinutes(1), 10))).Value);
        await sms.SendAsync(claimed, default);
        Assert.Equal(0, await host.Outbox.RunDueAsync());

        await host.RestartAsync();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await host.Outbox.RunDueAsync());

        Assert.Equal(2, sms.Messages.Count);
        Assert.Single(sms.Messages.Select(m => m.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task Message_HostStopsWhileItIsSent_IsNotedAndNotSentAgain()
    {
        using var stopping = new CancellationTokenSource();
        var sms = new ScriptedSender("sms", _ =>
        {
            stopping.Cancel();
            return SendResult.Sent();
        });
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();

        Assert.Equal(1, await host.Outbox.RunDueAsync(stopping.Token));

        await host.RestartAsync();
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Outbox.RunDueAsync();
        Assert.Single(sms.Messages);
        Assert.Contains((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Timeline, t => t.Kind == "message.delivered");
    }

    [Fact]
    public async Task Message_IsOutWhenTheHostStops_ComesToItsEndAndIsNotSentAgain()
    {
        var sms = new HangingSender("sms");
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        await host.AcceptedAsync();
        using var stopping = new CancellationTokenSource();
        var run = host.Outbox.RunDueAsync(stopping.Token);
        await sms.Begun(1);

        await stopping.CancelAsync();
        sms.Answer();

        Assert.Equal(1, await run);
        await host.RestartAsync();
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await host.Outbox.RunDueAsync());
        Assert.Equal(1, sms.Count);
    }

    [Fact]
    public async Task Message_FailsWhileTheHostStops_WaitsAsAfterAnyFailure()
    {
        using var stopping = new CancellationTokenSource();
        var sms = new ScriptedSender("sms", _ =>
        {
            stopping.Cancel();
            return SendResult.Retry("busy");
        });
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        await host.AcceptedAsync();

        await host.Outbox.RunDueAsync(stopping.Token);

        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromSeconds(10), host.Outbox.NextDue());
    }

    [Fact]
    public async Task Messages_NotBegunWhenTheHostStops_CanBeClaimedAtOnce()
    {
        var sms = new HangingSender("sms");
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        for (var i = 0; i < 6; i++)
        {
            await host.AcceptedAsync($"客户{i}");
        }

        using var stopping = new CancellationTokenSource();
        var run = host.Outbox.RunDueAsync(stopping.Token);
        await sms.Begun(4);
        await stopping.CancelAsync();
        sms.Answer();

        Assert.Equal(4, await run);
        Assert.Equal(2, await host.Outbox.RunDueAsync());
        Assert.Equal(6, sms.Count);
    }

    [Fact]
    public async Task Message_SentWhileTheStoreIsAway_IsNotedLaterAndNotSentAgain()
    {
        RuntimeHarness? started = null;
        IDisposable? away = null;
        var sms = new ScriptedSender("sms", _ =>
        {
            away = started!.BlockWrites();
            return SendResult.Sent("ref-1");
        });
        await using var host = started = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();

        Assert.Equal(0, await host.Outbox.RunDueAsync());
        away!.Dispose();
        Assert.Equal(1, await host.Outbox.RunDueAsync());

        Assert.Single(sms.Messages);
        var message = Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Outbox);
        Assert.Equal((OutboxStatus.Sent, "ref-1"), (message.Status, message.Reference));
    }

    [Fact]
    public async Task Message_ThatCannotBeRead_IsHeldAndKeepsNoOtherFromGoing()
    {
        var sms = new ScriptedSender("sms", _ => SendResult.Sent());
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var broken = await host.AcceptedAsync("张伟");
        await host.AcceptedAsync("李四");
        await using var context = host.Context();
        await context.Database.ExecuteSqlAsync($"UPDATE outbox SET payload = {"{"} WHERE case_id = {broken.Id}");

        await host.Outbox.RunDueAsync();

        Assert.Single(sms.Messages);
        Assert.Equal(OutboxStatus.Held, (await context.Outbox.SingleAsync(m => m.CaseId == broken.Id)).Status);
    }

    [Fact]
    public async Task Message_ReceiverNeverAnswers_EndsWithinTheLeaseAsAFailedTry()
    {
        var sms = new HangingSender("sms");
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        await host.AcceptedAsync();
        var run = host.Outbox.RunDueAsync();
        await sms.Begun(1);

        // 0.8 of the lease of a minute.
        host.Time.Advance(TimeSpan.FromSeconds(48));

        Assert.Equal(0, await run);
        var message = Assert.Single(await host.Queries.OutboxAsync(new(OutboxStatus.Pending), RuntimeHarness.Lead));
        Assert.Equal((1, host.Time.GetUtcNow() + TimeSpan.FromSeconds(10)), (message.Failures, message.NextTryAt));
    }

    [Fact]
    public async Task Messages_ManyOfAKind_AreSentFourAtATime()
    {
        var sms = new HangingSender("sms");
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        for (var i = 0; i < 6; i++)
        {
            await host.AcceptedAsync($"客户{i}");
        }

        var run = host.Outbox.RunDueAsync();
        await sms.Begun(4);
        Assert.Equal(4, sms.Count);

        sms.Answer();
        Assert.Equal(6, await run);
        Assert.Equal(6, sms.Count);
    }

    [Fact]
    public async Task MailServer_NotAnswering_KeepsNoCaseFromHearingOfAnother()
    {
        var sms = new HangingSender("sms");
        await using var host = await RuntimeHarness.StartAsync(
            s => s.AddSingleton<IOutboxSender>(sms), null,
            Flows.Sequence("sender", Flows.Publish("a", "step")), Flows.Sequence("waiter", Flows.Event("wait", "step")));
        var waiter = (await host.Instances.StartAsync("waiter", new(), RuntimeHarness.Owner)).Value!;
        await host.AcceptedAsync();
        var sending = host.Get<DueWorkJob>().SendMessagesAsync(default);
        await sms.Begun(1);
        await host.Instances.StartAsync("sender", new(), RuntimeHarness.Owner);

        await host.Get<DueWorkJob>().RelayMessagesAsync(default);

        Assert.Equal(WorkflowStatus.Finished, (await host.InstanceQueries.GetAsync(waiter.Id, RuntimeHarness.Owner))!.Row.Status);
        Assert.False(sending.IsCompleted);
        sms.Answer();
        await sending;
    }

    [Fact]
    public async Task MessageBetweenWorkflows_PutBack_IsNotOvertakenByTheNextOfItsCase()
    {
        var events = new ScriptedSender("event", tries => tries == 1 ? SendResult.Retry("locked") : SendResult.Sent());
        await using var host = await RuntimeHarness.StartAsync(
            s => s.AddSingleton<IOutboxSender>(events), null, Flows.Sequence("sender", Flows.Publish("a", "one"), Flows.Publish("b", "two")));
        await host.Instances.StartAsync("sender", new(), RuntimeHarness.Owner);

        await host.Outbox.RunDueAsync();
        Assert.Equal(["one"], events.Messages.Select(m => m.Target));
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromSeconds(10), host.Outbox.NextDue());
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.Outbox.RunDueAsync();

        Assert.Equal(["one", "one", "two"], events.Messages.Select(m => m.Target));
    }

    [Fact]
    public async Task Message_ByTenDispatchersAtOnce_IsSentOnce()
    {
        var sms = new ScriptedSender("sms", _ => SendResult.Sent());
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        await host.AcceptedAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => host.Outbox.RunDueAsync())));

        Assert.Single(sms.Messages);
    }

    [Fact]
    public async Task Letter_Queued_WaitsToBePrinted()
    {
        await using var host = await RuntimeHarness.StartAsync();
        // Without a phone the notice goes by letter.
        var view = await host.OpenAsync(phone: null);
        var task = RuntimeHarness.OpenTask(view);
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "x" }, RuntimeHarness.Agent);

        await host.Outbox.RunDueAsync();

        var letter = Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Outbox);
        Assert.Equal(("letter", OutboxStatus.ReadyToPrint), (letter.Kind, letter.Status));
    }

    [Fact]
    public async Task CaseMessage_SentTwice_ReachesTheOtherCaseOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var first = await host.OpenAsync();
        var second = await host.OpenAsync();
        var sender = host.Get<IEnumerable<IOutboxSender>>().Single(s => s.Kinds.Contains("case"));
        var message = new OutgoingMessage(
            "m1", second.Id, "case", first.Summary.Number, null,
            new JsonObject { ["command"] = nameof(RecordRepeat), ["from"] = second.Summary.Number, ["content"] = "同一件事" }, "m1", host.Time.GetUtcNow(), 1, 0);

        Assert.Equal(OutboxStatus.Sent, (await sender.SendAsync(message, default)).Status);
        Assert.Equal(OutboxStatus.Sent, (await sender.SendAsync(message, default)).Status);
        Assert.Equal(OutboxStatus.Dead, (await sender.SendAsync(message with { Target = "TS0" }, default)).Status);
        Assert.Equal(OutboxStatus.Dead, (await sender.SendAsync(message with { Payload = new JsonObject { ["command"] = "Drop" }, IdempotencyKey = "m2" }, default)).Status);

        var after = await host.Queries.CaseAsync(first.Id, RuntimeHarness.Lead);
        Assert.Single(after!.Timeline, t => t.Kind == "case.repeat_merged");
    }

    [Fact]
    public async Task Message_TakenOverByAnotherClaimer_IsNotSettledByTheFirst()
    {
        DateTimeOffset now = default;
        RuntimeHarness? host = null;
        // While the first claimer sends, its lease ends and another claims the message.
        var sms = new ScriptedSender("sms", _ =>
        {
            host!.Get<WriteQueue>().RunAsync(sql => sql.ClaimOutbox(OutboxLane.Outside, now + TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), 10)).GetAwaiter().GetResult();
            return SendResult.Sent();
        });
        await using var started = host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();
        now = host.Time.GetUtcNow();

        Assert.Equal(0, await host.Outbox.RunDueAsync());

        await using var context = host.Context();
        Assert.Equal(OutboxStatus.Pending, (await context.Outbox.SingleAsync()).Status);
        Assert.DoesNotContain((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Timeline, t => t.Kind == "message.delivered");
    }

    /// <summary>Answers nothing until it is told to.</summary>
    private sealed class HangingSender(string kind) : IOutboxSender
    {
        private readonly SemaphoreSlim _begun = new(0);
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public IReadOnlyCollection<string> Kinds { get; } = [kind];

        public int Count => _count;

        public async Task Begun(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30)), "Too few sendings began.");
            }
        }

        public void Answer() => _answer.SetResult();

        public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            _begun.Release();
            await _answer.Task.WaitAsync(cancellationToken);
            return SendResult.Sent();
        }
    }
}
