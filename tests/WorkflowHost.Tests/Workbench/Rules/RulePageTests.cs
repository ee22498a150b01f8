using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Workbench.Rules;
using WorkflowHost.Workbench.Rules.Fields;

namespace WorkflowHost.Tests.Workbench.Rules;

/// <summary>The rule editors over the whole host with the shipped pack; only the browser is missing.</summary>
public sealed class RulePageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RuleKey FirstContact = new(RuleKind.Clock, "first-contact-24h");
    private static readonly WorkflowHost.Sop.Cases.Actor Other = new("p-other", "沈悦", "P7002", [StaffRoles.ProcessOwner]);
    private readonly VirtualHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Clock_EditedTriedAndPublished_IsInForce()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, FirstContact);
        page.WaitForElement(".trial-due strong", Patience);
        await page.Find("#trial-start").ChangeAsync("2026-09-14T10:00");
        Assert.Equal("2026-09-15 10:00:00", page.Find(".trial-due strong").TextContent);

        await page.Find(".period input").ChangeAsync("12");
        page.WaitForAssertion(() => Assert.Equal("2026-09-14 22:00:00", page.Find(".trial-due strong").TextContent), Patience);
        Assert.Equal(24, Amount());
        await page.Find("#publish").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(12, Amount()), Patience);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".saves li").Count), Patience);
    }

    [Fact]
    public async Task Clock_WithAFault_SaysWhereAndIsNotPublished()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, FirstContact);
        page.WaitForElement(".period input", Patience);

        await page.Find(".period input").ChangeAsync("0");
        await page.Find("#check").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("$.due", page.Find(".findings .bad").TextContent, StringComparison.Ordinal), Patience);
        await page.Find("#publish").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("草稿：", page.Find(".rule-line").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(24, Amount());
    }

    [Fact]
    public async Task Check_AfterAnEdit_NoLongerSaysThatAllIsWell()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, FirstContact);
        page.WaitForElement(".good-line", Patience);

        await page.Find(".period input").ChangeAsync("12");

        Assert.Empty(page.FindAll(".good-line"));
        await page.Find("#check").ClickAsync();
        page.WaitForElement(".good-line", Patience);
    }

    [Fact]
    public async Task Rule_SavedByAnotherMeanwhile_IsToldAndNotOverwritten()
    {
        var desk = _host.Services.GetRequiredService<RuleDesk>();
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, FirstContact);
        page.WaitForElement(".period input", Patience);
        await page.Find(".period input").ChangeAsync("12");

        var other = (await desk.FindAsync(FirstContact))!.InForce!.ToObject()!;
        other["due"] = "HR(6)";
        await desk.SaveAsync(FirstContact, RuleContent.Of(other), 0, new("p-other", "沈悦", "P7002", [StaffRoles.ProcessOwner]));
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Contains("沈悦", page.Find(".banner.warn").TextContent, StringComparison.Ordinal), Patience);
        await page.Find("#save").ClickAsync();
        Assert.Equal("HR(6)", (await desk.FindAsync(FirstContact))!.Draft!.Content!.ToObject()!["due"]!.ToString());

        await page.Find("#take-newer").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("6", page.Find(".period input").GetAttribute("value")), Patience);
    }

    [Fact]
    public async Task Rule_DraftDiscardedByAnotherMeanwhile_IsTold()
    {
        var desk = _host.Services.GetRequiredService<RuleDesk>();
        var draft = await DraftAsync(desk);
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, FirstContact);
        page.WaitForElement(".period input", Patience);
        await page.Find(".period input").ChangeAsync("12");

        Assert.Null((await desk.DiscardAsync(FirstContact, draft.Revision, Other)).Refusal);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("草稿已被放弃", page.Find(".banner.warn").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("12", page.Find(".period input").GetAttribute("value"));
        await page.Find("#take-newer").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("24", page.Find(".period input").GetAttribute("value")), Patience);
    }

    [Fact]
    public async Task Rule_RequestedByAnotherAndSentBackHere_ShowsItAndKeepsWhatWasTyped()
    {
        using var host = new VirtualHost().With("Runtime:FourEyes", "true");
        var desk = host.Services.GetRequiredService<RuleDesk>();
        var draft = await DraftAsync(desk);
        using var bench = new Bench().SeatedAt(host, await host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, FirstContact);
        page.WaitForElement(".period input", Patience);
        await page.Find(".period input").ChangeAsync("12");

        Assert.True((await desk.PublishAsync(FirstContact, draft.Revision, Other)).IsRequested);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForElement("#reject", Patience);
        Assert.Empty(page.FindAll("#take-newer"));
        await page.Find(".publication input").InputAsync("期限太短");
        await page.Find("#reject").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("期限太短", page.Find(".banner.warn").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("12", page.Find(".period input").GetAttribute("value"));
        await page.Find("#save").ClickAsync();
        Assert.Equal("HR(12)", (await desk.FindAsync(FirstContact))!.Draft!.Content!.ToObject()!["due"]!.ToString());
    }

    [Fact]
    public async Task Condition_FilledInLineByLine_IsPartOfTheRule()
    {
        var key = new RuleKey(RuleKind.Form, "complaint-closing");
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var sheet = new RuleSheet(key, (await _host.Services.GetRequiredService<RuleDesk>().FindAsync(key))!.InForce!);
        var field = RuleSheet.ObjectsOf(RuleSheet.ObjectsOf(sheet.Root, "sections").First(), "fields").First();
        field.Remove("visibleWhen");
        var condition = bench.Render<ConditionIn>(parameters => parameters.Add(each => each.Sheet, sheet).Add(each => each.Of, field).Add(each => each.Name, "visibleWhen").Add(each => each.Label, "何时显示"));

        await condition.Find(".btn.small").ClickAsync();
        await condition.Find(".cond-row input").ChangeAsync("关闭类型（closeType）");
        Assert.Null(field["visibleWhen"]);
        await condition.Find(".cond-value select").ChangeAsync("unresolved");

        Assert.Equal("{\"closeType\":\"unresolved\"}", field["visibleWhen"]!.ToJsonString());
        await condition.Find(".cond-row > select").ChangeAsync("in");
        Assert.Equal("{\"closeType\":{\"in\":[\"unresolved\"]}}", field["visibleWhen"]!.ToJsonString());
    }

    [Fact]
    public async Task Rule_ForAnAgent_IsReadOnly()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.Agent));
        var page = Open(bench, FirstContact);

        page.WaitForElement(".trial-due", Patience);

        Assert.Empty(page.FindAll("#save, #publish, #remove, #export"));
    }

    [Fact]
    public async Task EveryKindOfRule_OpensInItsEditorUnchanged()
    {
        using var bench = new Bench("en").SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var rules = await _host.Services.GetRequiredService<RuleDesk>().ListAsync();

        foreach (var group in rules.GroupBy(rule => rule.Key.Kind))
        {
            // One of each kind by the whole page; some more by their editor.
            var page = Open(bench, group.First().Key);
            page.WaitForElement(".trial", Patience);
            Assert.Empty(page.FindAll(".trial .banner.warn"));
            foreach (var rule in group.Chunk((group.Count() / 5) + 1).Select(some => some[^1]))
            {
                var sheet = new RuleSheet(rule.Key, (await _host.Services.GetRequiredService<RuleDesk>().FindAsync(rule.Key))!.InForce!);
                bench.Render<RuleEditor>(parameters => parameters.Add(editor => editor.Sheet, sheet));
                Assert.False(sheet.IsDirty, rule.Key.ToString());
            }
        }
    }

    [Fact]
    public async Task Calendar_ADayClicked_ChangesTheYearAndTheTrial()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, new(RuleKind.Calendar, "cn.2026"));
        page.WaitForElement(".cal-days button", Patience);
        Assert.Contains("248", page.Find(".cal-legend").TextContent, StringComparison.Ordinal);

        // Monday 9 March 2026.
        await Day(page, "2026-03-09").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("247", page.Find(".cal-legend").TextContent, StringComparison.Ordinal), Patience);
        await Day(page, "2026-03-09").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("248", page.Find(".cal-legend").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Table_FactsTyped_ShowWhichRuleHits()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, new(RuleKind.Table, "severity"));
        page.WaitForElement("#in-personsAffected", Patience);

        await page.Find("#in-personsAffected").ChangeAsync("25");

        page.WaitForAssertion(() => Assert.Contains("涉及20人及以上", page.Find(".trial .derive").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Notice_NamingAnUnknownField_IsMarked()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = Open(bench, new(RuleKind.Notice, "complaint-accepted"));
        page.WaitForElement(".letter-paper", Patience);
        Assert.Contains("张伟", page.Find(".letter-paper").TextContent, StringComparison.Ordinal);

        await page.FindAll(".names")[0].QuerySelector("input")!.ChangeAsync("noSuchField");

        page.WaitForElement(".name.unknown", Patience);
    }

    [Fact]
    public async Task List_OfTheShippedPack_MarksWhatComplianceMustReview()
    {
        using var bench = new Bench().SeatedAt(_host, await _host.HireAsync(StaffRoles.ProcessOwner));
        var page = bench.Open<RulesPage>("/rules?kind=limit");

        page.WaitForElement("tbody tr", Patience);

        Assert.Contains(page.FindAll("tbody tr"), row => row.TextContent.Contains("life-reply", StringComparison.Ordinal) && row.TextContent.Contains("示例，须合规复核", StringComparison.Ordinal));
    }

    private static async Task<RuleDraft> DraftAsync(RuleDesk desk)
    {
        var content = (await desk.FindAsync(FirstContact))!.InForce!.ToObject()!;
        content["due"] = "HR(6)";
        return (await desk.SaveAsync(FirstContact, RuleContent.Of(content), 0, Other)).Rule!.Draft!;
    }

    private static IElement Day(IRenderedComponent<RulePage> page, string day) =>
        page.FindAll(".cal-days button").Single(button => button.GetAttribute("title")!.StartsWith(day, StringComparison.Ordinal));

    private static IRenderedComponent<RulePage> Open(Bench bench, RuleKey key) => bench.Open<RulePage>(
        RulePage.AddressOf(key), parameters => parameters.Add(page => page.Kind, key.Kind.ToString().ToLowerInvariant()).Add(page => page.Id, key.Id));

    private int Amount() => _host.Services.GetRequiredService<SopPackSource>().Current.ClockPolicies[FirstContact.Id].Amount;
}
