using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Designer;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Api;

/// <summary>Publishing with a second pair of eyes, over the API and as Studio meets it.</summary>
public sealed class PublicationApiTests : IAsyncLifetime, IDisposable
{
    private const string Request = "/api/v1/definitions/complaint/publication-request";
    private readonly VirtualHost _host = new VirtualHost().With("Runtime:FourEyes", "true");
    private Owner _owner = null!;
    private HttpClient _second = null!;

    public async Task InitializeAsync() => (_owner, _second) = (await Owner.OfAsync(_host), await _host.ClientAsync(StaffRoles.ProcessOwner));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _second.Dispose();
        _owner.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task Publish_IsARequestThatASecondOwnerApproves()
    {
        var revision = await SaveAsync("一");

        var asked = await (await _owner.Client.PostAsync($"/api/v1/definitions/complaint/publish?revision={revision}", null)).JsonAsync();
        using var own = await _owner.Client.PostAsync($"{Request}/approve?revision={revision}", null);
        using var unseen = await _second.PostAsync($"{Request}/approve", null);
        var approved = await (await _second.PostAsync($"{Request}/approve?revision={revision}", null)).JsonAsync();

        Assert.Equal(("draft", "pending", revision), ((string?)asked["state"], (string?)asked["request"]!["state"], (int)asked["request"]!["revision"]!));
        Assert.Equal((HttpStatusCode.Forbidden, "publication.own_request"), (own.StatusCode, await own.CodeAsync()));
        Assert.Equal(HttpStatusCode.BadRequest, unseen.StatusCode);
        Assert.Equal(("published", "approved"), ((string?)approved["state"], (string?)approved["request"]!["state"]));
    }

    [Fact]
    public async Task Reject_OfARule_IsToldWithItsDraftUntilThatIsChanged()
    {
        const string Clock = "/api/v1/rules/clock/first-contact-24h";
        var json = (await (await _owner.Client.GetAsync(Clock)).JsonAsync())["inForce"]!["json"]!.AsObject().DeepClone();
        json["due"] = "HR(12)";
        var content = new JsonObject { ["content"] = new JsonObject { ["json"] = json } };
        using var saved = await _owner.Client.PutAsJsonAsync($"{Clock}/draft", content);
        var asked = await (await _owner.Client.PostAsync($"{Clock}/publish", null)).JsonAsync();
        Assert.Null(asked["draft"]!["rejection"]);

        using var rejected = await _second.PostAsJsonAsync($"{Clock}/publication-request/reject", new { revision = (int)asked["draft"]!["revision"]!, reason = "先问合规" });
        Assert.Equal("先问合规", (string?)(await (await _owner.Client.GetAsync(Clock)).JsonAsync())["draft"]!["rejection"]!["reason"]);

        using var changed = await _owner.Client.PutAsJsonAsync($"{Clock}/draft", content);
        Assert.Null((await (await _owner.Client.GetAsync(Clock)).JsonAsync())["draft"]!["rejection"]);
    }

    [Fact]
    public async Task Reject_NeedsAReasonAndTellsWhoAskedInTheirBell()
    {
        var revision = await AskedAsync("一");

        using var bare = await _second.PostAsJsonAsync($"{Request}/reject", new { revision });
        using var rejected = await _second.PostAsJsonAsync($"{Request}/reject", new { revision, reason = "先问合规" });

        Assert.Equal((HttpStatusCode.BadRequest, "publication.reason_missing"), (bare.StatusCode, await bare.CodeAsync()));
        Assert.Equal(HttpStatusCode.OK, rejected.StatusCode);
        Assert.Equal("先问合规", (string?)(await (await _owner.Client.GetAsync(Request)).JsonAsync())["reason"]);
        var notice = Assert.Single((await (await _owner.Client.GetAsync("/api/v1/notifications")).JsonAsync()).AsArray())!;
        Assert.Equal(("publication.rejected", "complaint"), ((string?)notice["kind"], (string?)notice["definitionId"]));
    }

    [Fact]
    public async Task Approve_AfterANewerSave_IsRefusedInWords()
    {
        var revision = await AskedAsync("一");
        await SaveAsync("二");

        using var refused = await _second.PostAsync($"{Request}/approve?revision={revision}", null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var problem = await refused.JsonAsync();
        Assert.Equal("publication.is_overtaken", (string?)problem["code"]);
        Assert.Contains("送审已作废", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Empty((await (await _owner.Client.GetAsync("/api/v1/definitions/publication-requests")).JsonAsync()).AsArray());
    }

    [Fact]
    public async Task Withdraw_IsForWhoAskedAlone()
    {
        await AskedAsync("一");

        using var other = await _second.PostAsync($"{Request}/withdraw", null);
        using var own = await _owner.Client.PostAsync($"{Request}/withdraw", null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (other.StatusCode, own.StatusCode));
        Assert.Equal("withdrawn", (string?)(await (await _second.GetAsync(Request)).JsonAsync())["state"]);
    }

    [Fact]
    public async Task Requests_ForWhoOnlyReads_AreSeenAndNotDecided()
    {
        var revision = await AskedAsync("一");
        using var agent = await _host.ClientAsync(StaffRoles.Agent);

        Assert.Single((await (await agent.GetAsync("/api/v1/definitions/publication-requests")).JsonAsync()).AsArray());
        using var denied = await agent.PostAsync($"{Request}/approve?revision={revision}", null);
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync("/api/v1/definitions/ltc-claim/publication-request")).StatusCode);
    }

    [Fact]
    public async Task Studio_SaveAndPublish_StoresTheDraftAndSaysWhoIsAsked()
    {
        var model = await _owner.LoadAsync("complaint");
        model["description"] = "一";

        using var answer = await _owner.SaveAsync(model, publish: true);
        using var again = await _owner.PostAsync("/workflow-definitions/complaint/publish", new { });
        using var bulk = await _owner.PostAsync("/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = new[] { "complaint" } });

        foreach (var refused in new[] { answer, again, bulk })
        {
            Assert.Contains("已存为草稿并送复核", Assert.Single(await Owner.RefusalAsync(refused)), StringComparison.Ordinal);
        }

        Assert.Equal("一", (string?)(await _owner.LoadAsync("complaint"))["description"]);
        Assert.Single((await (await _second.GetAsync("/api/v1/definitions/publication-requests")).JsonAsync()).AsArray());
    }

    private async Task<int> AskedAsync(string description)
    {
        var revision = await SaveAsync(description);
        using var asked = await _owner.Client.PostAsync("/api/v1/definitions/complaint/publish", null);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        return revision;
    }

    /// <returns>The revision it became.</returns>
    private async Task<int> SaveAsync(string description)
    {
        var model = await _owner.LoadAsync("complaint");
        model["description"] = description;
        await _owner.SavedAsync(model);
        var versions = await (await _owner.Client.GetAsync("/api/v1/definitions/complaint/versions")).JsonAsync();
        return (int)versions[0]!["revision"]!;
    }
}
