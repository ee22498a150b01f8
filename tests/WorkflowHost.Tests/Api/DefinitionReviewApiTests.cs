using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Designer;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Api;

public sealed class DefinitionReviewApiTests : IAsyncLifetime, IDisposable
{
    private readonly VirtualHost _host = new();
    private Owner _owner = null!;

    public async Task InitializeAsync() => _owner = await Owner.OfAsync(_host);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _owner.Dispose();
        _host.Dispose();
    }

    [Theory]
    [InlineData("zh-CN", "问题分析与定责")]
    [InlineData("en", "\"问题分析\"")]
    public async Task Changes_OfADraft_AreSentencesInTheCallersLanguage(string culture, string expected)
    {
        await SaveAsync(model => Step(model, "analysis")["name"] = "问题分析与定责");
        _owner.Client.DefaultRequestHeaders.AcceptLanguage.Clear();
        _owner.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(culture);

        var review = await (await _owner.Client.GetAsync("/api/v1/definitions/complaint/changes")).JsonAsync();

        Assert.Equal((1, 2), ((int)review["from"]!, (int)review["to"]!));
        var change = Assert.Single(review["changes"]!.AsArray())!;
        Assert.Equal(("step", "analysis"), ((string?)change["subject"], (string?)change["activityId"]));
        Assert.Contains(expected.Trim('"'), (string?)change["sentence"], StringComparison.Ordinal);
        Assert.True((bool)review["check"]!["isPublishable"]!);
    }

    [Fact]
    public async Task Publish_WhatWasRead_ButSomebodySavedSince_IsRefused()
    {
        await SaveAsync(model => model["description"] = "一");
        var seen = (int)(await VersionAsync())["revision"]!;
        await SaveAsync(model => model["description"] = "二");

        using var refused = await _owner.Client.PostAsync($"/api/v1/definitions/complaint/publish?revision={seen}", null);
        using var published = await _owner.Client.PostAsync($"/api/v1/definitions/complaint/publish?revision={seen + 1}", null);

        Assert.Equal((HttpStatusCode.Conflict, "definition.changed_since"), (refused.StatusCode, await refused.CodeAsync()));
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.Equal("published", (string?)(await VersionAsync())["state"]);
    }

    [Fact]
    public async Task ImportPreview_ChangedSameNewAndUnreadable_TellsEachAndStoresNothing()
    {
        var exported = await ExportAsync();
        var changed = (JsonObject)exported.DeepClone();
        Step(changed, "analysis")["name"] = "问题分析与定责";
        var fresh = (JsonObject)exported.DeepClone();
        fresh["definitionId"] = "complaint-branch";
        using var content = Zip(("a.json", changed), ("b.json", exported), ("c.json", fresh), ("d.json", new JsonObject { ["no"] = "root" }));

        var previews = (await (await _owner.Client.PostAsync("/api/v1/definitions/import/preview", content)).JsonAsync()).AsArray();

        Assert.Equal(["nextVersion", "none", "new", "refused"], previews.Select(one => (string?)one!["effect"]));
        Assert.Contains("问题分析与定责", (string?)Assert.Single(previews[0]!["changes"]!.AsArray())!["sentence"], StringComparison.Ordinal);
        Assert.Equal(1, (int)previews[0]!["replaces"]!);
        Assert.Equal("definition.file_unreadable", (string?)previews[3]!["refusalCode"]);
        Assert.Equal(1, (int)(await VersionAsync())["version"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await _owner.Client.GetAsync("/api/v1/definitions/complaint-branch")).StatusCode);
    }

    [Fact]
    public async Task Import_OnlyTheChosen_BecomeDrafts()
    {
        var exported = await ExportAsync();
        var changed = (JsonObject)exported.DeepClone();
        changed["description"] = "从文件来";
        var fresh = (JsonObject)exported.DeepClone();
        fresh["definitionId"] = "complaint-branch";
        using var content = Zip(("a.json", changed), ("c.json", fresh));

        var results = (await (await _owner.Client.PostAsync("/api/v1/definitions/import?only=complaint-branch", content)).JsonAsync()).AsArray();

        Assert.Equal(("complaint-branch", "draft"), ((string?)Assert.Single(results)!["definitionId"], (string?)results[0]!["version"]!["state"]));
        Assert.Equal(1, (int)(await VersionAsync())["version"]!);
    }

    [Fact]
    public async Task Import_OfWhatSomebodyChangedSinceThePreview_IsRefused()
    {
        var changed = await ExportAsync();
        changed["description"] = "从文件来";
        using var content = Zip(("a.json", changed));
        var seen = (int)(await (await _owner.Client.PostAsync("/api/v1/definitions/import/preview", content)).JsonAsync())[0]!["revision"]!;
        await SaveAsync(model => model["description"] = "别人改的");

        using var file = Zip(("a.json", changed));
        var refused = (await (await _owner.Client.PostAsync($"/api/v1/definitions/import?seen=complaint:{seen}", file)).JsonAsync())[0]!;
        using var again = Zip(("a.json", changed));
        var taken = (await (await _owner.Client.PostAsync($"/api/v1/definitions/import?seen=complaint:{seen + 1}", again)).JsonAsync())[0]!;
        using var wrong = await _owner.Client.PostAsync("/api/v1/definitions/import?seen=complaint", Zip(("a.json", changed)));

        Assert.Equal("definition.changed_since_preview", (string?)refused["refusalCode"]);
        Assert.Equal("draft", (string?)taken["version"]!["state"]);
        Assert.Equal((HttpStatusCode.BadRequest, "form.invalid"), (wrong.StatusCode, await wrong.CodeAsync()));
    }

    [Fact]
    public async Task Import_ByWhoOnlyReads_IsForbidden()
    {
        using var agent = await _host.ClientAsync(StaffRoles.Agent);
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsync("/api/v1/definitions/import/preview", content)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsync("/api/v1/definitions/import", content)).StatusCode);
    }

    private async Task SaveAsync(Action<JsonObject> change)
    {
        var model = await _owner.LoadAsync("complaint");
        change(model);
        await _owner.SavedAsync(model);
    }

    private async Task<JsonNode> VersionAsync() => (await (await _owner.Client.GetAsync("/api/v1/definitions/complaint/versions")).JsonAsync())[0]!;

    private async Task<JsonObject> ExportAsync() => (JsonObject)await (await _owner.Client.GetAsync("/elsa/api/workflow-definitions/complaint/export")).JsonAsync();

    private static JsonNode Step(JsonObject model, string id) => model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == id)!;

    private static ByteArrayContent Zip(params (string Name, JsonObject Document)[] files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, document) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(document.ToJsonString()));
            }
        }

        var content = new ByteArrayContent(target.ToArray());
        content.Headers.ContentType = new("application/zip");
        return content;
    }
}
