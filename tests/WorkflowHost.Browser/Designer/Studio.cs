using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Elsa Studio as a process owner uses it: finds things by what is read on screen, drags, and waits for the host's answer to every save.</summary>
internal sealed class Studio(Screen screen)
{
    /// <summary>Studio starts a whole runtime in the browser; a slow machine takes minutes for it.</summary>
    private const float StartMs = 240_000;

    /// <summary>Studio draws its canvas anew when a save is answered, and then lets go of a line that is being drawn.</summary>
    private const int DragTries = 5;

    private IPage Page => screen.Page;

    private ILocator Canvas => Page.Locator(".x6-graph").First;

    private ILocator Nodes => Page.Locator("g.x6-node");

    /// <summary>What the host's checks say, in the page's head.</summary>
    public ILocator Checks => Page.Locator("#dz-check");

    /// <summary>Studio's messages at the top of the screen.</summary>
    public ILocator Messages => Page.Locator(".mud-snackbar");

    public async Task OpenListAsync(string newWorkflow)
    {
        await Page.GotoAsync("/designer");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = newWorkflow })).ToBeEnabledAsync(new() { Timeout = StartMs });
    }

    public async Task OpenEditorAsync(string definitionId)
    {
        await Page.GotoAsync($"/designer/workflows/definitions/{definitionId}/edit");
        await CanvasIsThereAsync();
    }

    /// <summary>Creates a workflow by Studio's dialog and waits for its editor.</summary>
    /// <returns>The id of the new definition.</returns>
    public async Task<string> CreateAsync(string newWorkflow, string name, string ok)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = newWorkflow }).ClickAsync();
        var dialog = Page.Locator(".mud-dialog");
        await dialog.Locator("input").First.FillAsync(name);
        await dialog.Locator("input").First.PressAsync("Tab");
        await dialog.GetByRole(AriaRole.Button, new() { Name = ok, Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(new Regex("/designer/workflows/definitions/[^/]+/edit"));
        await CanvasIsThereAsync();
        return new Uri(Page.Url).Segments[^2].Trim('/');
    }

    /// <summary>Drags an activity out of its group of the toolbox onto the canvas.</summary>
    public async Task DropAsync(string group, string activity, int x, int y)
    {
        var item = Page.Locator("div[draggable=true]:visible").Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(activity)}\s*$") }).First;
        if (!await item.IsVisibleAsync())
        {
            await Page.Locator(".mud-expand-panel-header").Filter(new() { HasText = group }).ClickAsync();
            await Expect(item).ToBeVisibleAsync();
        }

        // Hovering waits until the group has unfolded; before, another item would be under the pointer.
        await item.HoverAsync();
        var before = await Nodes.CountAsync();
        await SavedAsync(() => item.DragToAsync(Canvas, new() { TargetPosition = new() { X = x, Y = y }, Force = true }));
        await Expect(Nodes).ToHaveCountAsync(before + 1);
    }

    public ILocator Node(string text) => Nodes.Filter(new() { HasText = text }).First;

    public async Task SelectAsync(string node, string firstInput)
    {
        await Node(node).ClickAsync(new() { Force = true });
        await Expect(Label(firstInput)).ToBeAttachedAsync();
    }

    /// <summary>Picks an entry of a dropdown by the id that stands behind its name.</summary>
    public async Task ChooseAsync(string input, string id)
    {
        await Label(input).ScrollIntoViewIfNeededAsync();
        await ControlOf(input).Locator(".mud-input-slot[tabindex]").First.ClickAsync();
        var entry = Page.Locator(".mud-popover-open .mud-list-item-extended").Filter(new() { HasText = $"({id})" }).First;
        await SavedAsync(() => entry.ClickAsync());
        await Expect(ControlOf(input)).ToContainTextAsync($"({id})");
    }

    /// <summary>Replaces the outcomes of a task, which are its ports.</summary>
    public async Task OutcomesAsync(string input, string node, params string[] outcomes)
    {
        await Label(input).ScrollIntoViewIfNeededAsync();
        var close = ControlOf(input).Locator(".mud-chip-close-button");
        while (await close.CountAsync() is > 0 and var count)
        {
            await SavedAsync(() => close.First.ClickAsync());
            await Expect(close).ToHaveCountAsync(count - 1);
        }

        foreach (var outcome in outcomes)
        {
            await ControlOf(input).Locator("input").FillAsync(outcome);
            await SavedAsync(() => ControlOf(input).Locator("input").PressAsync("Enter"));
            await Expect(Node(node).Locator($"g[port='{outcome}']")).ToBeAttachedAsync();
        }
    }

    public async Task ConnectAsync(string from, string port, string to)
    {
        var edges = Page.Locator("g.x6-edge");
        var before = await edges.CountAsync();
        for (var tries = 1; await edges.CountAsync() == before; tries++)
        {
            Assert.True(tries <= DragTries, $"No line could be drawn from {from} ({port}) to {to}.");
            var start = await MiddleAsync(Node(from).Locator($"g[port='{port}'] circle").First);
            var end = await MiddleAsync(Node(to).Locator("g[port='In'] circle").First);
            await Page.Mouse.MoveAsync(start.X, start.Y);
            await Page.Mouse.DownAsync();
            await Page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2, new() { Steps = 10 });
            await Page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 10 });
            await Page.Mouse.UpAsync();
            await Page.WaitForFunctionAsync("before => document.querySelectorAll('g.x6-edge').length !== before", before, new() { Timeout = 10_000 })
                .ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Presses the publish button and gives the host's answer.</summary>
    public Task<IResponse> PublishAsync() => SentAsync(() => Page.Locator("button.mud-icon-button.mud-primary-text:visible").First.ClickAsync());

    /// <summary>Changes the workflow's description, as autosave then sends it.</summary>
    public Task<IResponse> DescribeAsync(string label, string text) => SentAsync(async () =>
    {
        var area = Page.Locator(".mud-input-control").Filter(new() { Has = Page.Locator("label").Filter(new() { HasTextRegex = new Regex($"^{Regex.Escape(label)}$") }) }).Locator("textarea").First;
        await area.FillAsync(text);
        await area.PressAsync("Tab");
    });

    public async Task CanvasIsThereAsync() => await Expect(Canvas).ToBeVisibleAsync(new() { Timeout = StartMs });

    public Task StepsAreThereAsync() => Expect(Nodes.First).ToBeVisibleAsync(new() { Timeout = StartMs });

    private ILocator Label(string input) =>
        Page.Locator(".mud-tabs-panels label").Filter(new() { HasTextRegex = new Regex($"^{Regex.Escape(input)}$") }).First;

    private ILocator ControlOf(string input) => Label(input).Locator("xpath=ancestor::div[contains(@class,'mud-input-control')][1]");

    private async Task SavedAsync(Func<Task> act)
    {
        var answer = await SentAsync(act);
        await MustBeTakenAsync(answer);
    }

    /// <summary>The body is read only when it says what is wrong: of an answer the page has moved on from there is none.</summary>
    public static async Task MustBeTakenAsync(IResponse answer)
    {
        if (answer.Status != 200)
        {
            Assert.Fail($"{answer.Status}: {await answer.TextAsync()}");
        }
    }

    private async Task<IResponse> SentAsync(Func<Task> act) =>
        await Page.RunAndWaitForResponseAsync(act, answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal));

    private static async Task<(float X, float Y)> MiddleAsync(ILocator place)
    {
        var box = await place.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not on screen.");
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}
