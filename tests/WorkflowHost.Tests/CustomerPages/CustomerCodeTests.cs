using System.Net;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.Scenarios;

namespace WorkflowHost.Tests.CustomerPages;

/// <summary>The one-time code of a link: how often, how long, for whom.</summary>
public sealed class CustomerCodeTests : CustomerLinkScene
{
    [Fact]
    public async Task Code_WrongFiveTimes_OpensNothingAnyMore()
    {
        var path = await SendAsync("customer-track");
        await Browser.PostFormAsync(path, ("act", "code"));
        await Host.AdvanceToAsync(Host.Clock.GetUtcNow());
        var code = CodeOf(Phone.All[^1].Text);
        var wrong = code == "111111" ? "222222" : "111111";
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Browser.PostFormAsync(path, ("act", "open"), ("code", wrong))).StatusCode);
        }

        using var late = await Browser.PostFormAsync(path, ("act", "open"), ("code", code));

        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
    }

    [Fact]
    public async Task Code_AfterTenMinutes_OpensNothing()
    {
        var path = await SendAsync("customer-track");
        await Browser.PostFormAsync(path, ("act", "code"));
        await Host.AdvanceToAsync(Host.Clock.GetUtcNow());
        var code = CodeOf(Phone.All[^1].Text);

        await Host.AdvanceToAsync(Host.Clock.GetUtcNow().AddMinutes(10));

        Assert.Equal(HttpStatusCode.BadRequest, (await Browser.PostFormAsync(path, ("act", "open"), ("code", code))).StatusCode);
    }

    [Fact]
    public async Task Code_AskedForTwiceInAMinute_IsSentOnce()
    {
        var path = await SendAsync("customer-track");
        await Browser.PostFormAsync(path, ("act", "code"));

        using var second = await Browser.PostFormAsync(path, ("act", "code"));

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        await Host.AdvanceToAsync(Host.Clock.GetUtcNow());
        Assert.Single(Phone.All, message => message.Text.Contains("验证码", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Code_WrongTwentyTimes_ShutsTheLinkForGood()
    {
        var path = await SendAsync("customer-track");
        for (var code = 0; code < 4; code++)
        {
            var right = await AskCodeAsync(path);
            var token = await Browser.TokenAsync(path);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                using var wrong = await Browser.PostAsync(path, token, ("act", "open"), ("code", right == "111111" ? "222222" : "111111"));
                Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            }

            await Host.AdvanceToAsync(Host.Clock.GetUtcNow().AddMinutes(2));
        }

        using var shut = await Browser.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, shut.StatusCode);
        var links = await ComplaintOffice.MustAsync(await Office.As("agent").GetAsync($"/api/v1/cases/{Office.CaseId}/customer-links"), HttpStatusCode.OK);
        Assert.True((bool)Assert.Single(links.AsArray())!["isShut"]!);
    }

    [Fact]
    public async Task Code_SixthWithinAnHour_IsNotSent()
    {
        var path = await SendAsync("customer-track");
        var first = Host.Clock.GetUtcNow();
        for (var code = 0; code < 5; code++)
        {
            await AskCodeAsync(path);
            await Host.AdvanceToAsync(Host.Clock.GetUtcNow().AddMinutes(2));
        }

        using var sixth = await Browser.PostFormAsync(path, ("act", "code"));
        await Host.AdvanceToAsync(first.AddHours(1));

        Assert.Equal(HttpStatusCode.Conflict, sixth.StatusCode);
        await AskCodeAsync(path);
    }

    [Fact]
    public async Task Code_ReplacedAfterItsTime_DoesNotComeBack()
    {
        var path = await SendAsync("customer-track");
        var first = await AskCodeAsync(path);
        await Host.AdvanceToAsync(Host.Clock.GetUtcNow().AddMinutes(11));
        var second = await AskCodeAsync(path);

        // Of a million codes two in a row may be the same.
        Assert.Equal(first == second, await OpensAsync(path, first));
        Assert.True(await OpensAsync(path, second));
    }

    [Fact]
    public async Task Code_ReplacedWithinItsTime_StillOpens()
    {
        var path = await SendAsync("customer-track");
        var first = await AskCodeAsync(path);
        await Host.AdvanceToAsync(Host.Clock.GetUtcNow().AddMinutes(2));
        await AskCodeAsync(path);

        Assert.True(await OpensAsync(path, first));
    }

    [Fact]
    public async Task Code_GivenAgain_OpensForAMinuteAndNoLonger()
    {
        var path = await SendAsync("customer-track");
        var (code, at) = (await AskCodeAsync(path), Host.Clock.GetUtcNow());
        Assert.True(await OpensAsync(path, code));

        await Host.AdvanceToAsync(at.AddSeconds(40));
        var secondTap = await OpensAsync(path, code);
        await Host.AdvanceToAsync(at.AddSeconds(61));

        Assert.True(secondTap);
        Assert.False(await OpensAsync(path, code));
    }

    [Fact]
    public async Task Code_OfAnOpenLink_LeadsToItsPage()
    {
        var path = await SendAsync("customer-track");
        await OpenAsync(path);

        using var again = await Browser.PostAsync(path, await Browser.TokenAsync("/login"), ("act", "open"), ("code", ""));

        Assert.Equal((HttpStatusCode.Redirect, path), (again.StatusCode, again.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Code_WhileTheStoreTakesNoWrites_IsNotCalledWrong()
    {
        var path = await SendAsync("customer-track");
        var code = await AskCodeAsync(path);
        Execute("CREATE TRIGGER away BEFORE UPDATE ON customer_links BEGIN SELECT RAISE(ABORT, 'away'); END");

        using var answer = await Browser.PostFormAsync(path, ("act", "open"), ("code", code));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain("验证码不正确", await TextAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_ThatCouldNotBeQueued_IsNotCalledSentNorExplained()
    {
        var path = await SendAsync("customer-track");
        Execute("CREATE TRIGGER away BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'away'); END");

        using var answer = await Browser.PostFormAsync(path, ("act", "code"));

        var page = await TextAsync(answer);
        Assert.Contains("暂时无法发送验证码", page, StringComparison.Ordinal);
        Assert.DoesNotContain("验证码已发送", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_OfAnotherLink_OpensNothing()
    {
        var (one, other) = (await SendAsync("customer-track"), await SendAnotherAsync("customer-track"));
        using var opened = await Browser.PostFormAsync(one, ("act", "open"), ("code", await AskCodeAsync(one)));
        var cookie = opened.Headers.GetValues("Set-Cookie").Single(header => header.StartsWith("workflowhost.customer=", StringComparison.Ordinal)).Split(';')[0];

        Assert.Contains("办理环节", await WithCookieAsync(one, cookie), StringComparison.Ordinal);
        Assert.DoesNotContain("办理环节", await WithCookieAsync(other, cookie), StringComparison.Ordinal);
    }

    /// <summary>Whether the code opens the link for somebody who has no cookie of it.</summary>
    private async Task<bool> OpensAsync(string path, string code)
    {
        using var browser = new BrowserSession(Host);
        using var answer = await browser.PostFormAsync(path, ("act", "open"), ("code", code));
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    private async Task<string> WithCookieAsync(string path, string cookie)
    {
        using var client = Host.CreateClient(new() { HandleCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(request);
        return await TextAsync(answer);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
