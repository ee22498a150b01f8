using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>Whoever is refused for faults is told each of them: at which step, what is wrong and what to do.</summary>
public sealed class FaultyDefinitionTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Publish_OfAFaultyDraft_ListsEveryFaultWithItsStep()
    {
        using var owner = await Owner.OfAsync(host);
        var id = await FaultyAsync(owner, "等待有误");

        using var list = await owner.PostAsync($"/workflow-definitions/{id}/publish", new { });
        using var api = await owner.Client.PostAsync($"/api/v1/definitions/{id}/publish", null);
        var sentences = await Owner.RefusalAsync(list);
        var problem = await api.JsonAsync();

        Assert.Equal("「等待有误」有 2 处错误，不能发布。", sentences[0]);
        Assert.Contains(sentences, each => each.Contains("hold", StringComparison.Ordinal));
        Assert.Contains(sentences, each => each.Contains("note", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, "definition.faulty"), (api.StatusCode, (string?)problem["code"]));
        Assert.Equal(["hold", "note"], problem["errors"]!.AsObject().Select(each => each.Key).Order(StringComparer.Ordinal));
        Assert.Equal("expression.syntax", (string?)problem["errors"]!["note"]![0]!["code"]);
    }

    [Fact]
    public async Task PublishMany_OneOfThemFaulty_NamesItAndItsFaultsAndPublishesTheOther()
    {
        using var owner = await Owner.OfAsync(host);
        var id = await FaultyAsync(owner, "批量有误");
        var good = (string)(await owner.CreateAsync("批量无误"))["definitionId"]!;

        using var answer = await owner.PostAsync("/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = (string[])[id, good] });

        var sentences = await Owner.RefusalAsync(answer);
        Assert.Equal("已完成 1 项，另有 1 项没有完成：", sentences[0]);
        Assert.Equal("「批量有误」有 2 处错误，不能发布。", sentences[1]);
        Assert.Contains(sentences, each => each.Contains("note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_CountsFaultsApartFromWarnings()
    {
        using var owner = await Owner.OfAsync(host);
        var id = await FaultyAsync(owner, "清单有误");

        var row = (await (await owner.Client.GetAsync("/api/v1/definitions")).JsonAsync()).AsArray().Single(each => (string?)each!["definitionId"] == id)!;

        Assert.Equal(2, (int)row["faultCount"]!);
    }

    /// <summary>The author looks at the file, not at the form the host would store.</summary>
    [Fact]
    public async Task ImportPreview_OfAFaultyFile_GivesTheFilesOwnLines()
    {
        const string text = """
            {
              "definitionId": "from-file", "name": "来自文件",


              "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [
                { "id": "hold", "type": "Elsa.WriteLine", "version": 1,
                  "text": { "typeName": "String",
                    "expression": { "type": "JavaScript", "value": "a b" } } } ] } }
            """;
        using var owner = await Owner.OfAsync(host);
        using var content = new StringContent(text, Encoding.UTF8, "application/json");

        var preview = Assert.Single((await (await owner.Client.PostAsync("/api/v1/definitions/import/preview", content)).JsonAsync()).AsArray())!;

        var fault = Assert.Single(preview["check"]!["faults"]!.AsArray())!;
        Assert.Equal((8, "hold"), ((int)fault["line"]!, (string?)fault["activityId"]));
    }

    /// <summary>A draft with a script that does not parse at one step, and an activity of which no version is published at another.</summary>
    private static async Task<string> FaultyAsync(Owner owner, string name)
    {
        var model = await owner.CreateAsync(name);
        var note = Owner.Step("note", "Elsa.WriteLine");
        note["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "a b" } };
        var hold = Owner.Step("hold", "Elsa.WriteLine");
        hold["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "CSharp", ["value"] = "1" } };
        model["root"]!["activities"] = new JsonArray(note, hold);
        return (string)(await owner.SavedAsync(model))["definitionId"]!;
    }
}
