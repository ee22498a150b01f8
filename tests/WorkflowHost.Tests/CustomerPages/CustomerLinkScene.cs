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

/// <summary>A host with a public address, an office with a complaint, and the phone of its customer.</summary>
public abstract partial class CustomerLinkScene : IDisposable
{
    private protected SentMessages Phone { get; } = new();

    private protected VirtualHost Host { get; }

    private protected ComplaintOffice Office { get; }

    private protected BrowserSession Browser { get; }

    private protected CustomerLinkScene()
    {
        Host = VirtualHost.At(At("2026-09-29T16:40:00")).With("Runtime:CustomerLinks:BaseUrl", "https://service.example.com").Sending(Phone);
        Office = new ComplaintOffice(Host);
        Browser = new BrowserSession(Host);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Browser.Dispose();
            Office.Dispose();
            Host.Dispose();
        }
    }

    /// <returns>The path of the link as the customer got it.</returns>
    private protected async Task<string> SendAsync(string noticeId)
    {
        await Office.HireAsync();
        await Office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));
        return await SendAnotherAsync(noticeId);
    }

    private protected async Task<string> SendAnotherAsync(string noticeId)
    {
        using var queued = await TrySendAsync(noticeId);
        Assert.True(queued.StatusCode == HttpStatusCode.Accepted, await queued.Content.ReadAsStringAsync());
        await SendDueAsync();
        return LinkIn(Phone.All[^1].Text);
    }

    private protected Task<HttpResponseMessage> TrySendAsync(string noticeId) =>
        Office.As("agent").PostAsJsonAsync($"/api/v1/cases/{Office.CaseId}/customer-links", new { noticeId });

    private protected Task SendDueAsync() => Host.AdvanceToAsync(Host.Clock.GetUtcNow());

    /// <returns>The code as it came to the phone.</returns>
    private protected async Task<string> AskCodeAsync(string path)
    {
        using var asked = await Browser.PostFormAsync(path, ("act", "code"));
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        await SendDueAsync();
        return CodeOf(Phone.All[^1].Text);
    }

    private protected async Task OpenAsync(string path)
    {
        using var opened = await Browser.PostFormAsync(path, ("act", "open"), ("code", await AskCodeAsync(path)));
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
    }

    private protected async Task<string> PageAsync(string path)
    {
        using var answer = await Browser.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private protected async Task<JsonNode> OnlyLinkAsync() =>
        Assert.Single((await MustAsync(await Office.As("agent").GetAsync($"/api/v1/cases/{Office.CaseId}/customer-links"), HttpStatusCode.OK)).AsArray())!;

    /// <summary>Changes the database behind the host's back.</summary>
    private protected void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Host.DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private protected static string LinkIn(string text) => Address().Match(text).Groups[1].Value;

    private protected static string CodeOf(string text) => Digits().Match(text).Groups[1].Value;

    private protected static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : string.Empty;

    [GeneratedRegex("https://service\\.example\\.com(/c/[A-Za-z0-9_-]{32}) ")]
    private static partial Regex Address();

    [GeneratedRegex("验证码([0-9]{6})，")]
    private static partial Regex Digits();
}
