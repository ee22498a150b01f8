using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>The designer and the pages around it, as a person of either language finds them.</summary>
[Collection(DesignerRoom.Name)]
public sealed class LookJourneyTests(DesignerRoom room)
{
    /// <summary>Around the canvas: of the selected step, then of the workflow as a whole.</summary>
    private static readonly (string Chinese, string English)[] _panels =
    [
        ("输入", "Input"), ("输出", "Output"), ("常规", "Common"), ("试运行", "Test"), ("变量", "Variables"), ("输入输出", "Input/Output"), ("版本记录", "Version history"), ("源代码", "Code View"),
    ];

    [ChromiumTheory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Designer_InBothLanguages_OpensWithoutAFault(string culture)
    {
        await using var owner = await room.EnterAsync("hanmei", $"designer-look-{culture}", culture);
        var studio = new Studio(owner);
        var english = new List<string>();
        await owner.PicturedAsync(async () =>
        {
            await new StudioList(owner).OpenAsync(culture == "en" ? "Create workflow" : "新建流程");
            await owner.PictureAsync("list");
            await studio.OpenEditorAsync("complaint");
            await Expect(studio.Checks).ToBeVisibleAsync();
            await owner.PictureAsync("editor");
            await SeeAsync("editor");
            await studio.FindAsync("投诉登记", culture == "en" ? "Form" : "表单");
            foreach (var panel in culture == "en" ? _panels.Select(each => each.English) : _panels.Select(each => each.Chinese))
            {
                await studio.ShowAsync(panel);
                await owner.PictureAsync("panel");
                await SeeAsync(panel);
            }

            var running = (string)(await owner.OpenComplaintAsync("L-" + culture))["id"]!;
            await owner.Page.GotoAsync("/designer/workflows/instances");
            await Expect(owner.Page.Locator("tbody tr").First).ToBeVisibleAsync(new() { Timeout = Studio.StartMs });
            await owner.PictureAsync("instances");
            await SeeAsync("instances");
            await studio.OpenViewerAsync(running);
            await Expect(studio.Node("投诉登记").Locator(".mud-badge")).ToBeVisibleAsync();
            await owner.PictureAsync("viewer");
            await SeeAsync("viewer");
            await owner.Page.GotoAsync("/sops/complaint/settings");
            await Expect(owner.Page.Locator("#save-settings")).ToBeVisibleAsync();
            await owner.PictureAsync("settings");
            await owner.Page.GotoAsync("/sops/complaint/saves");
            await Expect(owner.Page.Locator("tbody tr").First).ToBeVisibleAsync();
            await owner.PictureAsync("saves");
        });

        Assert.Empty(owner.Faults);
        Assert.Empty(english);

        async Task SeeAsync(string where)
        {
            if (culture != "en")
            {
                english.AddRange((await StudioTexts.EnglishAsync(owner)).Select(text => $"{where}: {text}"));
            }
        }
    }
}
