using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>What was saved is never lost: an earlier save comes back, and a list of SOPs says why one of it can't be published.</summary>
[Collection(DesignerRoom.Name)]
public sealed class HistoryJourneyTests(DesignerRoom room)
{
    [ChromiumFact]
    public async Task EarlierSave_RestoredOnItsPage_IsTheDraftAgain()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-restore");
        var studio = new Studio(owner);
        var id = await owner.CopyComplaintAsync("投诉处理（恢复）");
        await owner.PicturedAsync(async () =>
        {
            await studio.OpenEditorAsync(id);
            await Studio.MustBeTakenAsync(await studio.DescribeAsync("说明", "改错了的说明"));
            await owner.Page.GotoAsync($"/sops/{id}/saves");
            var saves = owner.Page.Locator("main tbody tr");
            await Expect(saves).ToHaveCountAsync(2);
            await owner.PictureAsync("saves");
            await saves.Last.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(saves).ToHaveCountAsync(3);
            await owner.PictureAsync("restored");
        });

        Assert.StartsWith("投诉受理", (string?)(await LatestAsync(owner, id))["description"], StringComparison.Ordinal);
        Assert.Empty(owner.Faults);
    }

    [ChromiumFact]
    public async Task FaultyDraft_PublishedFromTheList_IsRefusedWithEachFaultAndItsStep()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-refused");
        var list = new StudioList(owner);
        const string name = "投诉处理（不能发布）";
        var id = await owner.CopyComplaintAsync(name);
        await owner.SaveAsync(id, model => Step(model, "register")["form"]!["expression"]!["value"] = "no-such-form");
        await owner.PicturedAsync(async () =>
        {
            await list.OpenAsync("新建流程");
            await list.SearchAsync(name);
            await list.ChooseAsync(name, "发布");
            await Expect(owner.Page.Locator("#dz-refused")).ToContainTextAsync("投诉登记");
            await owner.PictureAsync("refused");
            // Studio has its answer by now or dies of it: its list must still work.
            await owner.Page.Locator("#dz-refused button").ClickAsync();
            await list.SearchAsync(name[..^1], name);
            await Expect(owner.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
            await owner.Page.GotoAsync("/sops");
            await Expect(owner.Page.Locator("tr").Filter(new() { HasText = id }).Locator(".badge.red")).ToBeVisibleAsync();
            await owner.PictureAsync("sops");
        });
    }

    private static async Task<JsonNode> LatestAsync(Screen owner, string id) => await owner.AskAsync($"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest");

    private static JsonNode Step(JsonNode model, string id) => model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == id)!;
}
