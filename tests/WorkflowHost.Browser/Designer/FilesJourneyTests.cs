using System.Text.Json.Nodes;
using Microsoft.Playwright;
using WorkflowHost.Journeys;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>An SOP lives in a file and on screen: where the two go apart a person decides, and a decision is kept.</summary>
[Collection(DesignerRoom.Name)]
public sealed class FilesJourneyTests(DesignerRoom room)
{
    private const string OnScreen = "投诉登记（屏幕上改的）";
    private const string InFile = "投诉登记（文件里改的）";

    [ChromiumFact]
    public async Task File_ChangedWhileItsSopWasEditedOnScreen_IsReportedAndLeftAloneUntilSomebodyDecides()
    {
        using var folder = new JourneyFolder(isPackCopied: true);
        string signedIn;
        await using (var host = new JourneyHost(DesignerRoom.Morning, folder))
        {
            using var administrator = await host.AdministratorAsync();
            await using var owner = await room.HiredAsync(host, administrator, "fengtao", "designer-files-edited");
            await owner.SaveAsync("complaint", model => Rename(model, OnScreen), publish: true);
            signedIn = await owner.Page.Context.StorageStateAsync();
        }

        RenameInFile(folder, InFile);
        await using (var host = new JourneyHost(DesignerRoom.Morning.AddHours(1), folder))
        {
            await using var owner = await room.ReturnedAsync(host, signedIn, "designer-files-kept");
            await owner.PicturedAsync(async () =>
            {
                await owner.Page.GotoAsync("/sops");
                await Expect(Conflict(owner)).ToContainTextAsync("complaint.json");
                Assert.Equal(OnScreen, await NameAsync(owner));
                await owner.PictureAsync("reported");
                await owner.Page.GotoAsync("/sops/complaint");
                await owner.PictureAsync("on-its-page");
                await Conflict(owner).GetByRole(AriaRole.Button).Last.ClickAsync();
                await Expect(Conflict(owner)).ToHaveCountAsync(0);
                Assert.Equal(OnScreen, await NameAsync(owner));
            });
            Assert.Empty(owner.Faults);
        }

        RenameInFile(folder, InFile + "第二次");
        await using (var host = new JourneyHost(DesignerRoom.Morning.AddHours(2), folder))
        {
            await using var owner = await room.ReturnedAsync(host, signedIn, "designer-files-taken");
            await owner.PicturedAsync(async () =>
            {
                await owner.Page.GotoAsync("/sops/complaint");
                await Conflict(owner).GetByRole(AriaRole.Button).First.ClickAsync();
                await Expect(Conflict(owner)).ToHaveCountAsync(0);
                await owner.PictureAsync("taken");
                Assert.Equal(InFile + "第二次", await NameAsync(owner));
            });
            Assert.Empty(owner.Faults);
        }
    }

    private static ILocator Conflict(Screen owner) => owner.Page.Locator(".banner.warn").Filter(new() { HasText = "complaint.json" });

    /// <summary>What new cases call the step.</summary>
    private static async Task<string?> NameAsync(Screen owner) =>
        (string?)Registration(await owner.AskAsync("/elsa/api/workflow-definitions/by-definition-id/complaint?versionOptions=Published"))["name"];

    private static void Rename(JsonNode model, string name) => Registration(model)["name"] = name;

    private static JsonNode Registration(JsonNode model) => model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == "register")!;

    private static void RenameInFile(JourneyFolder folder, string name)
    {
        var file = Path.Combine(folder.Workflows, "complaint.json");
        var model = JsonNode.Parse(File.ReadAllText(file))!;
        Rename(model, name);
        File.WriteAllText(file, model.ToJsonString());
    }
}
