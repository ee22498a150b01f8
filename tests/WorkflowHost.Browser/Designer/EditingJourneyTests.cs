using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Nothing of what is edited is lost: neither to another person nor to a slow line.</summary>
[Collection(DesignerRoom.Name)]
public sealed class EditingJourneyTests(DesignerRoom room)
{
    [ChromiumFact]
    public async Task Sop_EditedByTwo_TheSecondIsToldWhoWasFasterAndLosesNothingOfTheFirst()
    {
        await using var first = await room.EnterAsync("fengtao", "designer-first");
        await using var second = await room.EnterAsync("sunli", "designer-second");
        var (mine, theirs) = (new Studio(first), new Studio(second));
        var id = await first.CopyComplaintAsync("投诉处理（两人同时修改）");
        await mine.OpenEditorAsync(id);
        await theirs.OpenEditorAsync(id);

        var saved = await mine.DescribeAsync("说明", "冯涛改的");
        var refused = await theirs.DescribeAsync("说明", "孙莉改的");

        Assert.Equal((200, 400), (saved.Status, refused.Status));
        await Expect(theirs.Messages.Filter(new() { HasText = "fengtao" }).First).ToBeVisibleAsync();
        await second.PictureAsync("conflict");
        Assert.Equal("冯涛改的", (string?)(await first.AskAsync(Latest(id)))["description"]);
    }

    /// <summary>Studio takes the answer to a save for the workflow as it is now; what was typed meanwhile would be gone.</summary>
    [ChromiumFact]
    public async Task Sop_EditedWhileASaveIsOnItsWay_KeepsBothEdits()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-slow");
        var studio = new Studio(owner);
        var id = await owner.CopyComplaintAsync("投诉处理（线路慢）");
        await studio.OpenEditorAsync(id);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await owner.Page.RouteAsync(
            "**/elsa/api/workflow-definitions",
            async route =>
            {
                var answer = await route.FetchAsync();
                arrived.TrySetResult();
                await mayGoOn.Task;
                await route.FulfillAsync(new() { Response = answer });
            },
            new() { Times = 1 });

        await studio.WriteAsync("说明", "textarea", "第一处修改");
        await arrived.Task;
        await studio.WriteAsync("名称", "input", "第二处修改");
        mayGoOn.SetResult();
        await studio.Stored.HasMemberAsync("name", "第二处修改");
        await studio.RestAsync();

        var stored = await owner.AskAsync(Latest(id));
        Assert.Equal(("第一处修改", "第二处修改"), ((string?)stored["description"], (string?)stored["name"]));
        Assert.Empty(owner.Faults);
    }

    /// <summary>The largest SOP of the pack, drawn, read back from the drawing and stored.</summary>
    [ChromiumFact]
    public async Task LtcClaim_OpenedAndSavedInStudio_LosesNothing()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-ltc");
        var studio = new Studio(owner);
        var before = await owner.AskAsync(Latest("ltc-claim"));
        await studio.OpenEditorAsync("ltc-claim");
        await owner.PictureAsync("ltc");
        await Studio.MustBeTakenAsync(await studio.DescribeAsync("说明", "打开看过"));
        await Studio.MustBeTakenAsync(await studio.SaveAsync());
        await studio.RestAsync();

        var after = await owner.AskAsync(Latest("ltc-claim"));
        Assert.Equal("打开看过", (string?)after["description"]);
        var (drawn, stored) = (Steps(before), Steps(after));
        Assert.Equal(drawn.Keys.Order(StringComparer.Ordinal), stored.Keys.Order(StringComparer.Ordinal));
        Assert.All(drawn, step => Assert.True(JsonNode.DeepEquals(step.Value, stored[step.Key]), $"{step.Key} was\n{step.Value}\nand is\n{stored[step.Key]}"));
        Assert.Equal(Lines(before), Lines(after));
        Assert.All((string[])["variables", "inputs", "outputs", "outcomes", "options"], part => Assert.True(JsonNode.DeepEquals(before[part], after[part]), part));
        Assert.Empty(owner.Faults);
    }

    /// <summary>The steps by id, without where and how large Studio drew them.</summary>
    private static Dictionary<string, JsonObject> Steps(JsonNode workflow) => workflow["root"]!["activities"]!.AsArray().Select(step => step!.DeepClone().AsObject()).ToDictionary(
        step => (string)step["id"]!,
        step =>
        {
            _ = (step["metadata"] as JsonObject)?.Remove("designer");
            return step;
        },
        StringComparer.Ordinal);

    private static IEnumerable<string> Lines(JsonNode workflow) => workflow["root"]!["connections"]!.AsArray()
        .Select(line => $"{line!["source"]!["activity"]}.{line["source"]!["port"]} → {line["target"]!["activity"]}").Order(StringComparer.Ordinal);

    private static string Latest(string definitionId) => $"/elsa/api/workflow-definitions/by-definition-id/{definitionId}?versionOptions=Latest";
}
