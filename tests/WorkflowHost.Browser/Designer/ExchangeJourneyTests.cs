using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>An SOP leaves the house as a file and comes back from one.</summary>
[Collection(DesignerRoom.Name)]
public sealed class ExchangeJourneyTests(DesignerRoom room)
{
    private const string Id = "complaint-branch";
    private const string Name = "分公司投诉处理";

    /// <summary>What says where and when a file was made, or which definition it is, may differ; everything that is drawn may not.</summary>
    private static readonly string[] _content = ["root", "variables", "inputs", "outputs", "outcomes", "customProperties", "options"];

    [ChromiumFact]
    public async Task Sop_ExportedAndImportedUnderAnotherName_IsTheSameSopAndTakesTheFileAgainOverAChange()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-exchange");
        var list = new StudioList(owner);
        var studio = new Studio(owner);
        await owner.PicturedAsync(async () =>
        {
            await list.OpenAsync("新建流程");
            var exported = await list.ExportAsync("客户投诉处理", "导出");
            var file = exported.DeepClone().AsObject();
            (file["definitionId"], file["name"], file["id"]) = (Id, Name, Id + "-v1");

            await list.ImportAsync(file, "导入");
            await Expect(list.Messages.Filter(new() { HasText = "已导入" }).First).ToBeVisibleAsync();
            var again = await list.ExportAsync(Name, "导出");
            await owner.PictureAsync("imported");
            Assert.All(_content, part => Assert.True(JsonNode.DeepEquals(exported[part], again[part]), $"{part} is not what was exported:\n{again[part]}"));

            await studio.OpenEditorAsync(Id);
            await Expect(owner.Page.Locator("g.x6-node")).ToHaveCountAsync(exported["root"]!["activities"]!.AsArray().Count);
            await Studio.MustBeTakenAsync(await studio.DescribeAsync("说明", "分公司自己改的说明"));
            await list.OpenAsync("新建流程");
            await list.ImportAsync(file, "导入");
            await Expect(list.Messages.Filter(new() { HasText = "已导入" }).First).ToBeVisibleAsync();
        });

        var stored = await owner.AskAsync($"/elsa/api/workflow-definitions/by-definition-id/{Id}?versionOptions=Latest");
        Assert.StartsWith("投诉受理", (string?)stored["description"], StringComparison.Ordinal);
        Assert.Empty(owner.Faults);
    }
}
