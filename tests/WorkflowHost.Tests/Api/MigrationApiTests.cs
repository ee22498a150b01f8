using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Designer;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Api;

public sealed class MigrationApiTests : IAsyncLifetime, IDisposable
{
    private const string Migrations = "/api/v1/definitions/complaint/migrations";
    private readonly VirtualHost _host = new();
    private Owner _owner = null!;

    public async Task InitializeAsync() => _owner = await Owner.OfAsync(_host);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _owner.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task Complaint_PreviewedThenMoved_RunsOnTheNewVersion()
    {
        using var agent = await _host.ClientAsync(StaffRoles.Agent);
        var number = await OpenAsync(agent);
        await PublishAsync(model => Register(model)["name"] = "投诉登记与核对");

        var listed = await (await _owner.Client.GetAsync($"{Migrations}/cases")).JsonAsync();
        var row = Assert.Single(listed["items"]!.AsArray())!;
        var move = new { caseId = number, version = (long)row["version"]! };
        var preview = Assert.Single((await (await _owner.Client.PostAsJsonAsync($"{Migrations}/preview", new { cases = new[] { move } })).JsonAsync()).AsArray())!;
        var moved = Assert.Single((await (await _owner.Client.PostAsJsonAsync(Migrations, new { cases = new[] { move } })).JsonAsync()).AsArray())!;

        Assert.Equal((2, 1, null), ((int)listed["to"]!, (int)listed["total"]!, (string?)row["title"]));
        Assert.True((bool)preview["canApply"]!);
        Assert.Contains(preview["steps"]!.AsArray(), step => (string?)step!["fate"] == "changed" && (string?)step["toName"] == "投诉登记与核对");
        Assert.Contains(preview["clocks"]!.AsArray(), clock => (string?)clock!["fate"] == "kept" && clock["dueAt"]!.ToString() == clock["wasDueAt"]!.ToString());
        Assert.True((bool)moved["isMoved"]!);
        var view = await (await agent.GetAsync($"/api/v1/cases/{number}")).JsonAsync();
        Assert.Equal(2, (int)view["definitionVersion"]!);
        Assert.Contains(view["tasks"]!.AsArray(), task => (string?)task!["name"] == "投诉登记与核对");
    }

    [Fact]
    public async Task Many_OneRefused_TheOthersAreMovedAndEachSaysWhy()
    {
        using var agent = await _host.ClientAsync(StaffRoles.Agent);
        string[] numbers = [await OpenAsync(agent), await OpenAsync(agent)];
        await PublishAsync(model => model["description"] = "改");

        var results = (await (await _owner.Client.PostAsJsonAsync(
            Migrations, new { cases = new[] { new { caseId = numbers[0], version = 99L }, new { caseId = "TS20000101-9999", version = 1L }, new { caseId = numbers[1], version = 1L } } })).JsonAsync()).AsArray();

        Assert.Equal(["migration.case_went_on", "case.not_found", null], results.Select(one => (string?)one!["refusal"]?["code"]));
        Assert.Contains("重新预览", (string?)results[0]!["refusal"]!["message"], StringComparison.Ordinal);
        Assert.Equal([false, false, true], results.Select(one => (bool)one!["isMoved"]!));
    }

    [Fact]
    public async Task Migration_SentTwiceWithOneKey_IsAnsweredAlike()
    {
        using var agent = await _host.ClientAsync(StaffRoles.Agent);
        var number = await OpenAsync(agent);
        await PublishAsync(model => model["description"] = "改");

        var answers = new List<JsonNode>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Migrations) { Content = JsonContent.Create(new { cases = new[] { new { caseId = number } } }) };
            request.Headers.Add("Idempotency-Key", "move-1");
            answers.Add(Assert.Single((await (await _owner.Client.SendAsync(request)).JsonAsync()).AsArray())!);
        }

        Assert.True(JsonNode.DeepEquals(answers[0], answers[1]), answers[1].ToJsonString());
    }

    [Fact]
    public async Task Migration_ToADraftOrNowhere_IsOneRefusalForAll()
    {
        using var agent = await _host.ClientAsync(StaffRoles.Agent);
        var number = await OpenAsync(agent);
        var model = await _owner.LoadAsync("complaint");
        model["description"] = "草稿";
        await _owner.SavedAsync(model);

        using var draft = await _owner.Client.PostAsJsonAsync($"{Migrations}/preview", new { to = 2, cases = new[] { new { caseId = number } } });
        using var none = await _owner.Client.PostAsJsonAsync(Migrations, new { cases = Array.Empty<object>() });

        Assert.Equal((HttpStatusCode.Conflict, "migration.never_published"), (draft.StatusCode, await draft.CodeAsync()));
        Assert.Equal((HttpStatusCode.BadRequest, "form.invalid"), (none.StatusCode, await none.CodeAsync()));
    }

    [Theory]
    [InlineData(StaffRoles.Agent, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.TeamLead, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.Compliance, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.Admin, HttpStatusCode.OK)]
    [InlineData(StaffRoles.ProcessOwner, HttpStatusCode.OK)]
    public async Task Migration_ByRole(string role, HttpStatusCode expected)
    {
        using var client = await _host.ClientAsync(role);

        using var listed = await client.GetAsync($"{Migrations}/cases");

        Assert.Equal(expected, listed.StatusCode);
    }

    private async Task PublishAsync(Action<JsonObject> change)
    {
        var model = await _owner.LoadAsync("complaint");
        change(model);
        await _owner.SavedAsync(model, publish: true);
    }

    private static JsonNode Register(JsonObject model) => model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == "register")!;

    private static async Task<string> OpenAsync(HttpClient agent)
    {
        using var opened = await agent.PostAsJsonAsync("/api/v1/cases", new { definitionId = "complaint", fields = ComplaintForms.Open("2026-09-29T09:00:00") });
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        return (string)(await opened.JsonAsync())["summary"]!["number"]!;
    }
}
