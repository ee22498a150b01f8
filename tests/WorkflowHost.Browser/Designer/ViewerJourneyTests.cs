using System.Text.RegularExpressions;
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

    /// <summary>Studio shows what it was told last of a step's runs, so what it asked first must not be told last.</summary>
    [ChromiumFact]
    public async Task Viewer_WhoseFirstAnswerIsLate_ShowsTheStepThatWasClickedMeanwhile()
    {
        await using var owner = await room.EnterAsync("hanmei", "designer-viewer-late");
        var studio = new Studio(owner);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await owner.PicturedAsync(async () =>
        {
            var id = (string)(await owner.OpenComplaintAsync("4"))["id"]!;
            // It asks for the workflow as a whole when it opens.
            await owner.Page.RouteAsync(
                new Regex("/activity-execution-summaries/list"),
                async route =>
                {
                    asked.TrySetResult();
                    await mayGoOn.Task;
                    await route.ContinueAsync();
                },
                new() { Times = 1 });
            await studio.OpenViewerAsync(id);
            await asked.Task;
            await Expect(studio.Node("投诉登记").Locator(".mud-badge")).ToBeVisibleAsync();
            await Expect(studio.Node("投诉登记")).ToBeInViewportAsync();
            await owner.Page.RunAndWaitForResponseAsync(() => studio.ClickAsync("投诉登记"), answer => answer.Url.Contains("/activity-execution-summaries/list", StringComparison.Ordinal));
            mayGoOn.SetResult();

            await Expect(owner.Page.GetByText("complaint-register").First).ToBeVisibleAsync();
            await owner.PictureAsync("clicked");
        });

        Assert.Empty(owner.Faults);
    }
}
