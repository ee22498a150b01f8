using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.CustomerLinks;

namespace WorkflowHost.Runtime.Tests.Outbox;

/// <summary>Who hears of a message that does not arrive, and when it is no longer tried.</summary>
public sealed class DeliveryTroubleTests
{
    private const string Down = "503 Service Unavailable";

    [Fact]
    public async Task Message_FailingForTheTenthTime_IsToldOnceToTheTeamLeadAndTriedOn()
    {
        var sms = new ScriptedSender("sms", _ => SendResult.Retry(Down));
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var view = await host.AcceptedAsync();
        var begun = host.Time.GetUtcNow();

        await FailAsync(host, 9);
        Assert.Empty(await ToldAsync(host, RuntimeHarness.Lead));
        await FailAsync(host, 1);

        var told = Assert.Single(await ToldAsync(host, RuntimeHarness.Lead));
        Assert.Equal(("message.delayed", "10", Down), (told.Kind, told.Args["failures"], told.Args["detail"]));
        Assert.InRange(host.Time.GetUtcNow() - begun, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        Assert.Empty(await ToldAsync(host, RuntimeHarness.Agent));

        await FailAsync(host, 10);
        Assert.Single(await ToldAsync(host, RuntimeHarness.Lead));
        var after = (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!;
        Assert.Single(after.Timeline, entry => entry.Kind == "message.delayed");
        Assert.Equal((OutboxStatus.Pending, 20), (Assert.Single(after.Outbox).Status, after.Outbox[0].Failures));
    }

    [Fact]
    public async Task Message_OfAPlainWorkflowInTrouble_IsToldToTheProcessOwner()
    {
        var events = new ScriptedSender("event", _ => SendResult.Retry(Down));
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(events), null, Flows.Sequence("sender", Flows.Publish("a", "one")));
        await host.Instances.StartAsync("sender", new(), RuntimeHarness.Owner);

        await FailAsync(host, 10);

        Assert.Equal("message.delayed", Assert.Single(await ToldAsync(host, RuntimeHarness.Owner)).Kind);
    }

    [Fact]
    public async Task Message_OfAKindWithItsOwnTries_IsToldAndDeadByThose()
    {
        var sms = new ScriptedSender("sms", _ => SendResult.Retry(Down));
        await using var host = await RuntimeHarness.StartAsync(
            s => s.AddSingleton<IOutboxSender>(sms), options => options.OutboxKinds["SMS"] = new() { Tries = 4, TellAfter = 2 });
        await host.AcceptedAsync();

        await FailAsync(host, 2);
        Assert.Equal("message.delayed", Assert.Single(await ToldAsync(host, RuntimeHarness.Lead)).Kind);
        await FailAsync(host, 2);

        Assert.Equal(["message.delayed", "message.failed"], (await ToldAsync(host, RuntimeHarness.Lead)).Select(told => told.Kind).Order(StringComparer.Ordinal));
        Assert.Equal((4, (DateTimeOffset?)null), (sms.Messages.Count, host.Outbox.NextDue()));
    }

    [Fact]
    public async Task Kind_ThatNothingSends_IsRefusedAtStartWithThoseThereAre()
    {
        await using var host = RuntimeHarness.Prepare(null, options => options.OutboxKinds["smss"] = new() { Tries = 3 });

        var refused = Assert.Throws<OptionsValidationException>(host.Get<OutboxDispatcher>);

        Assert.Contains("OutboxKinds:smss: expected one of ", Assert.Single(refused.Failures), StringComparison.Ordinal);
        Assert.Contains("mail", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kind_WithoutTries_IsRefusedWithItsKey()
    {
        await using var host = RuntimeHarness.Prepare(null, options => options.OutboxKinds["sms"] = new() { Tries = 0 });

        var refused = Assert.Throws<OptionsValidationException>(() => host.Get<IOptions<RuntimeOptions>>().Value);

        Assert.Contains("OutboxKinds:sms:Tries", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_OfACaseThatCannotBeRead_KeepsNoMessageFromBeingTriedOn()
    {
        var sms = new ScriptedSender("sms", tries => tries < 4 ? SendResult.Retry(Down) : SendResult.Sent());
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms), options => options.OutboxTellAfter = 2);
        var broken = await host.AcceptedAsync();
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE cases SET state = {new byte[] { 0 }} WHERE id = {broken.Id}");
        }

        await host.RestartAsync();
        await FailAsync(host, 3);
        await FailAsync(host, 1);

        await using var stored = host.Context();
        Assert.Equal((4, OutboxStatus.Sent), (sms.Messages.Count, (await stored.Outbox.SingleAsync()).Status));
    }

    [Fact]
    public async Task Code_ThatDoesNotArrive_EndsWhenItExpiresAndSaysSo()
    {
        var sms = new ScriptedSender("sms", _ => SendResult.Retry(Down));
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var (view, asked) = await AskForCodeAsync(host);

        await UntilNothingWaitsAsync(host);

        var code = Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Outbox, message => message.CreatedAt == asked);
        Assert.Equal((OutboxStatus.Dead, CustomerCode.Expired), (code.Status, code.LastError));
        Assert.Equal(asked + CustomerCode.Valid, code.SettledAt);
        Assert.Contains(await ToldAsync(host, RuntimeHarness.Lead), told => told.Kind == "message.failed" && told.Args["detail"] == CustomerCode.Expired);
        Assert.InRange(sms.Messages.Count, 4, 10);
    }

    [Fact]
    public async Task Code_WhoseReceiverIsBackInTime_Arrives()
    {
        var sms = new ScriptedSender("sms", tries => tries < 4 ? SendResult.Retry(Down) : SendResult.Sent());
        await using var host = await RuntimeHarness.StartAsync(s => s.AddSingleton<IOutboxSender>(sms));
        var (view, asked) = await AskForCodeAsync(host);

        await UntilNothingWaitsAsync(host);

        Assert.Equal(OutboxStatus.Sent, Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Outbox, message => message.CreatedAt == asked).Status);
        Assert.Matches("验证码[0-9]{6}", sms.Messages.Last().Text("body"));
    }

    /// <summary>A link that lies with the customer, and the code that opens it, asked for now.</summary>
    private static async Task<(CaseView View, DateTimeOffset At)> AskForCodeAsync(RuntimeHarness host)
    {
        var view = await host.OpenAsync();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var at = host.Time.GetUtcNow();
        var link = new CustomerLinkOffer("link-1", CustomerLinkPurpose.Track, view.Summary.Number, "accepted", null, null, at.AddDays(30));
        Assert.Null((await host.Get<WriteQueue>().RunAsync(sql => sql.IssueCustomerLink(link, view.Id, "hash", at))).Fault);
        var asked = await host.Get<CaseCommandRunner>().RunAsync(view.Id, _ => new SendCustomerCode(link.Id), receipt: null, settlement: null, default);
        Assert.True(asked.IsStored, asked.Refusal?.Code);
        return (view, at);
    }

    private static async Task<IReadOnlyList<Notifications.NotificationView>> ToldAsync(RuntimeHarness host, Actor actor) =>
        [.. (await host.Queries.NotificationsAsync(actor)).Where(told => told.Kind.StartsWith("message.", StringComparison.Ordinal))];

    /// <summary>Goes on to the next try, some times.</summary>
    private static async Task FailAsync(RuntimeHarness host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var due = host.Outbox.NextDue()!.Value;
            host.Time.SetUtcNow(due > host.Time.GetUtcNow() ? due : host.Time.GetUtcNow());
            await host.Outbox.RunDueAsync();
        }
    }

    private static async Task UntilNothingWaitsAsync(RuntimeHarness host)
    {
        for (var tries = 0; host.Outbox.NextDue() is not null; tries++)
        {
            Assert.InRange(tries, 0, 200);
            await FailAsync(host, 1);
        }
    }
}
