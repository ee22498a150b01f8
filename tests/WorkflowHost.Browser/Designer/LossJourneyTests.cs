using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Studio may not know a step, or somebody may clear its canvas by a slip of the hand: neither costs the SOP anything.</summary>
[Collection(DesignerRoom.Name)]
public sealed class LossJourneyTests(DesignerRoom room)
{
    [ChromiumTheory]
    [InlineData("zh-CN", "说明")]
    [InlineData("en", "Description")]
    public async Task Step_OfATypeTheHostDoesNotKnow_IsDrawnMarkedAndKeptByASaveInStudio(string culture, string description)
    {
        await using var owner = await room.EnterAsync("fengtao", $"designer-unknown-{culture}", culture);
        var studio = new Studio(owner);
        var words = new Language(culture);
        var id = await owner.CopyComplaintAsync($"投诉处理（未知活动 {culture}）");
        await owner.SaveAsync(id, model =>
        {
            var step = Step(model, "register");
            (step["type"], step["arm"]) = ("Acme.Robot", new JsonObject { ["deep"] = new JsonArray(1, "二") });
        });
        var started = await ExportedAsync(owner, id);
        var before = Step(started, "register");
        await owner.PicturedAsync(async () =>
        {
            await studio.OpenEditorAsync(id);
            await Expect(studio.Node("投诉登记")).ToBeVisibleAsync();
            await studio.FindAsync("投诉登记", words["designer.unknown_activity.type"]);
            await Expect(studio.Node("投诉登记")).ToContainTextAsync(words["designer.unknown_activity"]);
            await studio.Checks.ClickAsync();
            await Expect(owner.Page.Locator("#dz-checks")).ToContainTextAsync("Acme.Robot");
            await owner.PictureAsync("drawn");
            await owner.Page.Keyboard.PressAsync("Escape");
            await Studio.MustBeTakenAsync(await studio.DescribeAsync(description, "改过的说明"));
            await studio.RestAsync();
        });

        var after = await ExportedAsync(owner, id);
        Assert.Equal("改过的说明", (string?)after["description"]);
        Assert.All((string[])["type", "arm", "form", "role", "outcomes"], part => Assert.True(JsonNode.DeepEquals(before[part], Step(after, "register")[part]), part));
        Assert.Equal(Lines(started), Lines(after));
        Assert.Empty(owner.Faults);
    }

    [ChromiumFact]
    public async Task Canvas_ClearedAtOnce_IsNotTakenButKeptAsideAndTheSopStays()
    {
        await using var owner = await room.EnterAsync("sunli", "designer-cleared");
        var studio = new Studio(owner);
        var id = await owner.CopyAsync("review-meeting", "定期评审（清空）");
        var steps = Steps(await owner.AskAsync(Latest(id)));
        await owner.PicturedAsync(async () =>
        {
            await studio.OpenEditorAsync(id);
            await studio.ClickAsync("准备资料包");
            await owner.Page.Keyboard.PressAsync("Control+a");
            await owner.Page.Keyboard.PressAsync("Delete");
            await Expect(studio.Messages.Filter(new() { HasText = "保存记录" }).First).ToBeVisibleAsync();
            await Expect(owner.Page.Locator("#dz-saved[data-state=refused]")).ToBeVisibleAsync();
            await owner.PictureAsync("refused");
            Assert.Equal(steps, Steps(await owner.AskAsync(Latest(id))));

            await studio.OpenEditorAsync(id);
            await Expect(owner.Page.Locator("g.x6-node")).ToHaveCountAsync(steps);
            await owner.Page.GotoAsync($"/sops/{id}/saves");
            var saves = owner.Page.Locator("main tbody tr");
            await Expect(saves).ToHaveCountAsync(2);
            await Expect(saves.First).ToContainTextAsync("未采用");
            await owner.PictureAsync("kept-aside");
            // Who meant it gets it, and even then nothing is lost.
            await saves.First.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(saves).ToHaveCountAsync(3);
            Assert.Equal(0, Steps(await owner.AskAsync(Latest(id))));
            await saves.Last.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(saves).ToHaveCountAsync(4);
            await owner.PictureAsync("restored");
        });

        Assert.Equal(steps, Steps(await owner.AskAsync(Latest(id))));
    }

    private static Task<JsonNode> ExportedAsync(Screen owner, string id) => owner.AskAsync($"/elsa/api/workflow-definitions/{id}/export");

    private static string Latest(string id) => $"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest";

    private static IEnumerable<string> Lines(JsonNode workflow) => workflow["root"]!["connections"]!.AsArray()
        .Select(line => $"{line!["source"]!["activity"]}.{line["source"]!["port"]} → {line["target"]!["activity"]}").Order(StringComparer.Ordinal);

    private static int Steps(JsonNode model) => model["root"]!["activities"]!.AsArray().Count;

    private static JsonNode Step(JsonNode model, string id) => model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == id)!;
}
