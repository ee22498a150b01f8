using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Workbench.Imports;
using WorkflowHost.Workbench.Rehearsals;
using WorkflowHost.Workbench.Sops;

namespace WorkflowHost.Tests.Workbench.Sops;

/// <summary>Trying out a draft, and taking definitions from files, over the whole host.</summary>
public sealed class TryOutPageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly VirtualHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task TestRun_OfADraft_ShowsTasksAndWhatIsDifferentFromThePublished()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        await SaveAsync(owner, document => Step(document, "analysis")["name"] = "问题分析与定责");
        using var bench = new Bench().SeatedAt(_host, owner);
        var page = Open(bench);
        page.WaitForElement("#run", Patience);

        await page.Find("#run").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".run").Count), Patience);
        Assert.Contains("问题分析与定责", page.FindAll(".run")[0].QuerySelector(".run-tasks")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("问题分析与定责", page.FindAll(".run")[1].TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".run .letter"));
        Assert.NotEmpty(page.FindAll(".run .banner.good"));
    }

    [Fact]
    public async Task TestRun_AnotherOutcomeChosen_IsRunAgainWithIt()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench);
        page.WaitForElement("#run", Patience);
        await page.Find("#run").ClickAsync();
        page.WaitForElement(".run-tasks select", Patience);
        var outcomes = page.Find(".run-tasks select").QuerySelectorAll("option").Select(option => option.GetAttribute("value")!).ToList();
        var before = page.Find(".run-tasks").TextContent;

        await page.Find(".run-tasks select").ChangeAsync(outcomes[1]);

        page.WaitForAssertion(() => Assert.NotEqual(before, page.Find(".run-tasks").TextContent), Patience);
        Assert.Equal(outcomes[1], page.Find(".run-tasks select").GetAttribute("value"));
    }

    [Fact]
    public async Task TestRun_WithAnEventOnTheWay_GoesTheWayOfTheEvent()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench);
        page.WaitForElement("#add-event", Patience);

        await page.Find("#add-event").ChangeAsync("withdrawn");
        await page.Find(".planned-events input").ChangeAsync("0.5");
        await page.Find("#run").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("已撤销", page.Find(".run-tasks").TextContent, StringComparison.Ordinal), Patience);
        Assert.Single(page.FindAll(".run-tasks tbody tr"));
    }

    [Fact]
    public async Task Import_ChosenFiles_BecomeDraftsAndOnesNotChosenDoNot()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        using var bench = new Bench().SeatedAt(_host, owner);
        var changed = await ExportAsync();
        Step(changed, "analysis")["name"] = "问题分析与定责";
        var fresh = await ExportAsync();
        fresh["definitionId"] = "complaint-branch";
        var page = bench.Open<ImportPage>("/sops/import");

        page.FindComponent<InputFile>().UploadFiles(
            InputFileContent.CreateFromText(changed.ToJsonString(), "a.json"), InputFileContent.CreateFromText(fresh.ToJsonString(), "b.json"),
            InputFileContent.CreateFromText("{}", "c.json"));

        page.WaitForAssertion(() => Assert.Equal(["成为下一版草稿", "新流程", "不能导入"], page.FindAll(".import .badge").Select(badge => badge.TextContent)), Patience);
        Assert.Contains("问题分析与定责", page.Find(".changes").TextContent, StringComparison.Ordinal);
        await page.FindAll(".import input[type=checkbox]")[1].ChangeAsync(false);
        await page.Find("#import").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal("已导入", page.FindAll(".import .badge")[0].TextContent), Patience);
        var store = _host.Services.GetRequiredService<DefinitionStore>();
        Assert.Equal((2, DefinitionState.Draft), await StateAsync(store, "complaint"));
        Assert.Null(await store.GetAsync("complaint-branch"));
    }

    [Fact]
    public async Task Import_SomebodySavedAfterThePreview_IsRefusedAndTheirDraftStays()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        using var bench = new Bench().SeatedAt(_host, owner);
        var changed = await ExportAsync();
        changed["description"] = "从文件来";
        var page = bench.Open<ImportPage>("/sops/import");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(changed.ToJsonString(), "a.json"));
        page.WaitForElement(".import input[type=checkbox]", Patience);
        await SaveAsync(await _host.HireAsync(StaffRoles.ProcessOwner), document => document["description"] = "别人改的");

        await page.Find("#import").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("没有导入", page.Find(".import .banner").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("别人改的", (await _host.Services.GetRequiredService<DefinitionStore>().GetAsync("complaint"))!.Description);
    }

    [Fact]
    public async Task Finding_OfADraft_LeadsToItsStepInTheDesigner()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        await SaveAsync(owner, document => Step(document, "analysis")["form"]!["expression"]!["value"] = "no-such-form");
        using var bench = new Bench().SeatedAt(_host, owner);
        var page = bench.Open<SopPage>("/sops/complaint", p => p.Add(sop => sop.DefinitionId, "complaint"));

        var link = page.WaitForElement(".findings .bad a", Patience);

        Assert.Equal(("/designer/workflows/definitions/complaint/edit#step=analysis", "_top"), (link.GetAttribute("href"), link.GetAttribute("target")));
        Assert.Contains(page.FindAll(".changes a"), change => change.GetAttribute("href")!.EndsWith("#step=analysis", StringComparison.Ordinal));
    }

    private static IRenderedComponent<RehearsalPage> Open(Bench bench) =>
        bench.Open<RehearsalPage>("/sops/complaint/test-run", p => p.Add(run => run.DefinitionId, "complaint"));

    private static JsonNode Step(JsonObject document, string id) => document["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == id)!;

    private static async Task<(int, DefinitionState)> StateAsync(DefinitionStore store, string id) => await store.GetAsync(id) is { } found ? (found.Version, found.State) : default;

    private async Task<JsonObject> ExportAsync() => (await _host.Services.GetRequiredService<DefinitionStore>().GetAsync("complaint"))!.ToDocument();

    private async Task SaveAsync(StaffMember owner, Action<JsonObject> change)
    {
        var latest = (await _host.Services.GetRequiredService<DefinitionStore>().GetAsync("complaint"))!;
        var document = latest.ToDocument();
        change(document);
        var actor = new Actor(owner.Id, owner.DisplayName, owner.StaffNo, owner.Roles);
        var saved = await _host.Services.GetRequiredService<DefinitionDesk>().SaveAsync(new(document, latest.Revision), actor);
        Assert.True(saved.IsOk, saved.Refusal?.Code);
    }
}
