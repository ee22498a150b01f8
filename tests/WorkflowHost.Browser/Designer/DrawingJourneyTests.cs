using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Journeys;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>A process owner draws and changes SOPs in the real Elsa Studio, and cases follow.</summary>
[Collection(DesignerRoom.Name)]
public sealed class DrawingJourneyTests(DesignerRoom room)
{
    [ChromiumFact]
    public async Task Sop_DrawnFromNothing_IsPublishedAndItsTaskReachesTheInbox()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-create");
        var studio = new Studio(owner);
        await owner.PicturedAsync(async () =>
        {
            var list = new StudioList(owner);
            await list.OpenAsync("新建流程");
            await owner.PictureAsync("list");
            var id = await list.CreateAsync("新建流程", "保全变更", "确定");
            await FillSettingsAsync(owner, id);
            await studio.CanvasIsThereAsync();
            await studio.DropAsync("保险 SOP", "立案", 60, 60);
            await studio.DropAsync("保险 SOP", "人工任务", 330, 60);
            await studio.DropAsync("流程图", "结束", 330, 260);
            await studio.SelectAsync("人工任务", "表单");
            await studio.ChooseAsync("表单", "complaint-close-approval", "form");
            await studio.ChooseAsync("岗位", "agent", "role");
            await studio.ChooseAsync("时限", "register", "clock");
            await studio.OutcomesAsync("处理结果", "人工任务", "approved", "rejected");
            await studio.ConnectAsync("立案", "Done", "人工任务");
            await studio.ConnectAsync("人工任务", "approved", "结束");
            await studio.ConnectAsync("人工任务", "rejected", "结束");
            // A warning may remain; a fault would not let it be published.
            await Expect(studio.Checks).ToHaveClassAsync(new Regex("good|warn"));
            await owner.PictureAsync("drawn");
            await Studio.MustBeTakenAsync(await studio.PublishAsync());
            await owner.PictureAsync("published");
            await OpenCaseAsync(owner, id);
            await owner.Page.GotoAsync("/");
            // Nobody in particular was named, so it waits for whoever has the role.
            await owner.Page.GetByRole(AriaRole.Link, new() { Name = "查看可认领任务" }).Or(owner.Page.GetByRole(AriaRole.Button, new() { Name = "查看可认领任务" })).First.ClickAsync();
            await Expect(owner.Page.GetByText("人工任务1").First).ToBeVisibleAsync();
            await owner.PictureAsync("inbox");
        });

        Assert.Empty(owner.Faults);
    }

    [ChromiumFact]
    public async Task Complaint_WithAnotherFirstContactLimit_NewCasesFollowAndRunningOnesDoNot()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-clock");
        var studio = new Studio(owner);
        JsonNode before = null!;
        JsonNode after = null!;
        await owner.PicturedAsync(async () =>
        {
            before = await owner.OpenComplaintAsync("1");
            await studio.OpenEditorAsync("complaint");
            await owner.PictureAsync("complaint");
            await studio.FindAsync("启动时限", "时限");
            await studio.WriteScriptAsync("时限", "clocks", "['complaint-statutory', 'first-contact-1h', 'register', 'assign', 'analysis', getCase().finishClock]");
            await owner.PictureAsync("changed");
            await Studio.MustBeTakenAsync(await studio.PublishAsync());
            after = await owner.OpenComplaintAsync("2");
        });

        var running = await owner.AskAsync($"/api/v1/cases/{(string)before["id"]!}");
        Assert.Equal((int)before["definitionVersion"]! + 1, (int)after["definitionVersion"]!);
        // By its severity the complaint has a day or four hours.
        Assert.NotEqual("first-contact-1h", FirstContactOf(before));
        Assert.Equal("first-contact-1h", FirstContactOf(after));
        Assert.Equal(FirstContactOf(before), FirstContactOf(running));
        Assert.Empty(owner.Faults);
    }

    [ChromiumFact]
    public async Task Sop_WithABrokenExpression_IsMarkedAtItsStepAndCannotBePublished()
    {
        await using var owner = await room.EnterAsync("fengtao", "designer-broken");
        var studio = new Studio(owner);
        await owner.PicturedAsync(async () =>
        {
            await studio.OpenEditorAsync(await owner.CopyComplaintAsync("投诉处理（表达式有误）"));
            await studio.FindAsync("启动时限", "时限");
            await studio.WriteScriptAsync("时限", "clocks", "['register', getCase(.owner");

            await Expect(studio.Checks).ToHaveClassAsync(new Regex("bad"));
            await studio.Checks.ClickAsync();
            await Expect(owner.Page.Locator("#dz-checks")).ToContainTextAsync("启动时限");
            Assert.Contains("drop-shadow", await studio.Node("启动时限").EvaluateAsync<string>("node => getComputedStyle(node).filter"), StringComparison.Ordinal);
            await owner.PictureAsync("marked");
            await owner.Page.Keyboard.PressAsync("Escape");
            var refused = await studio.PublishAsync();

            Assert.Equal(400, refused.Status);
            await Expect(studio.Messages.Filter(new() { HasText = "启动时限" }).First).ToBeVisibleAsync();
            await owner.PictureAsync("refused");
        });
    }

    private static async Task FillSettingsAsync(Screen owner, string definitionId)
    {
        await owner.Page.GotoAsync($"/sops/{definitionId}/settings");
        await owner.Page.Locator("#sop-en").FillAsync("Policy change");
        await owner.Page.Locator("#sop-prefix").FillAsync("BQ");
        await owner.Page.Locator("#sop-form").SelectOptionAsync("complaint-open");
        await owner.Page.Locator("label.choice").First.ClickAsync();
        await owner.PictureAsync("settings");
        await owner.Page.Locator("#save-settings").ClickAsync();
        await owner.Page.WaitForURLAsync(new Regex("/edit$"));
    }

    private static async Task OpenCaseAsync(Screen owner, string definitionId)
    {
        await owner.Page.GotoAsync($"/cases/new/{definitionId}");
        var form = owner.Page.Locator("main");
        await Expect(form.Locator("#open-case")).ToBeVisibleAsync();
        await new FormFilling(new Language("zh-CN")).FillAsync(form, "complaint-open", ComplaintStory.Opening(DesignerRoom.Morning.AddMinutes(-30), "D1"), new Dictionary<string, string>());
        await form.Locator("#open-case").ClickAsync();
        await Expect(owner.Page).ToHaveURLAsync(new Regex("/cases/BQ"));
        await owner.PictureAsync("case");
    }

    /// <summary>The policy by which the first contact with the customer is measured.</summary>
    private static string FirstContactOf(JsonNode answer) =>
        answer["clocks"]!.AsArray().Select(clock => (string)clock!["policyId"]!).Single(policy => policy.StartsWith("first-contact", StringComparison.Ordinal));
}
