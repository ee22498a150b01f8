using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Somebody follows a case on the drawing of its SOP.</summary>
[Collection(DesignerRoom.Name)]
public sealed class ViewerJourneyTests(DesignerRoom room)
{
    [ChromiumFact]
    public async Task Viewer_OfARunningComplaint_ShowsWhereItStands()
    {
        await using var owner = await room.EnterAsync("hanmei", "designer-viewer");
        var studio = new Studio(owner);
        await owner.PicturedAsync(async () =>
        {
            var complaint = await owner.OpenComplaintAsync("3");
            var id = (string)complaint["id"]!;
            await owner.Page.GotoAsync("/designer/workflows/instances");
            await Expect(owner.Page.Locator("tbody tr").First).ToBeVisibleAsync(new() { Timeout = Studio.StartMs });
            await owner.PictureAsync("instances");
            await studio.OpenViewerAsync(id);

            await Expect(studio.Node("投诉受理").Locator(".mud-badge")).ToHaveTextAsync("1");
            await Expect(studio.Node("投诉登记").Locator(".mud-badge")).ToBeVisibleAsync();
            // What a step started with.
            await Expect(studio.Node("投诉登记")).ToBeInViewportAsync();
            await studio.ClickAsync("投诉登记");
            await Expect(owner.Page.GetByText("complaint-register").First).ToBeVisibleAsync();
            await owner.PictureAsync("viewer");

            // The case moves on while somebody looks.
            await owner.CompleteAsync((string)complaint["tasks"]![0]!["id"]!, "complaint-register");
            await Expect(studio.Node("问题分析").Locator(".mud-badge")).ToBeVisibleAsync();
            await owner.PictureAsync("moved-on");
        });

        Assert.Empty(owner.Faults);
    }
}
