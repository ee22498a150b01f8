using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Workbench.Board;
using WorkflowHost.Workbench.Cases;
using WorkflowHost.Workbench.Contacts;
using WorkflowHost.Workbench.Figures;
using WorkflowHost.Workbench.Imports;
using WorkflowHost.Workbench.Inbox;
using WorkflowHost.Workbench.People;
using WorkflowHost.Workbench.Rehearsals;
using WorkflowHost.Workbench.Revisits;
using WorkflowHost.Workbench.Rules;
using WorkflowHost.Workbench.Sops;
using WorkflowHost.Workbench.Timers;

namespace WorkflowHost.Tests.Workbench;

/// <summary>Pages over the whole host: the shipped SOP, real commands, a database file; only the browser is missing.</summary>
public sealed partial class PageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly VirtualHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Inbox_ClaimableTask_IsClaimedAndOpened()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        var view = await OpenCaseAsync(agent);
        using var bench = new Bench().SeatedAt(_host, agent);
        var page = bench.Open<InboxPage>("/?view=claimable");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")), Patience);
        Assert.Contains("投诉登记", page.Find("tbody tr").TextContent, StringComparison.Ordinal);

        await page.Find("tbody button").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains($"/cases/{view.Summary.Number}?task=", AddressOf(bench), StringComparison.Ordinal), Patience);
        var after = await Queries.CaseAsync(view.Id, ActorOf(agent));
        Assert.Equal(agent.Id, after!.Tasks[0].AssigneeId);
    }

    [Fact]
    public async Task Cases_OneThatWasWithdrawn_IsNotCalledDone()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        var view = await OpenCaseAsync(agent);
        var fields = new JsonObject { ["withdrawnAt"] = "2026-09-29T08:50:00+08:00", ["withdrawChannel"] = "phone", ["withdrawIdentityChecked"] = true };
        var withdrawn = await Desk.RaiseEventAsync(view.Id, "withdrawn", fields, ActorOf(agent));
        Assert.True(withdrawn.IsOk, withdrawn.Refusal?.Code);
        using var bench = new Bench().SeatedAt(_host, agent);

        var page = bench.Open<CasesPage>("/cases");

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("tbody .badge"), badge => badge.TextContent == "已撤回"), Patience);
        Assert.DoesNotContain("已办结", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    /// <summary>Other SOPs have stages of the same code; and a number twice tells nobody what the case is.</summary>
    [Fact]
    public async Task Lists_ACaseWithoutATitle_NameItsSopAndItsOwnStage()
    {
        var manager = await _host.HireAsync(StaffRoles.Manager);
        var opened = await Desk.OpenAsync("risk-assessment", new JsonObject { ["riskType"] = "leak", ["riskPath"] = "误操作" }, ActorOf(manager));
        Assert.True(opened.IsOk, opened.Refusal?.Code);
        using var bench = new Bench("en").SeatedAt(_host, manager);

        var cases = bench.Open<CasesPage>("/cases");
        var board = bench.Open<BoardPage>("/board");

        cases.WaitForAssertion(() => Assert.Equal("Risk assessment", cases.Find("td.main a").TextContent), Patience);
        Assert.Contains("Assessment", cases.Find("td .badge.blue").TextContent, StringComparison.Ordinal);
        board.WaitForAssertion(() => Assert.Equal("Risk assessment", board.Find("td.main a").TextContent), Patience);
        Assert.Contains(board.FindAll("tbody tr.go td"), cell => cell.TextContent.StartsWith("Assessment", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inbox_ForAProcessOwner_LeadsToTheSops()
    {
        var owner = await _host.HireAsync(StaffRoles.ProcessOwner);
        using var bench = new Bench().SeatedAt(_host, owner);
        bench.Open<InboxPage>("/");
        Assert.EndsWith("/sops", AddressOf(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_TaskOfMine_IsRefusedWithFaultsThenCompletedAndMovesOn()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        var handler = await _host.HireAsync(StaffRoles.Handler);
        var view = await OpenCaseAsync(agent);
        await Desk.ClaimAsync(view.Tasks[0].Id, ActorOf(agent));
        using var bench = new Bench().SeatedAt(_host, agent);
        var page = OpenCasePage(bench, view.Summary.Number);
        page.WaitForElement("[data-outcome=registered]", Patience);

        await page.Find("[data-outcome=registered]").ClickAsync();
        Assert.NotEmpty(page.FindAll(".field-fault"));

        await page.Find("#f-customerDemand").ChangeAsync("书面致歉");
        await page.Find("#f-branch").ChangeAsync("上海分公司");
        await page.Find("#f-registrarStaffNo").ChangeAsync("A1023");
        var form = page.FindComponent<WorkflowHost.Workbench.Forms.FormView>().Instance.Model;
        form.Scope.SetText("category", "service_quality");
        form.Scope.SetText("handlerId", handler.Id);
        form.Scope.SetFlag("conflictChecked", true);
        await page.Find("[data-outcome=registered]").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("问题分析", page.Find(".task h2").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("问题分析", page.Find(".stepper .now").TextContent, StringComparison.Ordinal);
        var after = await Queries.CaseAsync(view.Id, ActorOf(agent));
        Assert.Equal("书面致歉", after!.Data["customerDemand"]!.GetValue<string>());
    }

    [Fact]
    public async Task Case_TaskTakenAwayMeanwhile_SaysSoAndKeepsWhatWasTyped()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        var view = await OpenCaseAsync(agent);
        await Desk.ClaimAsync(view.Tasks[0].Id, ActorOf(agent));
        using var bench = new Bench().SeatedAt(_host, agent);
        var page = OpenCasePage(bench, view.Summary.Number);
        page.WaitForElement("#f-customerDemand", Patience);
        await page.Find("#f-customerDemand").ChangeAsync("书面致歉");
        // Somebody else's change gives the task another version behind this screen's back.
        await Desk.ReleaseAsync(view.Tasks[0].Id, ActorOf(agent));
        await Desk.ClaimAsync(view.Tasks[0].Id, ActorOf(agent));
        var form = page.FindComponent<WorkflowHost.Workbench.Forms.FormView>().Instance.Model;
        form.Scope.SetText("notAcceptedReason", "other");
        form.Scope.SetText("notAcceptedText", "不属于受理范围");

        await page.Find("[data-outcome=not_accepted]").ClickAsync();

        Assert.Contains("记录已发生变化", page.Find(".banner.warn").TextContent, StringComparison.Ordinal);
        Assert.Equal("书面致歉", form.Scope.Text("customerDemand"));
    }

    [Fact]
    public async Task Case_FormDealtWithInAnotherWindow_SaysByWhom()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        var view = await OpenCaseAsync(agent);
        await Desk.ClaimAsync(view.Tasks[0].Id, ActorOf(agent));
        using var bench = new Bench().SeatedAt(_host, agent);
        var page = OpenCasePage(bench, view.Summary.Number);
        page.WaitForElement("#f-customerDemand", Patience);
        Assert.Equal(agent.StaffNo, page.Find("#f-registrarStaffNo").GetAttribute("value"));

        var done = await Desk.CompleteAsync(view.Tasks[0].Id, "transferred", new JsonObject { ["transferTo"] = "广东分公司" }, ActorOf(agent));
        Assert.True(done.IsOk, done.Refusal?.Code);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("「投诉登记」已由您在另一窗口办理", page.Find(".lost").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("已转办", page.Find(".case-id").TextContent, StringComparison.Ordinal);
        Assert.Contains("投诉登记", page.Find(".stepper .brokenoff").TextContent, StringComparison.Ordinal);
        Assert.Equal(5, page.FindAll(".stepper .skipped").Count);
    }

    [Fact]
    public async Task Case_Analysis_ShowsTheRegisteredDemandBesideItsOwnField()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        var handler = await _host.HireAsync(StaffRoles.Handler);
        var view = await OpenCaseAsync(agent);
        await Desk.ClaimAsync(view.Tasks[0].Id, ActorOf(agent));
        var registered = await Desk.CompleteAsync(
            view.Tasks[0].Id,
            "registered",
            new JsonObject { ["category"] = "service_quality", ["customerDemand"] = "书面致歉", ["branch"] = "上海分公司", ["registrarStaffNo"] = "A1", ["handlerId"] = handler.Id, ["conflictChecked"] = true },
            ActorOf(agent));
        Assert.True(registered.IsOk, registered.Refusal?.Code);
        using var bench = new Bench().SeatedAt(_host, handler);

        var page = OpenCasePage(bench, view.Summary.Number);

        page.WaitForElement("#f-verifiedDemand", Patience);
        Assert.Contains("书面致歉", page.Find(".context").TextContent, StringComparison.Ordinal);
        Assert.Null(page.Find("#f-verifiedDemand").GetAttribute("value"));
    }

    [Fact]
    public async Task Incident_NamingAMissingFact_OffersItsFieldAndSendsIt()
    {
        var lead = await _host.HireAsync(StaffRoles.TeamLead, StaffRoles.Agent);
        var view = await OpenCaseAsync(lead);
        using var bench = new Bench().SeatedAt(_host, lead);
        var incident = new WorkflowHost.Engine.States.Incident(
            "sendDecision", "flow:sendDecision", "i-1", "Sop.Notify", "Notice 'complaint-decision' cannot be written: notice.fact_missing (facts=verifiedFacts).", null, view.Summary.OpenedAt);

        var panel = bench.Render<IncidentPanel>(p => p.Add(i => i.Incident, incident).Add(i => i.View, view));
        Assert.Equal("f-verifiedFacts", Assert.Single(panel.FindAll("textarea")).Id);
        await panel.Find("#mend-field").ChangeAsync("policyNo");
        await panel.Find("#f-verifiedFacts").ChangeAsync("已调取录音核实");
        Assert.NotNull(panel.Find("#f-policyNo"));
        await panel.Find("#mend").ClickAsync();

        // The incident was made up for the screen, so the host knows none; what was typed stays.
        panel.WaitForAssertion(() => Assert.Contains("此问题已处理", panel.Find(".banner.warn").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("已调取录音核实", panel.Find("#f-verifiedFacts").GetAttribute("value"));
    }

    [Fact]
    public async Task NewCase_SameContactTyped_WarnsOfTheEarlierCase()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        var earlier = await OpenCaseAsync(agent);
        using var bench = new Bench().SeatedAt(_host, agent);
        var page = bench.Open<NewCasePage>("/cases/new/complaint", p => p.Add(n => n.DefinitionId, "complaint"));
        page.WaitForElement("#f-contactPhone", Patience);

        await page.Find("#f-contactPhone").ChangeAsync("13800138000");

        page.WaitForAssertion(() => Assert.Contains(earlier.Summary.Number, page.Find(".new-side").TextContent, StringComparison.Ordinal), Patience);
        await page.Find("#open-case").ClickAsync();
        Assert.NotEmpty(page.FindAll(".fault-sum li"));
    }

    [Fact]
    public async Task Case_Unknown_SaysSoInsteadOfFailing()
    {
        var agent = await _host.HireAsync(StaffRoles.Agent);
        using var bench = new Bench().SeatedAt(_host, agent);
        var page = OpenCasePage(bench, "TS20000101-9999");
        page.WaitForAssertion(() => Assert.Contains("没有找到此案件", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Pages_EmptyAndWithACase_ShowNoUntranslatedKey(string culture)
    {
        var admin = await _host.HireAsync(StaffRoles.Admin, StaffRoles.Manager, StaffRoles.Agent);
        foreach (var hasCase in new[] { false, true })
        {
            var number = hasCase ? (await OpenCaseAsync(admin)).Summary.Number : "none";
            Shows<InboxPage>("/?view=claimable", culture, admin);
            Shows<CasesPage>("/cases", culture, admin);
            Shows<BoardPage>("/board", culture, admin);
            Shows<RevisitsPage>("/revisits", culture, admin);
            Shows<ContactBlocksPage>("/contact-blocks", culture, admin);
            Shows<FiguresPage>("/figures?split=Channel", culture, admin);
            Shows<FigureCasesPage>("/figures/complaints", culture, admin, p => p.Add(f => f.Id, "complaints"));
            foreach (var kind in new[] { "clock", "ladder", "table", "form", "notice", "revisit", "plan", "limit" })
            {
                Shows<RulesPage>($"/rules?kind={kind}", culture, admin);
            }

            Shows<SopsPage>("/sops", culture, admin);
            Shows<SopPage>("/sops/complaint", culture, admin, p => p.Add(s => s.DefinitionId, "complaint"));
            Shows<MovePage>("/sops/complaint/move", culture, admin, p => p.Add(m => m.DefinitionId, "complaint"));
            Shows<RehearsalPage>("/sops/complaint/test-run", culture, admin, p => p.Add(r => r.DefinitionId, "complaint"));
            Shows<ImportPage>("/sops/import", culture, admin);
            Shows<TimersPage>("/timers", culture, admin);
            Shows<TimersPage>("/timers?state=Pending&sop=complaint", culture, admin);
            Shows<TimersPage>("/timers?tab=schedules", culture, admin);
            Shows<TimersPage>("/timers?tab=outbox", culture, admin);
            Shows<TimersPage>("/timers?tab=incidents", culture, admin);
            Shows<StaffPage>("/admin/staff", culture, admin);
            foreach (var tab in new[] { "facts", "timeline", "revisits", "letters" })
            {
                Shows<CasePage>($"/cases/{number}?tab={tab}", culture, admin, p => p.Add(c => c.Number, number));
            }
        }
    }

    [GeneratedRegex(@">\s*[a-z_]+(?:\.[A-Za-z_0-9]+)+\s*<")]
    private static partial Regex BareKey();

    private void Shows<TPage>(string address, string culture, StaffMember who, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        using var bench = new Bench(culture).SeatedAt(_host, who);
        var page = bench.Open(address, parameters);
        page.WaitForAssertion(() => Assert.DoesNotContain("class=\"bones\"", page.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("class=\"state bad", page.Markup, StringComparison.Ordinal);
        Assert.Empty(BareKey().Matches(page.Markup).Select(match => $"{address}: {match.Value}"));
    }

    private static IRenderedComponent<CasePage> OpenCasePage(Bench bench, string number) =>
        bench.Open<CasePage>($"/cases/{number}", p => p.Add(c => c.Number, number));

    private static string AddressOf(Bench bench) => bench.Services.GetRequiredService<NavigationManager>().Uri;

    private CaseDesk Desk => _host.Services.GetRequiredService<CaseDesk>();

    private CaseQueries Queries => _host.Services.GetRequiredService<CaseQueries>();

    private static Actor ActorOf(StaffMember member) => new(member.Id, member.DisplayName, member.StaffNo, member.Roles);

    private async Task<CaseView> OpenCaseAsync(StaffMember agent)
    {
        var result = await Desk.OpenAsync(
            "complaint",
            new JsonObject
            {
                ["complaintTime"] = "2026-09-29T08:30:00+08:00",
                ["channel"] = "phone",
                ["customerName"] = "李华",
                ["contactPhone"] = "13800138000",
                ["complainantRelation"] = "self",
                ["identityChecked"] = true,
                ["productLine"] = "motor",
                ["policyNo"] = "PDAA202631010000001234",
                ["content"] = "三次来电询问赔款支付进度，均无人答复。",
                ["initialJudgement"] = "simple",
                ["toldNextSteps"] = true,
            },
            ActorOf(agent));
        Assert.True(result.IsOk, $"{result.Refusal?.Code} {string.Join(", ", result.Refusal?.Fields.Select(f => $"{f.Field} {f.Code}") ?? [])}");
        return result.Value;
    }
}
