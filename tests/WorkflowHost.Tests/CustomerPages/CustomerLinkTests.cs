using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.Scenarios;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.CustomerPages;

/// <summary>Links of customers from the message to the answer, over HTTP as a phone without script meets them, on the shipped SOPs.</summary>
public sealed partial class CustomerLinkTests : IDisposable
{
    private readonly SentMessages _phone = new();
    private readonly VirtualHost _host;
    private readonly ComplaintOffice _office;
    private readonly BrowserSession _browser;

    public CustomerLinkTests()
    {
        _host = VirtualHost.At(At("2026-09-29T16:40:00")).With("Runtime:CustomerLinks:BaseUrl", "https://service.example.com").Sending(_phone);
        _office = new ComplaintOffice(_host);
        _browser = new BrowserSession(_host);
    }

    [Fact]
    public async Task Link_BeforeItsCode_ShowsNothingOfTheCase()
    {
        var path = await SendAsync("customer-track");

        using var answer = await _browser.Client.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain((string)(await _office.CaseAsync())["summary"]!["number"]!, page, StringComparison.Ordinal);
        Assert.DoesNotContain((string)(await _office.CaseAsync())["data"]!["customerName"]!, page, StringComparison.Ordinal);
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

        Assert.Contains((string)(await _office.CaseAsync())["summary"]!["number"]!, page, StringComparison.Ordinal);
        Assert.Contains("投诉登记", page, StringComparison.Ordinal);
        var due = Instant((await _office.TaskAsync("register"))["dueAt"]).ToOffset(VirtualHost.China);
        Assert.Contains(due.ToString("预计 MM-dd HH:mm 前完成", CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        Assert.Contains("95500", page, StringComparison.Ordinal);
        var link = await OnlyLinkAsync();
        Assert.Equal(At("2026-09-29T16:40:00"), Instant(link["openedAt"]));
    }

    [Fact]
    public async Task Secrets_OfLinkAndCode_AreStoredNowhere()
    {
        var path = await SendAsync("customer-track");
        await _browser.PostFormAsync(path, ("act", "code"));
        await _host.AdvanceToAsync(_host.Clock.GetUtcNow());

        var (token, code) = (path[3..], CodeOf(_phone.All[^1].Text));

        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection($"Data Source={_host.DatabaseFile};Mode=ReadOnly");
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
    public async Task Code_WrongFiveTimes_OpensNothingAnyMore()
    {
        var path = await SendAsync("customer-track");
        await _browser.PostFormAsync(path, ("act", "code"));
        await _host.AdvanceToAsync(_host.Clock.GetUtcNow());
        var code = CodeOf(_phone.All[^1].Text);
        var wrong = code == "111111" ? "222222" : "111111";
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _browser.PostFormAsync(path, ("act", "open"), ("code", wrong))).StatusCode);
        }

        using var late = await _browser.PostFormAsync(path, ("act", "open"), ("code", code));

        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
    }

    [Fact]
    public async Task Code_AfterTenMinutes_OpensNothing()
    {
        var path = await SendAsync("customer-track");
        await _browser.PostFormAsync(path, ("act", "code"));
        await _host.AdvanceToAsync(_host.Clock.GetUtcNow());
        var code = CodeOf(_phone.All[^1].Text);

        await _host.AdvanceToAsync(_host.Clock.GetUtcNow().AddMinutes(10));

        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.PostFormAsync(path, ("act", "open"), ("code", code))).StatusCode);
    }

    [Fact]
    public async Task Code_AskedForTwiceInAMinute_IsSentOnce()
    {
        var path = await SendAsync("customer-track");
        await _browser.PostFormAsync(path, ("act", "code"));

        using var second = await _browser.PostFormAsync(path, ("act", "code"));

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        await _host.AdvanceToAsync(_host.Clock.GetUtcNow());
        Assert.Single(_phone.All, message => message.Text.Contains("验证码", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Questionnaire_SentTwice_IsKeptOnceAndTellsTheHandler()
    {
        var path = await SendAsync("customer-rating");
        await OpenAsync(path);
        using var incomplete = await _browser.PostFormAsync(path, ("act", "answer"), ("linkRating", "2"));
        Assert.Equal(HttpStatusCode.BadRequest, incomplete.StatusCode);
        Assert.Matches("value=\"2\"[^>]*checked", await incomplete.Content.ReadAsStringAsync());

        var token = await _browser.TokenAsync(path);
        using var first = await _browser.PostAsync(path, token, ("act", "answer"), ("linkRating", "2"), ("linkSolved", "partly"), ("linkNps", "3"));
        using var second = await _browser.PostAsync(path, token, ("act", "answer"), ("linkRating", "5"), ("linkSolved", "solved"), ("linkNps", "10"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        var data = (await _office.CaseAsync())["data"]!;
        var answer = Assert.Single(data["customerAnswers"]!.AsArray())!;
        Assert.Equal((2, 3, "partly"), ((int)answer["linkRating"]!, (int)answer["linkNps"]!, (string)answer["linkSolved"]!));
        var entry = Assert.Single((await _office.CaseAsync())["timeline"]!.AsArray(), row => (string?)row!["kind"] == "customer.answered")!;
        Assert.Equal(("customer", "customer_link"), ((string)entry["actorId"]!, (string)entry["args"]!["source"]!));
        Assert.NotNull((await OnlyLinkAsync())["answeredAt"]);
    }

    [Fact]
    public async Task Survey_Answered_EndsItsCaseAndCountsInTheFigures()
    {
        await _office.HireAsync();
        await _office.OpenAsync("manager", new() { ["customerName"] = "王芳", ["contactPhone"] = "13800010002" }, "customer-survey");
        await _host.AdvanceToAsync(_host.Clock.GetUtcNow());
        var path = LinkIn().Match(_phone.All[^1].Text).Groups[1].Value;
        await OpenAsync(path);

        using var answer = await _browser.PostFormAsync(
            path, ("act", "answer"), ("surveyOverall", "9"), ("surveyExpectancy", "8"), ("surveyIdeal", "8"), ("surveyNps", "10"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var summary = (await _office.CaseAsync())["summary"]!;
        Assert.Equal("ended", (string?)summary["status"]);
        var figures = await MustAsync(await _office.As("manager").GetAsync("/api/v1/figures?period=2026-Q3"), HttpStatusCode.OK);
        Assert.Equal(100m, (decimal)figures["figures"]!.AsArray().Single(figure => (string?)figure!["id"] == "nps")!["value"]!);
    }

    [Fact]
    public async Task Link_Revoked_IsGone()
    {
        var path = await SendAsync("customer-track");
        await OpenAsync(path);

        using var revoked = await _office.As("handler").DeleteAsync($"/api/v1/cases/{_office.CaseId}/customer-links/{(string)(await OnlyLinkAsync())["id"]!}");

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.Client.GetAsync(path)).StatusCode);
        Assert.NotNull((await OnlyLinkAsync())["revokedAt"]);
    }

    [Fact]
    public async Task Link_PastItsTime_IsGone()
    {
        var path = await SendAsync("customer-track");

        await _host.AdvanceToAsync(_host.Clock.GetUtcNow().AddDays(91));

        Assert.Equal(HttpStatusCode.NotFound, (await _browser.Client.GetAsync(path)).StatusCode);
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
        using var answer = await _browser.Client.GetAsync("/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("链接已失效", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _browser.Dispose();
        _office.Dispose();
        _host.Dispose();
    }

    /// <returns>The path of the link as the customer got it.</returns>
    private async Task<string> SendAsync(string noticeId)
    {
        await _office.HireAsync();
        await _office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));
        using var queued = await _office.As("agent").PostAsJsonAsync($"/api/v1/cases/{_office.CaseId}/customer-links", new { noticeId });
        Assert.True(queued.StatusCode == HttpStatusCode.Accepted, await queued.Content.ReadAsStringAsync());
        await _host.AdvanceToAsync(_host.Clock.GetUtcNow());
        return LinkIn().Match(_phone.All[^1].Text).Groups[1].Value;
    }

    private async Task OpenAsync(string path)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await _browser.PostFormAsync(path, ("act", "code"))).StatusCode);
        await _host.AdvanceToAsync(_host.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.Redirect, (await _browser.PostFormAsync(path, ("act", "open"), ("code", CodeOf(_phone.All[^1].Text)))).StatusCode);
    }

    private async Task<string> PageAsync(string path)
    {
        using var answer = await _browser.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> OnlyLinkAsync() =>
        Assert.Single((await MustAsync(await _office.As("agent").GetAsync($"/api/v1/cases/{_office.CaseId}/customer-links"), HttpStatusCode.OK)).AsArray())!;

    private static string CodeOf(string text) => Digits().Match(text).Groups[1].Value;

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : string.Empty;

    [GeneratedRegex("https://service\\.example\\.com(/c/[A-Za-z0-9_-]{32}) ")]
    private static partial Regex LinkIn();

    [GeneratedRegex("验证码([0-9]{6})，")]
    private static partial Regex Digits();
}
