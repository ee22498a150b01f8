using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>The designer and the pages around it, as a person of either language finds them.</summary>
[Collection(DesignerRoom.Name)]
public sealed class LookJourneyTests(DesignerRoom room)
{
    [ChromiumTheory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Designer_InBothLanguages_OpensWithoutAFault(string culture)
    {
        await using var owner = await room.EnterAsync("hanmei", $"designer-look-{culture}", culture);
        var studio = new Studio(owner);
        await owner.PicturedAsync(async () =>
        {
            await new StudioList(owner).OpenAsync(culture == "en" ? "Create workflow" : "新建流程");
            await owner.PictureAsync("list");
            await studio.OpenEditorAsync("complaint");
            await Expect(studio.Checks).ToBeVisibleAsync();
            await owner.PictureAsync("editor");
            await owner.Page.GotoAsync("/sops/complaint/settings");
            await Expect(owner.Page.Locator("#save-settings")).ToBeVisibleAsync();
            await owner.PictureAsync("settings");
            await owner.Page.GotoAsync("/sops/complaint/saves");
            await Expect(owner.Page.Locator("tbody tr").First).ToBeVisibleAsync();
            await owner.PictureAsync("saves");
        });

        Assert.Empty(owner.Faults);
    }
}
