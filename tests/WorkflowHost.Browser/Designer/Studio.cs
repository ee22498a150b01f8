using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>
/// Elsa Studio as a process owner uses it: finds things by what is read on screen, drags, and goes on only when the host has
/// stored what was done and Studio has come to rest.
/// </summary>
internal sealed class Studio
{
    /// <summary>Studio starts a whole runtime in the browser; a slow machine takes minutes for it.</summary>
    public const float StartMs = 240_000;

    /// <summary>Longer than Studio waits between a change and its autosave, so in as long a silence nothing is left to be sent.</summary>
    private const int SilenceMs = 700;

    private const int MostRounds = 60;

    // Studio shows its panels anew when a save is answered; what was chosen from the old ones meanwhile would be lost.
    private const string Rest = """
        async silence => {
          let idle = 0;
          // A cursor blinks for as long as an editor of code has it.
          const observer = new MutationObserver(changes => { idle = changes.every(change => change.target.closest?.('.monaco-editor')) ? idle : 0; });
          observer.observe(document.getElementById('studio'), { subtree: true, childList: true, attributes: true, characterData: true });
          try {
            const end = performance.now() + 120_000;
            // Only time in which the page had nothing to do counts: a slow machine is silent while it works.
            for (let before = performance.now(); idle < silence;) {
              await new Promise(resolve => requestIdleCallback(resolve));
              const now = performance.now();
              if (now > end) {
                throw new Error('Studio did not come to rest in two minutes.');
              }
              idle += Math.min(now - before, 50);
              before = now;
            }
          } finally {
            observer.disconnect();
          }
        }
        """;

    // A point of a step that the pointer would really meet it at, once the step lies still; null until then.
    private const string FreePoint = """
        async node => {
          const places = () => {
            const { left, top, width, height } = node.getBoundingClientRect();
            const found = [];
            for (let across = 0.1; across < 1; across += 0.1) {
              for (let down = 0.15; down < 1; down += 0.1) {
                const point = [left + across * width, top + down * height];
                const met = document.elementFromPoint(...point);
                if (met && node.contains(met) && met.closest('.elsa-activity') && !met.closest('.mud-badge, button')) {
                  found.push(point);
                }
              }
            }
            return found;
          };
          const before = places();
          await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const after = places();
          return before.length > 0 && String(before) === String(after) ? after[Math.floor(after.length / 2)] : null;
        }
        """;

    private readonly Screen _screen;
    private readonly ConcurrentDictionary<IRequest, string> _running = [];
    private int _requests;

    public Studio(Screen screen)
    {
        _screen = screen;
        Page.Request += (_, request) => Begin(request);
        Page.RequestFinished += (_, request) => _running.TryRemove(request, out string? _);
        Page.RequestFailed += (_, request) => _running.TryRemove(request, out string? _);
        // What a page left behind when it was left is not always told of.
        Page.FrameNavigated += (_, frame) =>
        {
            if (frame == Page.MainFrame)
            {
                _running.Clear();
            }
        };
    }

    public StudioStore Stored => new(_screen);

    /// <summary>What the host's checks say, in the page's head.</summary>
    public ILocator Checks => Page.Locator("#dz-check");

    /// <summary>Studio's messages at the top of the screen.</summary>
    public ILocator Messages => Page.Locator(".mud-snackbar");

    private IPage Page => _screen.Page;

    private ILocator Canvas => Page.Locator("#studio .x6-graph").First;

    private ILocator Nodes => Page.Locator("g.x6-node");

    /// <summary>Opens a workflow that has steps.</summary>
    public async Task OpenEditorAsync(string definitionId)
    {
        await Page.GotoAsync($"/designer/workflows/definitions/{definitionId}/edit");
        await DrawnAsync();
        await RestAsync();
    }

    /// <summary>The canvas is there, with steps on it or none.</summary>
    public async Task CanvasIsThereAsync()
    {
        await Expect(Canvas).ToBeVisibleAsync(new() { Timeout = StartMs });
        await RestAsync();
    }

    /// <summary>Opens the drawing of a running or ended workflow.</summary>
    public async Task OpenViewerAsync(string instanceId)
    {
        await Page.GotoAsync($"/designer/workflows/instances/{instanceId}/view");
        await DrawnAsync();
    }

    /// <summary>Every step is drawn and the drawing fitted to the window. A viewer never comes to rest: it asks every second.</summary>
    public Task DrawnAsync() => Expect(Page.Locator("#studio[data-drawn=true]")).ToBeVisibleAsync(new() { Timeout = StartMs });

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
        await item.DragToAsync(Canvas, new() { TargetPosition = new() { X = x, Y = y }, Force = true });
        await Expect(Nodes).ToHaveCountAsync(before + 1);
        await Stored.HasStepsAsync(before + 1);
        await RestAsync();
    }

    public ILocator Node(string text) => Nodes.Filter(new() { HasText = text }).First;

    /// <summary>Looks for a step by its name, which selects it and brings it into sight.</summary>
    public async Task FindAsync(string step, string firstInput)
    {
        await Page.Locator("#dz-find").FillAsync(step);
        await Page.Locator("#dz-find").PressAsync("Enter");
        await SelectedAsync(step, firstInput);
    }

    /// <summary>Clicks a step on the canvas.</summary>
    public async Task SelectAsync(string step, string firstInput)
    {
        await ClickAsync(step);
        await SelectedAsync(step, firstInput);
    }

    /// <summary>Clicks a step where no line runs across it and no badge lies on it, as a hand would.</summary>
    public async Task ClickAsync(string step)
    {
        var node = await Node(step).ElementHandleAsync();
        // The drawing may still move while Studio settles; a point is clicked that lay on the step in two frames running.
        var place = await Page.WaitForFunctionAsync(FreePoint, node);
        var point = await place.EvaluateAsync<float[]>("point => point");
        await Page.Mouse.ClickAsync(point[0], point[1]);
    }

    /// <summary>Picks an entry of a dropdown by the id that stands behind its name.</summary>
    /// <param name="property">The input's name in the workflow's JSON.</param>
    public async Task ChooseAsync(string input, string id, string property)
    {
        await Label(input).ScrollIntoViewIfNeededAsync();
        await ControlOf(input).Locator(".mud-input-slot[tabindex]").First.ClickAsync();
        await Page.Locator(".mud-popover-open .mud-list-item-extended").Filter(new() { HasText = $"({id})" }).First.ClickAsync();
        await Expect(ControlOf(input)).ToContainTextAsync($"({id})");
        await Stored.HasValueAsync(property, id);
        await RestAsync();
    }

    /// <summary>Replaces the outcomes of a task, which are its ports.</summary>
    public async Task OutcomesAsync(string input, string step, params string[] outcomes)
    {
        await Label(input).ScrollIntoViewIfNeededAsync();
        var close = ControlOf(input).Locator(".mud-chip-close-button");
        while (await close.CountAsync() is > 0 and var count)
        {
            await close.First.ClickAsync();
            await Expect(close).ToHaveCountAsync(count - 1);
            await RestAsync();
        }

        foreach (var outcome in outcomes)
        {
            await ControlOf(input).Locator("input").FillAsync(outcome);
            await ControlOf(input).Locator("input").PressAsync("Enter");
            await Expect(Node(step).Locator($"g[port='{outcome}']")).ToBeAttachedAsync();
            await Stored.HasValueAsync("outcomes", outcome);
            await RestAsync();
        }
    }

    /// <summary>Draws a line from a port of one step to another step.</summary>
    public async Task ConnectAsync(string from, string port, string to)
    {
        var edges = Page.Locator("g.x6-edge");
        var before = await edges.CountAsync();
        var start = await PortAsync(from, port);
        var end = await PortAsync(to, "In");
        await Page.Mouse.MoveAsync(start.X, start.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2, new() { Steps = 10 });
        await Page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 10 });
        // Studio shows that the line will hold before the button is let go.
        await Expect(edges).ToHaveCountAsync(before + 1);
        await Page.Mouse.UpAsync();
        await Stored.HasConnectionsAsync(before + 1);
        await Expect(edges).ToHaveCountAsync(before + 1);
        await RestAsync();
    }

    /// <summary>Presses the publish button and gives the host's answer.</summary>
    public Task<IResponse> PublishAsync() =>
        SentAsync("\"publish\":true", () => Page.Locator("button.mud-icon-button.mud-primary-text:visible").First.ClickAsync());

    /// <summary>Changes the workflow's description, as autosave then sends it.</summary>
    public Task<IResponse> DescribeAsync(string label, string text) => SentAsync(text, () => WriteAsync(label, "textarea", text));

    /// <summary>Writes into a field of the workflow as a whole and leaves it.</summary>
    /// <param name="kind">The element that takes the text.</param>
    public async Task WriteAsync(string label, string kind, string text)
    {
        var field = Page.Locator(".mud-input-control").Filter(new() { Has = Page.Locator("label").Filter(new() { HasTextRegex = new Regex($"^{Regex.Escape(label)}") }) }).Locator(kind).First;
        await field.FillAsync(text);
        await field.PressAsync("Tab");
    }

    /// <summary>Replaces the script of an input of the selected step.</summary>
    /// <param name="property">The input's name in the workflow's JSON.</param>
    public async Task WriteScriptAsync(string input, string property, string script)
    {
        await Label(input).ScrollIntoViewIfNeededAsync();
        await ControlOf(input).Locator(".monaco-editor .view-lines").First.ClickAsync();
        await Page.Keyboard.PressAsync("Control+A");
        await Page.Keyboard.InsertTextAsync(script);
        // The editor closes brackets and quotes by itself, behind the cursor.
        await Page.Keyboard.PressAsync("Control+Shift+End");
        await Page.Keyboard.PressAsync("Delete");
        await Stored.HasExactlyAsync(property, script);
        await RestAsync();
    }

    /// <summary>Types into the script of an input in place of what stands there, and asks for what may follow.</summary>
    /// <returns>What the editor offers, as it names it.</returns>
    public async Task<string[]> CompletedAsync(string input, string typed)
    {
        await Label(input).ScrollIntoViewIfNeededAsync();
        await ControlOf(input).Locator(".monaco-editor .view-lines").First.ClickAsync();
        await Page.Keyboard.PressAsync("Control+A");
        await Page.Keyboard.InsertTextAsync(typed);
        await Page.Keyboard.PressAsync("Control+Space");
        var rows = Page.Locator(".suggest-widget.visible .monaco-list-row");
        await Expect(rows.First).ToBeVisibleAsync();
        // A list shows what is in sight only; the editor knows all of it.
        var offered = await rows.Locator(".label-name").AllInnerTextsAsync();
        await Page.Keyboard.PressAsync("Escape");
        await RestAsync();
        return [.. offered.Select(each => each.Trim())];
    }

    /// <summary>Saves what is drawn, as Ctrl+S does.</summary>
    public Task<IResponse> SaveAsync() => SentAsync("\"publish\":false", () => Page.Keyboard.PressAsync("Control+s"));

    /// <summary>Shows one of the panels beside or below the canvas.</summary>
    public async Task ShowAsync(string panel)
    {
        await Page.Locator("#studio .mud-tab").Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(panel)}\s*$") }).First.ClickAsync();
        await RestAsync();
    }

    /// <summary>The body is read only when it says what is wrong: of an answer the page has moved on from there is none.</summary>
    public static async Task MustBeTakenAsync(IResponse answer)
    {
        if (answer.Status != 200)
        {
            Assert.Fail($"{answer.Status}: {await answer.TextAsync()}");
        }
    }

    /// <summary>Nothing is under way between Studio and the host, and Studio's page does not change any more.</summary>
    public async Task RestAsync()
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var seen = Volatile.Read(ref _requests);
            await Page.EvaluateAsync(Rest, SilenceMs);
            if (seen == Volatile.Read(ref _requests) && _running.IsEmpty)
            {
                return;
            }
        }

        Assert.Fail($"Studio did not come to rest; under way: {string.Join(", ", _running.Values)}");
    }

    private async Task SelectedAsync(string step, string firstInput)
    {
        await Expect(Page.Locator(".x6-node-selected").Filter(new() { HasText = step })).ToBeVisibleAsync();
        await Expect(Label(firstInput)).ToBeAttachedAsync();
        await RestAsync();
    }

    private ILocator Label(string input) =>
        Page.Locator(".mud-tabs-panels label").Filter(new() { HasTextRegex = new Regex($"^{Regex.Escape(input)}$") }).First;

    private ILocator ControlOf(string input) => Label(input).Locator("xpath=ancestor::div[contains(@class,'mud-input-control')][1]");

    private async Task<IResponse> SentAsync(string holding, Func<Task> act) =>
        await Page.RunAndWaitForResponseAsync(act, answer =>
            answer.Request.Method == "POST"
            && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal)
            && Regex.Unescape(answer.Request.PostData ?? "").Contains(holding, StringComparison.Ordinal));

    /// <summary>Where a port is drawn, once the pointer would take hold of it there.</summary>
    private async Task<(float X, float Y)> PortAsync(string step, string port)
    {
        var place = Node(step).Locator($"g[port='{port}'] circle").First;
        await Expect(place).ToBeAttachedAsync();
        var box = await place.BoundingBoxAsync() ?? throw new InvalidOperationException($"The port {port} of {step} is not on screen.");
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        var there = await Page.EvaluateAsync<string?>(
            "({ x, y }) => { const top = document.elementFromPoint(x, y); return top?.closest('[port]')?.getAttribute('port') ?? top?.outerHTML.slice(0, 200); }",
            new { x = (double)x, y = (double)y });
        Assert.Equal(port, there);
        return (x, y);
    }

    private void Begin(IRequest request)
    {
        if (request.Url.Contains("/elsa/api/", StringComparison.Ordinal) && !request.Url.Contains("asked-by=test", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _requests);
            _running[request] = request.Url;
        }
    }
}
