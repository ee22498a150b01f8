using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.Scenarios;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.CustomerPages;

/// <summary>Links of customers from the message to the answer, over HTTP as a phone without script meets them, on the shipped SOPs.</summary>
public sealed class CustomerLinkTests : CustomerLinkScene
{
    [Fact]
    public async Task Link_BeforeItsCode_ShowsNothingOfTheCase()
    {
        var path = await SendAsync("customer-track");

        using var answer = await Browser.Client.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain((string)(await Office.CaseAsync())["summary"]!["number"]!, page, StringComparison.Ordinal);
        Assert.DoesNotContain((string)(await Office.CaseAsync())["data"]!["customerName"]!, page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Contains("no-store", Header(answer, "Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrackLink_WithItsCode_ShowsStepsAndContact()
    {
        var path = await SendAsync("customer-track");
        await OpenAsync(path);

        var page = await PageAsync(path);

        Assert.Contains((string)(await Office.CaseAsync())["summary"]!["number"]!, page, StringComparison.Ordinal);
        Assert.Contains("投诉登记", page, StringComparison.Ordinal);
        var due = Instant((await Office.TaskAsync("register"))["dueAt"]).ToOffset(VirtualHost.China);
        Assert.Contains(due.ToString("预计 MM-dd HH:mm 前完成", CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        Assert.Contains("95500", page, StringComparison.Ordinal);
        var link = await OnlyLinkAsync();
        Assert.Equal(At("2026-09-29T16:40:00"), Instant(link["openedAt"]));
    }

    [Fact]
    public async Task Secrets_OfLinkAndCode_AreStoredNowhere()
    {
        var path = await SendAsync("customer-track");
        await Browser.PostFormAsync(path, ("act", "code"));
        await Host.AdvanceToAsync(Host.Clock.GetUtcNow());

        var (token, code) = (path[3..], CodeOf(Phone.All[^1].Text));

        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection($"Data Source={Host.DatabaseFile};Mode=ReadOnly");
        connection.Open();
        using var dump = connection.CreateCommand();
        dump.CommandText = "SELECT payload || coalesce(last_error, '') || coalesce(reference, '') FROM outbox UNION ALL SELECT coalesce(args, '') FROM timeline UNION ALL SELECT hash FROM customer_tokens UNION ALL SELECT coalesce(code_hash, '') FROM customer_links";
        using var rows = dump.ExecuteReader();
        while (rows.Read())
        {
            Assert.DoesNotContain(token, rows.GetString(0), StringComparison.Ordinal);
            // The text of the code's message has a mark in the place of the digits.
            Assert.DoesNotContain("验证码" + code, rows.GetString(0), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Questionnaire_SentTwice_IsKeptOnceAndTellsTheHandler()
    {
        var path = await SendAsync("customer-rating");
        await OpenAsync(path);
        using var incomplete = await Browser.PostFormAsync(path, ("act", "answer"), ("linkRating", "2"));
        Assert.Equal(HttpStatusCode.BadRequest, incomplete.StatusCode);
        Assert.Matches("value=\"2\"[^>]*checked", await incomplete.Content.ReadAsStringAsync());

        var token = await Browser.TokenAsync(path);
        using var first = await Browser.PostAsync(path, token, ("act", "answer"), ("linkRating", "2"), ("linkSolved", "partly"), ("linkNps", "3"));
        using var second = await Browser.PostAsync(path, token, ("act", "answer"), ("linkRating", "5"), ("linkSolved", "solved"), ("linkNps", "10"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        var data = (await Office.CaseAsync())["data"]!;
        var answer = Assert.Single(data["customerAnswers"]!.AsArray())!;
        Assert.Equal((2, 3, "partly"), ((int)answer["linkRating"]!, (int)answer["linkNps"]!, (string)answer["linkSolved"]!));
        var entry = Assert.Single((await Office.CaseAsync())["timeline"]!.AsArray(), row => (string?)row!["kind"] == "customer.answered")!;
        Assert.Equal(("customer", "customer_link"), ((string)entry["actorId"]!, (string)entry["args"]!["source"]!));
        Assert.NotNull((await OnlyLinkAsync())["answeredAt"]);
    }

    [Fact]
    public async Task Questionnaire_WhoseMarkCouldNotBeStored_IsAnsweredAsTheCaseKeepsIt()
    {
        var path = await SendAsync("customer-rating");
        await OpenAsync(path);
        Execute("CREATE TRIGGER lost BEFORE UPDATE OF answered_at ON customer_links BEGIN SELECT RAISE(ABORT, 'lost'); END");
        using var first = await Browser.PostFormAsync(path, ("act", "answer"), ("linkRating", "2"), ("linkSolved", "partly"), ("linkNps", "3"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Execute("DELETE FROM commands WHERE key LIKE 'link:%'");

        var page = await PageAsync(path);
        using var second = await Browser.PostAsync(path, await Browser.TokenAsync("/login"), ("act", "answer"), ("linkRating", "5"), ("linkSolved", "solved"), ("linkNps", "10"));

        Assert.Contains("已收到您的答复", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(At("2026-09-29T16:40:00"), Instant((await OnlyLinkAsync())["answeredAt"]));
        Assert.Single((await Office.CaseAsync())["data"]!["customerAnswers"]!.AsArray());
    }

    [Fact]
    public async Task Page_PostedWithAnotherPagesToken_KeepsWhatWasTypedAndSaysSo()
    {
        var path = await SendAsync("customer-rating");
        await OpenAsync(path);

        using var stale = await Browser.PostAsync(path, "none", ("act", "answer"), ("linkRating", "2"));

        var page = WebUtility.HtmlDecode(await stale.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, stale.StatusCode);
        Assert.Contains("页面打开时间过长", page, StringComparison.Ordinal);
        Assert.Matches("value=\"2\"[^>]*checked", page);
        Assert.Null((await OnlyLinkAsync())["answeredAt"]);
    }

    [Fact]
    public async Task Language_Chosen_StaysOnThePageAndTellsNoOtherAddress()
    {
        var path = await SendAsync("customer-track");
        Assert.DoesNotContain("/language", await PageAsync(path), StringComparison.Ordinal);

        using var chosen = await Browser.Client.GetAsync(path + "?culture=en");

        Assert.Equal((HttpStatusCode.Redirect, path), (chosen.StatusCode, chosen.Headers.Location?.OriginalString));
        Assert.Contains("Send me a code", await PageAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_OfACustomersPage_NamesTheShapeOfItsAddress()
    {
        var path = await SendAsync("customer-track");
        var written = new ConcurrentQueue<string>();
        // A trace is ended after its answer was sent.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                var trace = $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)}";
                written.Enqueue(trace);
                if (trace.Contains("[url.path, /c/{token}]", StringComparison.Ordinal))
                {
                    ended.TrySetResult();
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await PageAsync(path);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        // Other tests run beside this one; only its own address counts.
        Assert.DoesNotContain(written, trace => trace.Contains(path[3..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Survey_Answered_EndsItsCaseAndCountsInTheFigures()
    {
        await Office.HireAsync();
        await Office.OpenAsync("manager", new() { ["customerName"] = "王芳", ["contactPhone"] = "13800010002" }, "customer-survey");
        await Host.AdvanceToAsync(Host.Clock.GetUtcNow());
        var path = LinkIn(Phone.All[^1].Text);
        await OpenAsync(path);

        using var answer = await Browser.PostFormAsync(
            path, ("act", "answer"), ("surveyOverall", "9"), ("surveyExpectancy", "8"), ("surveyIdeal", "8"), ("surveyNps", "10"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var summary = (await Office.CaseAsync())["summary"]!;
        Assert.Equal("ended", (string?)summary["status"]);
        var figures = await MustAsync(await Office.As("manager").GetAsync("/api/v1/figures?period=2026-Q3"), HttpStatusCode.OK);
        Assert.Equal(100m, (decimal)figures["figures"]!.AsArray().Single(figure => (string?)figure!["id"] == "nps")!["value"]!);
    }

    [Fact]
    public async Task Link_Revoked_IsGone()
    {
        var path = await SendAsync("customer-track");
        await OpenAsync(path);

        using var revoked = await Office.As("handler").DeleteAsync($"/api/v1/cases/{Office.CaseId}/customer-links/{(string)(await OnlyLinkAsync())["id"]!}");

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.Client.GetAsync(path)).StatusCode);
        Assert.NotNull((await OnlyLinkAsync())["revokedAt"]);
    }

    [Fact]
    public async Task Link_PastItsTime_IsGone()
    {
        var path = await SendAsync("customer-track");

        await Host.AdvanceToAsync(Host.Clock.GetUtcNow().AddDays(91));

        Assert.Equal(HttpStatusCode.NotFound, (await Browser.Client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Message_WithoutAPublicAddress_ReadsWellWithoutTheLink()
    {
        var phone = new SentMessages();
        using var host = VirtualHost.At(At("2026-09-29T16:40:00")).Sending(phone);
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));

        await office.As("agent").PostAsJsonAsync($"/api/v1/cases/{office.CaseId}/customer-links", new { noticeId = "customer-track" });
        await host.AdvanceToAsync(host.Clock.GetUtcNow());

        var text = phone.All[^1].Text;
        Assert.Contains("您可以致电95500查询", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatNobodyGave_SaysNoMoreThanThatItIsGone()
    {
        using var answer = await Browser.Client.GetAsync("/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("链接已失效", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
