using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Studio's list of workflows.</summary>
internal sealed class StudioList(Screen screen)
{
    /// <summary>Studio's messages at the top of the screen.</summary>
    public ILocator Messages => Page.Locator(".mud-snackbar");

    private IPage Page => screen.Page;

    public ILocator Row(string name) => Page.Locator("tbody tr")
        .Filter(new() { Has = Page.Locator("td").Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(name)}\s*$") }) }).First;

    /// <summary>Leaves only what holds the name in the list, which shows one page at a time.</summary>
    public Task SearchAsync(string name) => SearchAsync(name, name);

    /// <summary>Searches by a part of a name and waits for the workflow of that name.</summary>
    public async Task SearchAsync(string part, string name)
    {
        await Page.RunAndWaitForResponseAsync(
            () => Page.Locator("#studio input[placeholder]").First.FillAsync(part),
            answer => answer.Url.Contains("SearchTerm=" + Uri.EscapeDataString(part), StringComparison.OrdinalIgnoreCase));
        await Expect(Row(name)).ToBeVisibleAsync();
    }

    public async Task OpenAsync(string newWorkflow)
    {
        await Page.GotoAsync("/designer");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = newWorkflow })).ToBeEnabledAsync(new() { Timeout = Studio.StartMs });
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
        await Page.WaitForURLAsync(new Regex("/designer/workflows/definitions/[^/]+/edit"), new() { Timeout = Studio.StartMs });
        return new Uri(Page.Url).Segments[^2].Trim('/');
    }

    /// <summary>Chooses an entry of a workflow's menu.</summary>
    public async Task ChooseAsync(string name, string entry)
    {
        await Row(name).Locator(".mud-menu-icon-button-activator").ClickAsync();
        await Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(entry)}\s*$") }).ClickAsync();
    }

    /// <summary>Exports one workflow of the list.</summary>
    /// <returns>What the file holds.</returns>
    public async Task<JsonNode> ExportAsync(string name, string export)
    {
        await SearchAsync(name);
        await Row(name).Locator(".mud-menu-icon-button-activator").ClickAsync();
        await Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasText = export }).ClickAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = export }).ClickAsync());
        await Expect(Page.Locator(".mud-dialog")).ToBeHiddenAsync();
        await using var content = await download.CreateReadStreamAsync();
        return (await JsonNode.ParseAsync(content))!;
    }

    /// <summary>Imports a file into the list.</summary>
    public async Task ImportAsync(JsonNode file, string import)
    {
        await Page.Locator(".mud-button-group-root .mud-menu-icon-button-activator").ClickAsync();
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasText = import }).ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "sop.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(file.ToJsonString()) });
    }
}
