using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Api;

/// <summary>Rules over the API: who may, drafts, checks, publishing, trials.</summary>
public sealed class RuleApiTests : IAsyncLifetime, IDisposable
{
    private const string Clock = "/api/v1/rules/clock/first-contact-24h";
    private readonly VirtualHost _host = new();
    private HttpClient _owner = null!;
    private HttpClient _agent = null!;

    public async Task InitializeAsync() => (_owner, _agent) = (await _host.ClientAsync(StaffRoles.ProcessOwner), await _host.ClientAsync(StaffRoles.Agent));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _agent.Dispose();
        _owner.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task List_NamesEvidenceAndUsers()
    {
        var rules = (await (await _agent.GetAsync("/api/v1/rules?kind=clock")).JsonAsync()).AsArray();

        var statutory = rules.Single(rule => (string?)rule!["id"] == "complaint-statutory")!;
        Assert.Equal(("verified", false), ((string?)statutory["evidence"], (bool)statutory["needsReview"]!));
        Assert.Contains("complaint", statutory["usedBy"]!.AsArray().Select(each => (string?)each));
    }

    [Fact]
    public async Task Commands_OfWhoIsNoProcessOwner_AreForbidden()
    {
        using var save = await _agent.PutAsJsonAsync($"{Clock}/draft", new JsonObject());
        using var publish = await _agent.PostAsync($"{Clock}/publish", null);
        using var read = await _agent.GetAsync(Clock);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK), (save.StatusCode, publish.StatusCode, read.StatusCode));
    }

    [Fact]
    public async Task Draft_SavedReviewedAndPublished_IsInForce()
    {
        var rule = await (await _owner.GetAsync(Clock)).JsonAsync();
        var json = rule["inForce"]!["json"]!.AsObject().DeepClone();
        json["due"] = "HR(12)";

        var saved = await (await _owner.PutAsJsonAsync($"{Clock}/draft", new JsonObject { ["content"] = new JsonObject { ["json"] = json }, ["revision"] = (int)rule["revision"]! })).JsonAsync();
        var review = await (await _owner.GetAsync($"{Clock}/review")).JsonAsync();
        var published = await (await _owner.PostAsync($"{Clock}/publish?revision={saved["draft"]!["revision"]}", null)).JsonAsync();

        Assert.True((bool)review["isPublishable"]!);
        Assert.Contains("12", (string?)review["changes"]![0]!["sentence"], StringComparison.Ordinal);
        Assert.Equal("HR(12)", (string?)published["inForce"]!["json"]!["due"]);
        Assert.Equal(new[] { "published", "retired" }, published["versions"]!.AsArray().Select(each => (string?)each!["state"]));
    }

    [Fact]
    public async Task Publish_BeyondTheLaw_IsRefusedWithTheReview()
    {
        const string Statutory = "/api/v1/rules/clock/complaint-statutory";
        var json = (await (await _owner.GetAsync(Statutory)).JsonAsync())["inForce"]!["json"]!.AsObject().DeepClone();
        json["due"] = "NAT(20)";
        using var saved = await _owner.PutAsJsonAsync($"{Statutory}/draft", new JsonObject { ["content"] = new JsonObject { ["json"] = json } });

        using var refused = await _owner.PostAsync($"{Statutory}/publish", null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest, "rule.faulty"), (saved.StatusCode, refused.StatusCode, await refused.CodeAsync()));
        var review = await (await _owner.GetAsync($"{Statutory}/review")).JsonAsync();
        Assert.Contains(review["findings"]!.AsArray(), finding => (string?)finding!["code"] == "lint.clock.above_limit" && (string?)finding["severity"] == "error");
    }

    [Theory]
    [InlineData("/api/v1/rules/clock/none", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/rules/nonsense/none", HttpStatusCode.BadRequest)]
    public async Task Get_WhatIsNotThere_SaysSo(string address, HttpStatusCode status)
    {
        using var answer = await _owner.GetAsync(address);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Try_AClockWithAPause_ExplainsItsDeadline()
    {
        var trial = await (await _agent.PostAsJsonAsync("/api/v1/rules/clock/complaint-statutory/try", new
        {
            startedAt = "2026-09-14T09:00:00+08:00",
            events = new[] { new { kind = "pause", at = "2026-09-16T10:00:00+08:00", subject = "鉴定" }, new { kind = "resume", at = "2026-09-20T10:00:00+08:00", subject = "" } },
        })).JsonAsync();

        // Saturday 3 October lies in the holiday: rolled to Thursday the 8th.
        Assert.Equal(new DateTimeOffset(2026, 10, 8, 23, 59, 59, TimeSpan.FromHours(8)), (DateTimeOffset)trial["dueAt"]!);
        Assert.Contains(trial["explanation"]!.AsArray(), step => ((string?)step)!.Contains("暂停 4 日", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Try_TableNoticeAndPlan_AnswerWithoutACase()
    {
        var table = await (await _agent.PostAsJsonAsync("/api/v1/rules/table/authority/try", new { facts = new { remedyAmount = 60000 } })).JsonAsync();
        using var letter = await _agent.PostAsJsonAsync("/api/v1/rules/notice/complaint-accepted/try", new { facts = new { customerName = "张伟" } });
        var plan = await (await _agent.PostAsJsonAsync("/api/v1/rules/plan/prevention-seasonal/try", new { begunAt = "2026-08-31T09:00:00+08:00" })).JsonAsync();

        Assert.Equal(("approver", "above-50k"), ((string?)table["outputs"]!["authorityRole"], (string?)table["hits"]![0]!["rule"]));
        Assert.Equal("notice.fact_missing", await letter.CodeAsync());
        Assert.Equal(4, plan.AsArray().Count);
    }
}
