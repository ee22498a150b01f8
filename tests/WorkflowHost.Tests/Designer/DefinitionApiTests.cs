using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

public sealed class DefinitionApiTests : IAsyncLifetime, IDisposable
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

    [Fact]
    public async Task List_ForAnOwner_OffersChangesAndForOthersDoesNot()
    {
        var mine = await _owner.GetAsync("/workflow-definitions?versionOptions=Latest&Page=0&PageSize=100&OrderDirection=Ascending");
        using var agent = new Owner(await _host.ClientAsync(StaffRoles.Agent));
        var theirs = await agent.GetAsync("/workflow-definitions?versionOptions=Latest&Page=0&PageSize=10");

        var row = mine["items"]!.AsArray().Single(item => (string?)item!["definitionId"] == "complaint")!;
        Assert.Equal(("complaint", 1, true, true), ((string?)row["definitionId"], (int)row["version"]!, (bool)row["isLatest"]!, (bool)row["isPublished"]!));
        Assert.Contains(mine["links"]!.AsArray(), link => (string?)link!["rel"] == "bulk-publish");
        Assert.Empty(theirs["links"]!.AsArray());
    }

    [Fact]
    public async Task List_SearchPagingAndVersions_AsAsked()
    {
        for (var i = 0; i < 3; i++)
        {
            await _owner.CreateAsync($"回访流程{i}");
        }

        var found = await _owner.GetAsync("/workflow-definitions?versionOptions=Latest&SearchTerm=回访流程&Page=1&PageSize=2&OrderBy=Name&OrderDirection=Descending");
        var published = await _owner.GetAsync("/workflow-definitions?versionOptions=Published");
        var byId = await _owner.GetAsync("/workflow-definitions?versionOptions=&Ids=complaint-v1");

        Assert.Equal((3, "回访流程0"), ((int)found["totalCount"]!, (string?)Assert.Single(found["items"]!.AsArray())!["name"]));
        Assert.Contains(published["items"]!.AsArray(), item => (string?)item!["definitionId"] == "complaint");
        Assert.All(published["items"]!.AsArray(), item => Assert.True((bool)item!["isPublished"]!));
        Assert.Single(byId["items"]!.AsArray());
    }

    [Fact]
    public async Task Load_ShippedSop_HasEverythingStudioNeeds()
    {
        var model = await _owner.LoadAsync("complaint");

        Assert.All((string[])["id", "definitionId", "name", "version", "isLatest", "isPublished", "root", "links", "options", "variables", "inputs", "outputs", "outcomes", "customProperties"], name => Assert.NotNull(model[name]));
        var activities = model["root"]!["activities"]!.AsArray();
        Assert.All(activities, activity => Assert.Equal($"Workflow1:complaint:{(string)activity!["id"]!}", (string?)activity["nodeId"]));
        Assert.Contains(model["links"]!.AsArray(), link => (string?)link!["rel"] == "publish");
        using var agent = new Owner(await _host.ClientAsync(StaffRoles.Agent));
        Assert.Empty((await agent.LoadAsync("complaint"))["links"]!.AsArray());
    }

    [Fact]
    public async Task Load_NoSuchDefinition_Is404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _owner.Client.GetAsync("/elsa/api/workflow-definitions/by-definition-id/none?versionOptions=Latest")).StatusCode);

    [Fact]
    public async Task Save_ChangedPublishedSop_IsTheNextVersionAndSaysSo()
    {
        var model = await _owner.LoadAsync("complaint");
        model["description"] = "改过";

        var saved = await _owner.SavedAsync(model);

        Assert.Equal((2, true, false), ((int)saved["version"]!, (bool)saved["isLatest"]!, (bool)saved["isPublished"]!));
        var versions = await _owner.GetAsync("/workflow-definitions?versionOptions=AllVersions&DefinitionIds=complaint&OrderBy=Version&OrderDirection=Descending&Page=0&PageSize=10");
        Assert.Equal([(2, false), (1, true)], versions["items"]!.AsArray().Select(row => ((int)row!["version"]!, (bool)row["isPublished"]!)));
        Assert.Equal(1, (int)(await _owner.GetAsync("/workflow-definitions/by-id/complaint-v1"))["version"]!);
    }

    [Fact]
    public async Task Save_BehindSomebodyElse_TellsInWordsWhoWasFaster()
    {
        var mine = await _owner.LoadAsync("complaint");
        using var other = await Owner.OfAsync(_host);
        var theirs = await other.LoadAsync("complaint");
        theirs["description"] = "同事的修改";
        await other.SavedAsync(theirs);
        mine["description"] = "我的修改";

        using var refused = await _owner.SaveAsync(mine);

        var sentence = Assert.Single(await Owner.RefusalAsync(refused));
        Assert.Contains("员工", sentence, StringComparison.Ordinal);
        Assert.Contains("没有保存", sentence, StringComparison.Ordinal);
        Assert.Equal("同事的修改", (string?)(await _owner.LoadAsync("complaint"))["description"]);
    }

    [Fact]
    public async Task SaveAndPublish_BrokenExpression_NamesTheStepAndPublishesNothing()
    {
        var model = await _owner.LoadAsync("complaint");
        var step = model["root"]!["activities"]!.AsArray().First(each => (string?)each!["type"] == "Sop.HumanTask")!;
        step["assignee"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getCase(.owner" } };

        using var refused = await _owner.SaveAsync(model, publish: true);

        Assert.Contains(await Owner.RefusalAsync(refused), text => text.Contains((string)step["name"]!, StringComparison.Ordinal));
        Assert.Equal(1, (int)(await _owner.LoadAsync("complaint"))["version"]!);
    }

    [Fact]
    public async Task Save_DroppingEveryStep_IsRefusedInWords()
    {
        var model = await _owner.LoadAsync("complaint");
        model["root"]!["activities"] = new JsonArray();
        model["root"]!["connections"] = new JsonArray();

        using var refused = await _owner.SaveAsync(model);

        Assert.Contains("保存记录", Assert.Single(await Owner.RefusalAsync(refused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownActivity_ThroughStudioAndBack_KeepsItsJson()
    {
        var created = await _owner.CreateAsync("有未知活动");
        var id = (string)created["definitionId"]!;
        var unknown = Owner.Step("x1", "Acme.Robot", ("arm", "left"));
        unknown["nested"] = new JsonObject { ["deep"] = new JsonArray(1, 2) };
        created["root"]!["activities"] = new JsonArray(unknown.DeepClone(), Owner.Step("x2", "Elsa.End"));
        created["root"]!["connections"] = new JsonArray();
        var shown = await _owner.SavedAsync(created);

        var placeholder = shown["root"]!["activities"]![0]!;
        Assert.Equal(("Elsa.NotFoundActivity", "Acme.Robot"), ((string?)placeholder["type"], (string?)placeholder["missingTypeName"]));
        placeholder["metadata"]!["designer"]!["position"]!["x"] = 500;
        await _owner.SavedAsync(shown);

        var exported = await (await _owner.Client.GetAsync($"/elsa/api/workflow-definitions/{id}/export")).JsonAsync();
        var kept = exported["root"]!["activities"]![0]!;
        Assert.True(JsonNode.DeepEquals(unknown["nested"], kept["nested"]) && JsonNode.DeepEquals(unknown["arm"], kept["arm"]));
        Assert.Equal(("Acme.Robot", 500), ((string?)kept["type"], (int)kept["metadata"]!["designer"]!["position"]!["x"]!));
    }

    [Fact]
    public async Task ExportThenImport_GivesTheSameWorkflow()
    {
        using var answer = await _owner.Client.GetAsync("/elsa/api/workflow-definitions/complaint/export?versionOptions=Latest&includeConsumingWorkflows=False");
        var exported = (JsonObject)await answer.JsonAsync();
        Assert.Equal("complaint-v1.json", answer.Content.Headers.ContentDisposition?.FileName);
        var copy = (JsonObject)exported.DeepClone();
        copy["definitionId"] = "complaint-copy";

        using var imported = await _owner.PostAsync("/workflow-definitions/import", copy);

        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        Assert.False((bool)(await imported.JsonAsync())["isPublished"]!);
        var again = await (await _owner.Client.GetAsync("/elsa/api/workflow-definitions/complaint-copy/export")).JsonAsync();
        Assert.True(JsonNode.DeepEquals(exported["root"], again["root"]));
        Assert.True(JsonNode.DeepEquals(exported["customProperties"], again["customProperties"]));
    }

    [Fact]
    public async Task ImportFiles_ZipWithAGoodAndABadFile_TakesTheGoodAndNamesTheBad()
    {
        var exported = (JsonObject)await (await _owner.Client.GetAsync("/elsa/api/workflow-definitions/complaint/export")).JsonAsync();
        exported["definitionId"] = "from-zip";
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Zip(("good.json", exported.ToJsonString()), ("bad.json", "{ \"no\": \"root\" }"))), "files", "two.zip" } };

        using var answer = await _owner.Client.PostAsync("/elsa/api/workflow-definitions/import-files", form);

        Assert.Collection(
            await Owner.RefusalAsync(answer),
            done => Assert.Contains("1", done, StringComparison.Ordinal),
            refused => Assert.Contains("bad.json", refused, StringComparison.Ordinal));
        Assert.Equal("from-zip", (string?)(await _owner.LoadAsync("from-zip"))["definitionId"]);
    }

    [Fact]
    public async Task ExportMany_IsAZipOfThem()
    {
        using var answer = await _owner.PostAsync("/bulk-actions/export/workflow-definitions", new { ids = (string[])["complaint-v1"], includeConsumingWorkflows = false });

        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("complaint-v1.json", Assert.Single(zip.Entries).Name);
    }

    [Fact]
    public async Task NameCheck_TakenAndFree()
    {
        Assert.False((bool)(await _owner.GetAsync("/workflow-definitions/validation/is-name-unique?name=客户投诉处理&definitionId="))["isUnique"]!);
        Assert.True((bool)(await _owner.GetAsync("/workflow-definitions/validation/is-name-unique?name=客户投诉处理&definitionId=complaint"))["isUnique"]!);
        Assert.True((bool)(await _owner.GetAsync("/workflow-definitions/validation/is-name-unique?name=另一个"))["isUnique"]!);
    }

    [Fact]
    public async Task BulkActions_RetractPublishDelete_AnswerWithEveryId()
    {
        var fresh = (string)(await _owner.CreateAsync("待删"))["definitionId"]!;
        string[] both = ["complaint", "none"];

        var retracted = await (await _owner.PostAsync("/bulk-actions/retract/workflow-definitions/by-definition-ids", new { definitionIds = both })).JsonAsync();
        var published = await (await _owner.PostAsync("/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = both })).JsonAsync();
        var deleted = await (await _owner.PostAsync("/bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = (string[])[fresh] })).JsonAsync();

        Assert.Equal(("complaint", "none"), ((string?)retracted["retracted"]![0], (string?)retracted["notFound"]![0]));
        Assert.Equal(("complaint", "none"), ((string?)published["published"]![0], (string?)published["notFound"]![0]));
        Assert.NotNull(published["alreadyPublished"]);
        Assert.Equal(1, (int)deleted["deleted"]!);
    }

    [Fact]
    public async Task Delete_SopOfAFile_IsRefusedInWords()
    {
        using var refused = await _owner.Client.DeleteAsync("/elsa/api/workflow-definitions/complaint");

        Assert.Contains("complaint.json", Assert.Single(await Owner.RefusalAsync(refused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RevertAndDeleteVersion_LeaveTheHistoryInOrder()
    {
        var model = await _owner.LoadAsync("complaint");
        model["description"] = "第二版";
        await _owner.SavedAsync(model, publish: true);

        var reverted = await (await _owner.PostAsync("/workflow-definitions/complaint/revert/1", new { })).JsonAsync();
        using var deleted = await _owner.Client.DeleteAsync($"/elsa/api/workflow-definition-versions/{(string)reverted["id"]!}");

        Assert.Equal((3, HttpStatusCode.NoContent), ((int)reverted["version"]!, deleted.StatusCode));
        Assert.Equal("第二版", (string?)(await _owner.LoadAsync("complaint"))["description"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"model\":7}")]
    [InlineData("{\"model\":{\"root\":null}}")]
    public async Task Save_WhatIsNoDefinition_IsRefusedInWords(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await _owner.Client.PostAsync("/elsa/api/workflow-definitions", content);

        Assert.Single(await Owner.RefusalAsync(refused));
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return target.ToArray();
    }
}
