using System.Text.Json.Nodes;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Workbench.Sops;

namespace WorkflowHost.Tests.Workbench.Sops;

/// <summary>The pages of SOPs over the whole host; only the browser is missing.</summary>
public sealed class SopPageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly VirtualHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Publish_FromThePage_ShowsTheChangeInWordsFirst()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        await SaveAsync(owner, document => Step(document, "analysis")["name"] = "问题分析与定责");
        using var bench = new Bench().SeatedAt(_host, owner);
        var page = Open(bench);
        page.WaitForElement("#publish", Patience);
        Assert.Contains("问题分析与定责", page.Find(".changes").TextContent, StringComparison.Ordinal);

        await page.Find("#publish").ClickAsync();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#publish")), Patience);
        Assert.Equal(["第 2 版 · 在用", "第 1 版 · 已停用"], page.FindAll(".versions .badge").Select(badge => badge.TextContent));
    }

    [Fact]
    public async Task FourEyes_AskedByOneApprovedByAnother_EachOnTheirScreen()
    {
        _host.With("Runtime:FourEyes", "true");
        var (owner, second) = (await _host.HireAsync(StaffRoles.ProcessOwner), await _host.HireAsync(StaffRoles.ProcessOwner));
        await SaveAsync(owner, document => Step(document, "analysis")["name"] = "问题分析与定责");
        using (var bench = new Bench().SeatedAt(_host, owner))
        {
            var asking = Open(bench);
            asking.WaitForElement("#publish", Patience);
            await asking.Find("#publish").ClickAsync();
            asking.WaitForElement("#withdraw", Patience);
            Assert.Contains(second.DisplayName, asking.Find(".publication").TextContent, StringComparison.Ordinal);
            Assert.Empty(asking.FindAll("#approve, #publish"));
        }

        using var other = new Bench().SeatedAt(_host, second);
        var bell = other.Render<WorkflowHost.Workbench.Notifications.Bell>();
        await bell.Find("button").ClickAsync();
        Assert.EndsWith("/sops/complaint", bell.WaitForElement(".bell-list a", Patience).GetAttribute("href"), StringComparison.Ordinal);
        var page = Open(other);
        page.WaitForElement("#approve", Patience);
        Assert.Contains("问题分析与定责", page.Find(".changes").TextContent, StringComparison.Ordinal);
        await page.Find("#approve").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(["第 2 版 · 在用", "第 1 版 · 已停用"], page.FindAll(".versions .badge").Select(badge => badge.TextContent)), Patience);
    }

    [Fact]
    public async Task FourEyes_SentBack_ShowsTheReasonToWhoAsked()
    {
        _host.With("Runtime:FourEyes", "true");
        var (owner, second) = (await _host.HireAsync(StaffRoles.ProcessOwner), await _host.HireAsync(StaffRoles.ProcessOwner));
        await SaveAsync(owner, document => document["description"] = "改", isToBePublished: true);
        using (var other = new Bench().SeatedAt(_host, second))
        {
            var page = Open(other);
            page.WaitForElement("#send-back", Patience);
            await page.Find("#send-back").ClickAsync();
            Assert.True(page.Find("#reject").HasAttribute("disabled"));
            await page.Find("#send-back-reason").InputAsync("请先征求合规意见");
            await page.Find("#reject").ClickAsync();
            page.WaitForElement("#publish", Patience);
        }

        using var bench = new Bench().SeatedAt(_host, owner);
        var mine = Open(bench);
        mine.WaitForElement("#publish", Patience);
        Assert.Contains("请先征求合规意见", mine.Find(".draft .banner.warn").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_WithAFault_CannotBePublishedAndSaysAtWhichStep()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        await SaveAsync(owner, document => Step(document, "analysis")["form"]!["expression"]!["value"] = "no-such-form");
        using var bench = new Bench().SeatedAt(_host, owner);

        var page = Open(bench);

        page.WaitForElement("#publish[disabled]", Patience);
        Assert.Contains(page.FindAll(".findings .bad"), finding => finding.TextContent.Contains("问题分析", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ForWhoOnlyReads_OffersNoChange()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        await SaveAsync(owner, document => document["description"] = "改");
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.Agent));

        var page = Open(bench);

        page.WaitForElement(".draft", Patience);
        Assert.Empty(page.FindAll("#publish, #retract, #export, .saves button"));
    }

    [Fact]
    public async Task Move_ChosenPreviewedApplied_LeavesNoCaseOnTheOldVersion()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        var view = await OpenCaseAsync();
        await SaveAsync(owner, document => Step(document, "register")["name"] = "投诉登记与核对", isToBePublished: true);
        using var bench = new Bench().SeatedAt(_host, owner);
        var page = bench.Open<MovePage>("/sops/complaint/move", p => p.Add(move => move.DefinitionId, "complaint"));
        page.WaitForElement("tbody input[type=checkbox]", Patience);
        // A process owner sees no personal data.
        Assert.DoesNotContain("/cases/", page.Markup, StringComparison.Ordinal);

        await page.Find("tbody input[type=checkbox]").ChangeAsync(true);
        await page.Find("#preview").ClickAsync();
        page.WaitForElement(".move-detail", Patience);
        Assert.Contains("投诉登记与核对", page.Find(".move-detail").TextContent, StringComparison.Ordinal);
        Assert.Contains("不变", page.Find(".move-detail .tight").TextContent, StringComparison.Ordinal);
        await page.Find("#apply").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("已迁移 1 件", page.Find(".move-foot").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(2, (await _host.Services.GetRequiredService<CaseQueries>().CaseAsync(view.Id, Agent))!.DefinitionVersion);
    }

    [Fact]
    public async Task Move_StepGone_IsOfferedItsSuccessorsAndWaitsForAChoice()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        await OpenCaseAsync();
        await SaveAsync(owner, document => Step(document, "register")["id"] = "register-anew", isToBePublished: true, rename: ("register", "register-anew"));
        using var bench = new Bench().SeatedAt(_host, owner);
        var page = bench.Open<MovePage>("/sops/complaint/move", p => p.Add(move => move.DefinitionId, "complaint"));
        page.WaitForElement("tbody input[type=checkbox]", Patience);
        await page.Find("tbody input[type=checkbox]").ChangeAsync(true);
        await page.Find("#preview").ClickAsync();
        page.WaitForElement(".blocker select", Patience);
        Assert.True(page.Find("#apply").HasAttribute("disabled"));

        await page.Find(".blocker select").ChangeAsync("register-anew");

        page.WaitForAssertion(() => Assert.False(page.Find("#apply").HasAttribute("disabled")), Patience);
        Assert.Contains("投诉登记", page.Find(".move-detail").TextContent, StringComparison.Ordinal);
    }

    private static Actor Agent { get; } = new("a", "坐席", "A1", ["agent"]);

    private static IRenderedComponent<SopPage> Open(Bench bench) => bench.Open<SopPage>("/sops/complaint", p => p.Add(sop => sop.DefinitionId, "complaint"));

    private static JsonNode Step(JsonObject document, string id) => document["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == id)!;

    private async Task SaveAsync(StaffMember owner, Action<JsonObject> change, bool isToBePublished = false, (string From, string To)? rename = null)
    {
        var latest = (await _host.Services.GetRequiredService<DefinitionStore>().GetAsync("complaint"))!;
        var document = latest.ToDocument();
        change(document);
        if (rename is var (from, to))
        {
            foreach (var end in document["root"]!["connections"]!.AsArray().SelectMany(connection => new[] { connection!["source"]!, connection["target"]! }).Where(end => (string?)end["activity"] == from))
            {
                end["activity"] = to;
            }
        }

        var actor = new Actor(owner.Id, owner.DisplayName, owner.StaffNo, owner.Roles);
        var saved = await _host.Services.GetRequiredService<DefinitionDesk>().SaveAsync(new(document, latest.Revision, IsToBePublished: isToBePublished), actor);
        Assert.True(saved.IsOk, saved.Refusal?.Code + string.Join("; ", saved.Check?.Faults ?? []));
    }

    private async Task<CaseView> OpenCaseAsync()
    {
        var opened = await _host.Services.GetRequiredService<CaseDesk>().OpenAsync("complaint", ComplaintForms.Open("2026-09-29T09:00:00"), Agent);
        Assert.True(opened.IsOk, opened.Refusal?.Code);
        return opened.Value;
    }
}
