using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Studio's lists say what their actions do, and are found as they were left.</summary>
[Collection(DesignerRoom.Name)]
public sealed class ListJourneyTests(DesignerRoom room)
{
    private const string Name = "夜间对账";

    // Counts texts taken out of an element that stays.
    private const string RecordReplaced = """
        () => {
          window.replacedTexts = 0;
          new MutationObserver(changes => {
            for (const { target, removedNodes, addedNodes } of changes) {
              window.replacedTexts += target.isConnected && addedNodes.length > 0 ? [...removedNodes].filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim()).length : 0;
            }
          }).observe(document.body, { subtree: true, childList: true });
        }
        """;

    [ChromiumFact]
    public async Task RunningInstances_CancelledFromTheList_AreAskedForAndCounted()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-cancel-running");
        var list = new StudioList(owner);
        await owner.PostAsync($"/elsa/api/workflow-definitions/{await WaitingAsync(owner)}/execute", []);
        await owner.PicturedAsync(async () =>
        {
            await list.OpenAsync("新建流程");
            await owner.Page.EvaluateAsync(RecordReplaced);
            await list.SearchAsync(Name);
            await list.ChooseAsync(Name, "取消运行中的实例");
            // What Blazor wrote stays its own node, or its next words would not be seen.
            Assert.Equal(0, await owner.Page.EvaluateAsync<int>("window.replacedTexts"));
            await owner.PictureAsync("asks");
            await owner.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "是", Exact = true }).ClickAsync();
            await Expect(owner.Page.Locator("#dz-refused")).ToContainTextAsync("已取消 1 个");
            await owner.PictureAsync("cancelled");
        });

        Assert.Empty(owner.Faults);
    }

    [ChromiumFact]
    public async Task Rows_ChosenInTheList_AreThereOnTheNextVisitAndInTheOtherList()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-rows");
        var list = new StudioList(owner);
        await owner.PicturedAsync(async () =>
        {
            await list.OpenAsync("新建流程");
            await Expect(owner.Page).ToHaveURLAsync(new Regex("pageSize=25"));
            await Expect(owner.Page.Locator("tbody tr").Nth(10)).ToBeVisibleAsync();
            await owner.Page.Locator(".mud-table-pagination .mud-input-slot[tabindex]").ClickAsync();
            await owner.Page.Locator(".mud-popover-open .mud-list-item").Filter(new() { HasTextRegex = new Regex(@"^\s*50\s*$") }).First.ClickAsync();
            await Expect(owner.Page).ToHaveURLAsync(new Regex("pageSize=50"));
            await owner.Page.GotoAsync("/sops");
            await list.OpenAsync("新建流程");
            await Expect(owner.Page).ToHaveURLAsync(new Regex("pageSize=50"));
            await owner.PictureAsync("kept");
            await owner.Page.GotoAsync("/designer/workflows/instances");
            await Expect(owner.Page).ToHaveURLAsync(new Regex("pageSize=50"), new() { Timeout = Studio.StartMs });
            await Expect(owner.Page.Locator("#studio table")).ToBeVisibleAsync(new() { Timeout = Studio.StartMs });
            await new Studio(owner).RestAsync();
            // The page of ten that Studio takes back when it reads the address is no refusal to tell of.
            await Expect(owner.Page.Locator("#dz-refused")).ToHaveCountAsync(0);
            await owner.PictureAsync("instances");
        });

        Assert.Empty(owner.Faults);
    }

    /// <summary>A plain workflow that waits for what never comes.</summary>
    /// <returns>Its id.</returns>
    private static async Task<string> WaitingAsync(Screen owner)
    {
        var step = new JsonObject
        {
            ["id"] = "wait", ["type"] = "Elsa.Event", ["version"] = 1, ["name"] = "等对账结果",
            ["eventName"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "never" } },
            ["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 60, ["y"] = 60 } } },
        };
        var model = new JsonObject
        {
            ["definitionId"] = null, ["id"] = null, ["name"] = Name, ["version"] = 1, ["toolVersion"] = "3.8.0.0",
            ["root"] = new JsonObject
            {
                ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1", ["start"] = "wait",
                ["activities"] = new JsonArray(step), ["connections"] = new JsonArray(),
            },
        };
        var saved = await owner.PostAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true });
        return (string)saved["workflowDefinition"]!["definitionId"]!;
    }
}
