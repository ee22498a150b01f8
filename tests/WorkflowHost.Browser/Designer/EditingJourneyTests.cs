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
        await studio.RestAsync();

        var stored = await owner.AskAsync(Latest(id));
        Assert.Equal(("第一处修改", "第二处修改"), ((string?)stored["description"], (string?)stored["name"]));
        Assert.Empty(owner.Faults);
    }

    private static string Latest(string definitionId) => $"/elsa/api/workflow-definitions/by-definition-id/{definitionId}?versionOptions=Latest";
}
