using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Journeys;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>A changed SOP is read in sentences and published on its page, and a case that runs is moved to it after a look at where it would stand.</summary>
[Collection(DesignerRoom.Name)]
public sealed class VersionsJourneyTests(DesignerRoom room)
{
    private const string Renamed = "投诉登记与核对";

    [ChromiumFact]
    public async Task ChangedSop_ReadAndPublished_ThenARunningCaseIsPreviewedAndMoved()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-versions");
        var words = new Language("zh-CN");
        var id = await owner.CopyComplaintAsync("投诉处理（换版本）");
        await SaveAsync(owner, id, publish: true, _ => { });
        var opening = new JsonObject { ["definitionId"] = id, ["fields"] = ComplaintStory.Opening(DesignerRoom.Morning.AddMinutes(-10), "V1") };
        var number = (string)(await PostAsync(owner, "/api/v1/cases", opening))["summary"]!["number"]!;
        await SaveAsync(owner, id, publish: false, step => step["name"] = Renamed);
        await owner.PicturedAsync(async () =>
        {
            await ReadAsync(owner, id);
            await FollowToTheStepAsync(owner);
            await PublishAsync(owner, id, words);
            await MoveAsync(owner, number, words);
        });

        var moved = await owner.AskAsync($"/api/v1/cases/{number}");
        Assert.Equal((2, 1), ((int)moved["definitionVersion"]!, moved["tasks"]!.AsArray().Count(task => (string?)task!["name"] == Renamed)));
        Assert.Empty(owner.Faults);
    }

    /// <summary>What the draft changes stands there as a sentence.</summary>
    private static async Task ReadAsync(Screen owner, string id)
    {
        await owner.Page.GotoAsync($"/sops/{id}");
        await Expect(owner.Page.Locator(".draft .changes li")).ToHaveTextAsync([new Regex($"环节「投诉登记」改名为「{Renamed}」")]);
        await owner.PictureAsync("changes");
    }

    /// <summary>The sentence leads to the step it is about: selected, and in sight.</summary>
    private static async Task FollowToTheStepAsync(Screen owner)
    {
        await owner.Page.Locator(".draft .changes a.step-link").ClickAsync();
        await Expect(owner.Page).ToHaveURLAsync(new Regex("/edit(#step=register)?$"));
        await new Studio(owner).DrawnAsync();
        var selected = owner.Page.Locator(".x6-node-selected[data-cell-id='register']");
        await Expect(selected).ToBeVisibleAsync();
        await Expect(selected).ToBeInViewportAsync();
        await owner.PictureAsync("step");
    }

    private static async Task PublishAsync(Screen owner, string id, Language words)
    {
        await owner.Page.GotoAsync($"/sops/{id}");
        await owner.Page.Locator("#publish").ClickAsync();
        await Expect(owner.Page.Locator("table.versions")).ToContainTextAsync(words["sops.state.Published"].Replace("{n}", "2", StringComparison.Ordinal));
        await owner.PictureAsync("published");
    }

    private static async Task MoveAsync(Screen owner, string number, Language words)
    {
        await owner.Page.Locator(".banner.older a").ClickAsync();
        var row = owner.Page.Locator("table.moves tbody tr").Filter(new() { HasText = number }).First;
        await row.Locator("input[type=checkbox]").CheckAsync();
        await owner.Page.Locator("#preview").ClickAsync();
        await Expect(owner.Page.Locator(".move-detail")).ToContainTextAsync(Renamed);
        await owner.PictureAsync("preview");
        await owner.Page.Locator("#apply").ClickAsync();
        await Expect(owner.Page.GetByText(words["move.moved"].Replace("{n}", "1", StringComparison.Ordinal))).ToBeVisibleAsync();
        await owner.PictureAsync("moved");
    }

    /// <summary>Saves the SOP with its registration changed, as Studio would.</summary>
    private static async Task SaveAsync(Screen owner, string id, bool publish, Action<JsonNode> change)
    {
        var model = await owner.AskAsync($"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest");
        change(model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == "register")!);
        await PostAsync(owner, "/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = publish });
    }

    private static async Task<JsonNode> PostAsync(Screen owner, string address, JsonObject body)
    {
        var answer = await owner.Page.APIRequest.PostAsync(
            address, new() { Data = body.ToJsonString(), Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["X-Requested-With"] = "test" } });
        var text = await answer.TextAsync();
        Assert.True(answer.Ok, $"{address} was answered {answer.Status}: {text}");
        return JsonNode.Parse(text)!;
    }
}
