using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Journeys;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>What a process owner does in the real Elsa Studio, on the real host.</summary>
public sealed class DesignerJourneyTests
{
    private const string Password = "Harbour-Window-73";
    private static readonly DateTimeOffset _morning = new(2026, 9, 15, 9, 40, 0, TimeSpan.FromHours(8));

    [DesignerFact]
    public async Task Sop_DrawnFromNothing_IsPublishedAndItsTaskReachesTheInbox()
    {
        using var host = new JourneyHost(_morning);
        await using var owner = await EnterAsync(host, "fengtao", "designer-create", "process_owner", "agent", "handler");
        var studio = new Studio(owner);
        try
        {
            await studio.OpenListAsync("新建流程");
            await owner.PictureAsync("list");
            var id = await studio.CreateAsync("新建流程", "保全变更", "确定");
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
            await Expect(owner.Page.GetByText("HumanTask1").First).ToBeVisibleAsync();
            await owner.PictureAsync("inbox");
        }
        catch
        {
            await owner.PictureAsync("failed");
            throw;
        }

        Assert.Empty(owner.Faults);
    }

    [DesignerFact]
    public async Task Sop_EditedByTwo_TheSecondIsToldWhoWasFasterAndLosesNothingOfTheFirst()
    {
        using var host = new JourneyHost(_morning);
        using var administrator = await host.AdministratorAsync();
        await using var first = await EnterAsync(host, administrator, "fengtao", "designer-first", "zh-CN", "process_owner", "agent");
        await using var second = await EnterAsync(host, administrator, "sunli", "designer-second", "zh-CN", "process_owner", "agent");
        var (mine, theirs) = (new Studio(first), new Studio(second));
        await mine.OpenEditorAsync("complaint");
        await theirs.OpenEditorAsync("complaint");

        var saved = await mine.DescribeAsync("说明", "冯涛改的");
        var refused = await theirs.DescribeAsync("说明", "孙莉改的");

        Assert.Equal((200, 400), (saved.Status, refused.Status));
        await Expect(theirs.Messages.Filter(new() { HasText = "fengtao" }).First).ToBeVisibleAsync();
        await second.PictureAsync("conflict");
        var stored = await first.Page.EvaluateAsync<string>("async () => (await (await fetch('/elsa/api/workflow-definitions/by-definition-id/complaint?versionOptions=Latest')).json()).description");
        Assert.Equal("冯涛改的", stored);
    }

    [DesignerFact]
    public async Task Sop_WithABrokenExpression_IsMarkedAtItsStepAndCannotBePublished()
    {
        using var host = new JourneyHost(_morning);
        await using var owner = await EnterAsync(host, "fengtao", "designer-broken", "process_owner", "agent");
        var studio = new Studio(owner);
        await owner.Page.GotoAsync("/sops");
        // As a draft left by somebody: Studio's code editor is slow to type into.
        await owner.Page.EvaluateAsync("""
            async () => {
              const model = await (await fetch('/elsa/api/workflow-definitions/by-definition-id/complaint?versionOptions=Latest')).json();
              const step = model.root.activities.find(each => each.id === 'register');
              step.assignee = { typeName: 'String', expression: { type: 'JavaScript', value: 'getCase(.owner' } };
              await fetch('/elsa/api/workflow-definitions', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'test' }, body: JSON.stringify({ model, publish: false }) });
            }
            """);
        await studio.OpenEditorAsync("complaint");

        await Expect(studio.Checks).ToHaveClassAsync(new Regex("bad"));
        await studio.Checks.ClickAsync();
        await Expect(owner.Page.Locator("#dz-checks")).ToContainTextAsync("投诉登记");
        Assert.Contains("drop-shadow", await studio.Node("投诉登记").EvaluateAsync<string>("node => getComputedStyle(node).filter"), StringComparison.Ordinal);
        await owner.PictureAsync("marked");
        await owner.Page.Keyboard.PressAsync("Escape");
        var refused = await studio.PublishAsync();

        Assert.Equal(400, refused.Status);
        await Expect(studio.Messages.Filter(new() { HasText = "投诉登记" }).First).ToBeVisibleAsync();
        await owner.PictureAsync("refused");
    }

    [DesignerFact]
    public async Task Sop_WithAnotherClock_NewCasesFollowAndRunningOnesDoNot()
    {
        using var host = new JourneyHost(_morning);
        await using var owner = await EnterAsync(host, "fengtao", "designer-clock", "process_owner", "agent");
        var studio = new Studio(owner);
        var before = await ComplaintAsync(owner, "1");
        await studio.OpenEditorAsync("complaint");
        await owner.PictureAsync("complaint");
        await studio.FindAsync("投诉登记", "表单");
        await studio.ChooseAsync("时限", "first-contact-24h", "clock");
        await Studio.MustBeTakenAsync(await studio.PublishAsync());

        var after = await ComplaintAsync(owner, "2");

        Assert.Equal((1, 2), ((int)before["definitionVersion"]!, (int)after["definitionVersion"]!));
        Assert.Equal(("register", "first-contact-24h"), (ClockOfItsTask(before), ClockOfItsTask(after)));
    }

    [DesignerFact]
    public async Task Viewer_OfARunningComplaint_ShowsWhereItStands()
    {
        using var host = new JourneyHost(_morning);
        await using var owner = await EnterAsync(host, "fengtao", "designer-viewer", "process_owner", "agent", "manager");
        var studio = new Studio(owner);
        var id = (string)(await ComplaintAsync(owner, "3"))["id"]!;
        await owner.Page.GotoAsync("/designer/workflows/instances");
        await Expect(owner.Page.Locator("tbody tr").First).ToBeVisibleAsync(new() { Timeout = 240_000 });
        await owner.PictureAsync("instances");
        await owner.Page.GotoAsync($"/designer/workflows/instances/{id}/view");
        await studio.DrawnAsync();

        await Expect(studio.Node("投诉受理").Locator(".mud-badge")).ToHaveTextAsync("1");
        await Expect(studio.Node("投诉登记").Locator(".mud-badge")).ToBeVisibleAsync();
        await owner.PictureAsync("viewer");
        Assert.Empty(owner.Faults);
    }

    [ChromiumTheory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Designer_InBothLanguages_OpensWithoutAFault(string culture)
    {
        using var host = new JourneyHost(_morning);
        using var administrator = await host.AdministratorAsync();
        await using var owner = await EnterAsync(host, administrator, "fengtao", $"designer-look-{culture}", culture, "process_owner", "manager");
        var studio = new Studio(owner);
        await studio.OpenListAsync(culture == "en" ? "Create workflow" : "新建流程");
        await owner.PictureAsync("list");
        await studio.OpenEditorAsync("complaint");
        await Expect(studio.Checks).ToBeVisibleAsync();
        await owner.PictureAsync("editor");
        await owner.Page.GotoAsync("/sops/complaint/settings");
        await Expect(owner.Page.Locator("#save-settings")).ToBeVisibleAsync();
        await owner.PictureAsync("settings");
        await owner.Page.GotoAsync("/sops/complaint/saves");
        await Expect(owner.Page.Locator("tbody tr").First).ToBeVisibleAsync();
        await owner.PictureAsync("saves");

        Assert.Empty(owner.Faults);
    }

    private static async Task<Screen> EnterAsync(JourneyHost host, string userName, string pictures, params string[] roles)
    {
        using var administrator = await host.AdministratorAsync();
        return await EnterAsync(host, administrator, userName, pictures, "zh-CN", roles);
    }

    private static async Task<Screen> EnterAsync(JourneyHost host, Administrator administrator, string userName, string pictures, string culture, params string[] roles)
    {
        var (staffId, password) = await administrator.HireAsync(userName, userName, roles, CancellationToken.None);
        var screen = await Screen.OpenAsync(host.Address, pictures, culture);
        await new Journey(screen, new Language(culture), new Hired(staffId, userName, password), host.Time).SignInAsync(userName, password, Password);
        return screen;
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
        await new FormFilling(new Language("zh-CN")).FillAsync(form, "complaint-open", ComplaintStory.Opening(_morning.AddMinutes(-30), "D1"), new Dictionary<string, string>());
        await form.Locator("#open-case").ClickAsync();
        await Expect(owner.Page).ToHaveURLAsync(new Regex("/cases/BQ"));
        await owner.PictureAsync("case");
    }

    /// <summary>Opens a complaint through the API, as the person who is signed in.</summary>
    private static async Task<JsonNode> ComplaintAsync(Screen owner, string number)
    {
        if (!owner.Page.Url.StartsWith(owner.Host.ToString(), StringComparison.Ordinal))
        {
            await owner.Page.GotoAsync("/sops");
        }

        var body = new JsonObject { ["definitionId"] = "complaint", ["fields"] = ComplaintStory.Opening(_morning.AddMinutes(-10), "C" + number) };
        var answer = await owner.Page.EvaluateAsync<string>(
            "async body => await (await fetch('/api/v1/cases', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'test' }, body })).text()",
            body.ToJsonString());
        return JsonNode.Parse(answer)!;
    }

    /// <summary>The policy by which the open task is measured.</summary>
    private static string ClockOfItsTask(JsonNode answer)
    {
        var clockId = (string?)answer["tasks"]![0]!["clockId"];
        return (string)answer["clocks"]!.AsArray().Single(clock => (string?)clock!["id"] == clockId)!["policyId"]!;
    }
}
