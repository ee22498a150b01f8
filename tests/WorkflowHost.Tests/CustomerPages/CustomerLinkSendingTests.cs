using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.CustomerPages;

/// <summary>Which notices people may send, and what a link is called while its message is under way.</summary>
public sealed class CustomerLinkSendingTests : CustomerLinkScene
{
    [Theory]
    [InlineData("customer-survey")] // only its own SOP asks it
    [InlineData("complaint-accepted")]
    [InlineData("small-received")] // no links
    [InlineData("none")]
    public async Task Notice_NotMarkedForSendingByHand_IsRefused(string noticeId)
    {
        await Office.HireAsync();
        await Office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));

        using var answer = await TrySendAsync(noticeId);

        Assert.Equal((HttpStatusCode.NotFound, "link.notice_unknown"), (answer.StatusCode, await answer.CodeAsync()));
    }

    [Theory]
    [InlineData(OutboxStatus.Held, "held")]
    [InlineData(OutboxStatus.Dead, "dead")]
    public async Task Link_OfAMessageThatWentNowhere_IsNotSentAndOpensNothing(OutboxStatus end, string shown)
    {
        Phone.Answer = new SendResult(end, null, "no gateway");
        var path = await SendAsync("customer-track");

        using var answer = await Browser.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var link = await OnlyLinkAsync();
        Assert.Equal((shown, null), ((string?)link["sending"], (string?)link["sentAt"]));
    }

    [Fact]
    public async Task Link_OfAHeldMessageThatIsTriedAgain_IsSent()
    {
        Phone.Answer = SendResult.Held("no gateway");
        await SendAsync("customer-track");
        Phone.Answer = SendResult.Sent();

        var message = (await Office.CaseAsync())["outbox"]!.AsArray().Single(row => (string?)row!["status"] == "held" && (string?)row["template"] == "customer-track")!;
        Assert.True(await Host.Services.GetRequiredService<OutboxDispatcher>().RetryAsync((string)message["id"]!));
        await SendDueAsync();

        Assert.Contains("获取验证码", await PageAsync(LinkIn(Phone.All[^1].Text)), StringComparison.Ordinal);
        var link = await OnlyLinkAsync();
        Assert.Equal(("sent", At("2026-09-29T16:40:00")), ((string)link["sending"]!, Instant(link["sentAt"])));
    }

    [Fact]
    public async Task Link_OfAMessageThatMayHaveArrived_OpensThoughNotCalledSent()
    {
        Phone.Answer = SendResult.Retry("no answer in time");
        var path = await SendAsync("customer-track");

        Assert.Contains("获取验证码", await PageAsync(path), StringComparison.Ordinal);
        var link = await OnlyLinkAsync();
        Assert.Equal(("pending", null), ((string)link["sending"]!, (string?)link["sentAt"]));
    }
}
