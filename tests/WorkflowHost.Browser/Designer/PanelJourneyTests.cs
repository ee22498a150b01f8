using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Whatever the toolbox offers can be drawn, and its panel has an editor for each of its inputs.</summary>
[Collection(DesignerRoom.Name)]
public sealed class PanelJourneyTests(DesignerRoom room)
{
    private const int Columns = 8;

    // These show a table of cases, or a day and a time, in place of a field with a label.
    private static readonly string[] _tables = ["flow-switch-editor", "switch-editor", "datetime-picker"];

    [ChromiumFact]
    public async Task Panel_OfEveryActivityOfTheToolbox_HasAnEditorForEachInputInChinese()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-panels");
        var studio = new Studio(owner);
        var offered = (await owner.AskAsync("/elsa/api/descriptors/activities?Refresh=True"))["items"]!.AsArray()
            .Where(activity => (bool)activity!["isBrowsable"]!).Select(activity => activity!).ToList();
        Assert.True(offered.Count > 60, $"{offered.Count} activities");
        var id = await DrawnAsync(owner, offered);
        var wrong = new List<string>();
        await owner.PicturedAsync(async () =>
        {
            await studio.OpenEditorAsync(id);
            for (var i = 0; i < offered.Count; i++)
            {
                await SelectAsync(owner, i);
                foreach (var input in offered[i]["inputs"]!.AsArray().Where(input => (bool)input!["isBrowsable"]! && !_tables.Contains((string?)input["uiHint"])))
                {
                    var name = new Regex($@"^\s*{Regex.Escape((string)input!["displayName"]!)}\s*$");
                    await Expect(owner.Page.Locator(".mud-tabs-panels label").Filter(new() { HasTextRegex = name }).First).ToBeAttachedAsync();
                }

                await Expect(owner.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
                wrong.AddRange((await StudioTexts.EnglishAsync(owner)).Select(text => $"{offered[i]["typeName"]}: {text}"));
            }

            await owner.PictureAsync("last");
        });

        Assert.Empty(owner.Faults);
        Assert.Equal("", string.Join("; ", wrong.Distinct()));
    }

    /// <summary>Selects a step as a click on it does, and shows what it takes.</summary>
    private static async Task SelectAsync(Screen owner, int index)
    {
        await owner.Page.EvaluateAsync("id => window.designerCanvas.show(id)", $"step{index}");
        await Expect(owner.Page.Locator($".x6-node-selected[data-cell-id='step{index}']")).ToBeVisibleAsync();
        await owner.Page.Locator("#studio .mud-tab").Filter(new() { HasTextRegex = new Regex(@"^\s*输入\s*$") }).First.ClickAsync();
    }

    /// <summary>A plain workflow with one step of each.</summary>
    /// <returns>Its id.</returns>
    private static async Task<string> DrawnAsync(Screen owner, List<JsonNode> offered)
    {
        var steps = offered.Select((activity, i) => new JsonObject
        {
            ["id"] = $"step{i}", ["type"] = (string)activity["typeName"]!, ["version"] = (int)activity["version"]!, ["name"] = $"第 {i + 1} 步",
            ["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 60 + (260 * (i % Columns)), ["y"] = 60 + (160 * (i / Columns)) } } },
        });
        var model = new JsonObject
        {
            ["definitionId"] = null, ["id"] = null, ["name"] = "每种活动各一", ["version"] = 1, ["toolVersion"] = "3.8.0.0",
            ["root"] = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1", ["activities"] = new JsonArray([.. steps]), ["connections"] = new JsonArray() },
        };
        var saved = await owner.PostAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = false });
        return (string)saved["workflowDefinition"]!["definitionId"]!;
    }
}
