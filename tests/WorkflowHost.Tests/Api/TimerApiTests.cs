using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Api;

public sealed class TimerApiTests : IDisposable
{
    private readonly VirtualHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(StaffRoles.Agent, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.Compliance, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.ProcessOwner, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.TeamLead, HttpStatusCode.OK)]
    [InlineData(StaffRoles.Manager, HttpStatusCode.OK)]
    [InlineData(StaffRoles.Admin, HttpStatusCode.OK)]
    public async Task Skip_ByRole(string role, HttpStatusCode expected)
    {
        var timer = await ReminderAsync();
        using var client = await _host.ClientAsync(role);

        using var answer = await client.PostAsJsonAsync(AddressOf(timer, "skip"), new { dueAt = (string?)timer["dueAt"], reason = "已当面督办" });

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Run_TwiceFromOneList_IsDoneOnceAndThenRefusedInWords()
    {
        var timer = await ReminderAsync();
        using var lead = await _host.ClientAsync(StaffRoles.TeamLead);
        var body = new { dueAt = (string?)timer["dueAt"], reason = "提前督办" };

        using var first = await lead.PostAsJsonAsync(AddressOf(timer, "run"), body);
        using var second = await lead.PostAsJsonAsync(AddressOf(timer, "run"), body);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        var problem = await second.JsonAsync();
        Assert.Equal("timer.moved", (string?)problem["code"]);
        Assert.Contains("请刷新后再决定", (string?)problem["detail"], StringComparison.Ordinal);
        var view = await (await lead.GetAsync($"/api/v1/cases/{(string?)timer["caseNumber"]}")).JsonAsync();
        Assert.Contains(view["timeline"]!.AsArray(), line => (string?)line!["kind"] == "timer.ladder_run" && (string?)line["args"]!["reason"] == "提前督办");
    }

    [Fact]
    public async Task List_BySop_NamesWhatIsToldInStretches()
    {
        await ReminderAsync();
        using var lead = await _host.ClientAsync(StaffRoles.TeamLead);

        var first = await (await lead.GetAsync("/api/v1/timers?definitionId=complaint&state=pending&take=1")).JsonAsync();
        var second = await (await lead.GetAsync($"/api/v1/timers?definitionId=complaint&state=pending&take=1&cursor={(string?)first["next"]}")).JsonAsync();
        var other = await (await lead.GetAsync("/api/v1/timers?definitionId=ltc-claim")).JsonAsync();

        Assert.NotEqual(first["items"]![0]!["timerId"]!.ToString(), second["items"]![0]!["timerId"]!.ToString());
        Assert.Empty(other["items"]!.AsArray());
    }

    private async Task<JsonNode> ReminderAsync()
    {
        using var agent = await _host.ClientAsync(StaffRoles.Agent);
        using var opened = await agent.PostAsJsonAsync("/api/v1/cases", new { definitionId = "complaint", fields = ComplaintForms.Open("2026-09-29T09:00:00") });
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        using var lead = await _host.ClientAsync(StaffRoles.TeamLead);
        var listed = await (await lead.GetAsync("/api/v1/timers")).JsonAsync();
        return listed["items"]!.AsArray().First(row => (string?)row!["subject"] == "complaint-statutory" && (bool)row["canSkip"]!)!;
    }

    private static string AddressOf(JsonNode timer, string what) => $"/api/v1/timers/{(string?)timer["caseId"]}/{(string?)timer["timerId"]}/{what}";
}
