using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Tests.Rules;

/// <summary>Rules from draft to in force and back, with files beside them.</summary>
public sealed class RuleDeskTests
{
    private static readonly RuleKey Statutory = new(RuleKind.Clock, "statutory");
    private const string StatutoryJson = """
        {"id":"statutory","name":{"zh":"法定期限","en":"Statutory"},"kind":"statutory","due":"NAT(15)","calendar":"cn","ladder":"steps","pausable":true,"source":"test","evidence":"D"}
        """;

    private static readonly Actor Second = new("s-owner2", "沈悦", "P7002", ["process_owner"]);

    [Fact]
    public async Task Publish_AChangedClock_IsInForceAtOnceAndRunningCasesKeepTheirs()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var running = await host.OpenAsync();
        var desk = host.Get<RuleDesk>();

        var saved = await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        Assert.Equal(15, Amount(host));
        var review = await desk.ReviewAsync(Statutory, saved.Rule!.Draft!.Content);
        var published = await desk.PublishAsync(Statutory, saved.Rule.Draft.Revision, RuntimeHarness.Owner);

        Assert.True(published.Refusal is null, published.Refusal?.Code);
        Assert.Equal(10, Amount(host));
        Assert.Equal((1, "diff.clock.due"), (review.RunningClocks, Assert.Single(review.Changes.Changes).Code));
        Assert.Equal(["small"], review.UsedBy);
        Assert.Equal(new[] { 2, 1 }, published.Rule!.Versions.Select(version => version.Version));
        Assert.Equal(Due(running), Due((await host.Queries.CaseAsync(running.Id, RuntimeHarness.Agent))!));
        var recount = (await host.Get<RecountDesk>().PreviewAsync(RuntimeHarness.Owner)).Value!;
        Assert.True(Assert.Single(Assert.Single(recount.Cases).Moved).After < Due(running));
        Assert.Contains((await host.Get<AuditTrail>().ListAsync("rule_published")).Items, entry => entry.Subject == "rule:clock/statutory");
    }

    [Fact]
    public async Task Publish_AfterARestart_IsStillInForce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await PublishedAsync(host, "NAT(10)");

        await host.RestartAsync();

        Assert.Equal(10, Amount(host));
        Assert.Empty(host.Get<RuleDesk>().FileConflicts);
    }

    [Fact]
    public async Task Publish_FaultsOrALadderInUseTakenAway_IsRefusedAndSaysWhere()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(0)"), null, RuntimeHarness.Owner);
        var ladder = new RuleKey(RuleKind.Ladder, "steps");
        await desk.SaveAsync(ladder, null, null, RuntimeHarness.Owner);

        var faulty = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        var inUse = await desk.PublishAsync(ladder, null, RuntimeHarness.Owner);

        Assert.Equal("rule.faulty", faulty.Refusal?.Code);
        Assert.Equal("$.due", Assert.Single(faulty.Review!.Faults).Path);
        Assert.Equal("rule.faulty", inUse.Refusal?.Code);
        Assert.Equal(Statutory, Assert.Single(inUse.Review!.Faults).Rule);
        Assert.Equal(15, Amount(host));
    }

    [Fact]
    public async Task Publish_AFormOrClockTakenAwayThatAnSopNames_IsRefusedWithTheSop()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();
        var desk = host.Get<RuleDesk>();
        var form = new RuleKey(RuleKind.Form, "small-intake");
        await desk.SaveAsync(form, null, null, RuntimeHarness.Owner);

        var answer = await desk.PublishAsync(form, null, RuntimeHarness.Owner);

        var finding = Assert.Single(answer.Review!.Findings);
        Assert.Equal("sop.form.unknown", finding.Code);
        Assert.Contains("1件在办", finding.Text.Zh, StringComparison.Ordinal);
        Assert.True(host.Get<SopPackSource>().Current.Forms.ContainsKey("small-intake"));
    }

    [Fact]
    public async Task Publish_BeyondAVerifiedLimit_IsRefused()
    {
        await using var host = RuntimeHarness.Prepare();
        TestPack.Write(host.WorkflowsFolder, "policies/limits.json", """
            {"kind":"limits","limits":[{"id":"decision","name":{"zh":"处理期限","en":"Decision"},"clocks":["statutory"],"atMost":"NAT(15)","source":"test","evidence":"V"}]}
            """);
        await host.StartAsync();
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(16)"), null, RuntimeHarness.Owner);

        var answer = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);

        Assert.Equal("rule.faulty", answer.Refusal?.Code);
        Assert.Contains(answer.Review!.Findings, finding => finding.Code == "lint.clock.above_limit");
    }

    [Fact]
    public async Task Save_FromAnOldRevision_IsRefusedAndKeepsTheOtherDraft()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RuleDesk>();
        var first = await desk.SaveAsync(Statutory, Due("NAT(10)"), 0, RuntimeHarness.Owner);

        var late = await desk.SaveAsync(Statutory, Due("NAT(11)"), 0, Second);
        var unseen = await desk.PublishAsync(Statutory, first.Rule!.Draft!.Revision - 1, RuntimeHarness.Owner);

        Assert.Equal(("rule.changed_since", "何平"), (late.Refusal?.Code, late.Refusal?.Args["by"]));
        Assert.Equal("rule.changed_since", unseen.Refusal?.Code);
        Assert.Equal("NAT(10)", (await desk.FindAsync(Statutory))!.Draft!.Content!.ToObject()!["due"]!.ToString());
    }

    [Theory]
    [InlineData("{\"id\":\"other\"}", "rule.other_id")]
    [InlineData("[1]", "rule.not_json")]
    [InlineData("{", "rule.not_json")]
    [InlineData("{\"id\":\"statutory\",\"id\":\"x\"}", "rule.not_json")]
    public async Task Save_WhatCannotBeTheRule_IsRefused(string json, string code)
    {
        await using var host = await RuntimeHarness.StartAsync();

        var answer = await host.Get<RuleDesk>().SaveAsync(Statutory, new(json), null, RuntimeHarness.Owner);

        Assert.Equal(code, answer.Refusal?.Code);
    }

    [Fact]
    public async Task Restore_TheFilesVersion_BringsItBackAsADraft()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RuleDesk>();
        await PublishedAsync(host, "NAT(10)");

        await desk.RestoreAsync(Statutory, 1, null, RuntimeHarness.Owner);
        var back = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);

        Assert.Equal(15, Amount(host));
        Assert.Equal(RuleOrigin.File, back.Rule!.Versions[0].Origin);
        Assert.Equal("rule.version_unknown", (await desk.RestoreAsync(Statutory, 9, null, RuntimeHarness.Owner)).Refusal?.Code);
    }

    [Fact]
    public async Task Restore_OverADraftNobodySaw_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RuleDesk>();
        await PublishedAsync(host, "NAT(10)");
        var seen = (await desk.FindAsync(Statutory))!.Revision;
        await desk.SaveAsync(Statutory, Due("NAT(11)"), null, Second);

        var late = await desk.RestoreAsync(Statutory, 1, seen, RuntimeHarness.Owner);

        Assert.Equal(("rule.changed_since", "沈悦"), (late.Refusal?.Code, late.Refusal?.Args["by"]));
        Assert.Equal("NAT(11)", (await desk.FindAsync(Statutory))!.Draft!.Content!.ToObject()!["due"]!.ToString());
    }

    [Fact]
    public async Task Bell_OfARuleThatWaits_RingsForWhoMayDecideUntilItIsSettled()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        var asked = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);

        var notice = Assert.Single(await host.Queries.NotificationsAsync(Second));
        Assert.Equal(("rule.pending", Statutory, "何平", false), (notice.Kind, notice.Rule?.Key, notice.Args["by"], notice.IsRead));
        Assert.Equal(1, await host.Queries.UnreadCountAsync(Second));
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Owner));
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Lead));

        await host.Queries.MarkReadAsync(Second, [notice.Id]);
        // Read, and still listed.
        Assert.Equal((0, true), (await host.Queries.UnreadCountAsync(Second), Assert.Single(await host.Queries.NotificationsAsync(Second)).IsRead));

        await desk.ApproveAsync(Statutory, asked.Rule!.Draft!.Revision, Second);
        Assert.Empty(await host.Queries.NotificationsAsync(Second));
    }

    [Fact]
    public async Task Bell_OfWhoAskedForARule_TellsWhoApprovedUntilItIsRead()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        var asked = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        await desk.ApproveAsync(Statutory, asked.Rule!.Draft!.Revision, Second);

        await host.RestartAsync();
        var notice = Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Owner));
        Assert.Equal(("rule.approved", Statutory, "沈悦", "2", false), (notice.Kind, notice.Rule?.Key, notice.Args["by"], notice.Args["version"], notice.IsRead));
        Assert.Empty(await host.Queries.NotificationsAsync(Second));
        await host.Queries.MarkReadAsync(RuntimeHarness.Owner, [notice.Id]);
        Assert.Equal((0, true), (await host.Queries.UnreadCountAsync(RuntimeHarness.Owner), Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Owner)).IsRead));
        host.Time.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Owner));
    }

    /// <summary>One may ask for what a colleague wrote; both want to know.</summary>
    [Fact]
    public async Task Bell_OfAColleaguesDraftSentBack_TellsWhoAskedToo()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        var third = new Actor("s-owner3", "何静", "P7003", ["process_owner"]);
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        var asked = await desk.PublishAsync(Statutory, null, Second);
        Assert.Null((await desk.RejectAsync(Statutory, asked.Rule!.Draft!.Revision, "依据是哪一条？", third)).Refusal);

        foreach (var told in new[] { RuntimeHarness.Owner, Second })
        {
            var notice = Assert.Single(await host.Queries.NotificationsAsync(told));
            Assert.Equal(("rule.rejected", "何静", "依据是哪一条？"), (notice.Kind, notice.Args["by"], notice.Args["reason"]));
        }

        Assert.Empty(await host.Queries.NotificationsAsync(third));
        await desk.PublishAsync(Statutory, null, Second);
        await desk.WithdrawAsync(Statutory, Second);
        Assert.Empty(await host.Queries.NotificationsAsync(Second));
    }

    [Fact]
    public async Task Bell_OfADraftSentBack_TellsItsAuthorWhyUntilItIsChanged()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        var asked = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        await desk.RejectAsync(Statutory, asked.Rule!.Draft!.Revision, "依据是哪一条？", Second);

        var notice = Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Owner));
        Assert.Equal(("rule.rejected", "沈悦", "依据是哪一条？"), (notice.Kind, notice.Args["by"], notice.Args["reason"]));
        Assert.Equal("依据是哪一条？", (await desk.FindAsync(Statutory))!.Draft!.Rejection?.Reason);
        Assert.Empty(await host.Queries.NotificationsAsync(Second));

        host.Time.SetUtcNow(host.Time.GetUtcNow().AddMinutes(1));
        await desk.SaveAsync(Statutory, Due("NAT(9)"), null, RuntimeHarness.Owner);
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Owner));
        Assert.Null((await desk.FindAsync(Statutory))!.Draft!.Rejection);
    }

    [Fact]
    public async Task Bell_OfADraftSentBack_RingsForThirtyDaysHoweverLongItHadLain()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        host.Time.Advance(TimeSpan.FromDays(40));
        var asked = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        await desk.RejectAsync(Statutory, asked.Rule!.Draft!.Revision, "依据是哪一条？", Second);

        Assert.Equal("rule.rejected", Assert.Single(await host.Queries.NotificationsAsync(RuntimeHarness.Owner)).Kind);

        host.Time.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Owner));
        Assert.Equal("依据是哪一条？", Assert.Single(await desk.ListAsync(), rule => rule.Draft is not null).Draft!.Rejection?.Reason);
    }

    [Fact]
    public async Task Bell_OfADraftSentBackAndAskedForAgain_RingsForTheOtherUntilTheRequestIsTakenBack()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        var asked = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        await desk.RejectAsync(Statutory, asked.Rule!.Draft!.Revision, "依据是哪一条？", Second);

        var again = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        Assert.Null(again.Rule!.Draft!.Rejection);
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Owner));
        Assert.Equal("rule.pending", Assert.Single(await host.Queries.NotificationsAsync(Second)).Kind);

        // It is still what was sent back.
        var back = await desk.WithdrawAsync(Statutory, RuntimeHarness.Owner);
        Assert.Equal("依据是哪一条？", back.Rule!.Draft!.Rejection?.Reason);
    }

    [Fact]
    public async Task Discard_ADraft_LeavesWhatIsInForce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);

        var discarded = await desk.DiscardAsync(Statutory, null, RuntimeHarness.Owner);

        Assert.Null(discarded.Rule!.Draft);
        Assert.Equal("rule.no_draft", (await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner)).Refusal?.Code);
    }

    /// <summary>What was read is approved by its number, so no later draft may come to the same.</summary>
    [Fact]
    public async Task Approve_WhatWasDiscardedAndWrittenAnew_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync(null, runtime => runtime.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        var seen = (await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner)).Rule!.Draft!.Revision;
        await desk.WithdrawAsync(Statutory, RuntimeHarness.Owner);
        var discarded = await desk.DiscardAsync(Statutory, null, RuntimeHarness.Owner);
        await desk.SaveAsync(Statutory, Due("NAT(14)"), null, RuntimeHarness.Owner);
        await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);

        var approved = await desk.ApproveAsync(Statutory, seen, new Actor("s-owner2", "沈悦", "P7002", ["process_owner"]));

        Assert.Equal("rule.changed_since", approved.Refusal?.Code);
        Assert.Equal((0, false), (discarded.Rule!.Versions.Count, discarded.Rule.Draft is not null));
        Assert.Equal("rule.version_unknown", (await desk.RestoreAsync(Statutory, 0, null, RuntimeHarness.Owner)).Refusal?.Code);
    }

    [Fact]
    public async Task Review_ANumberNothingCanHold_IsAFaultInWords()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var key = new RuleKey(RuleKind.Form, "endless");

        var review = await host.Get<RuleDesk>().ReviewAsync(key, new RuleContent("""{"id":"endless","version":1e400}"""));

        Assert.False(review.IsPublishable);
    }

    [Fact]
    public async Task Publish_ANewCalendarYear_MakesProvisionalDeadlinesFirm()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RuleDesk>();
        host.Time.SetUtcNow(new DateTimeOffset(2026, 12, 25, 2, 0, 0, TimeSpan.Zero));
        var running = await host.OpenAsync();
        Assert.True(running.Clocks.Single(clock => clock.PolicyId == "statutory").IsProvisional);
        var next = new RuleKey(RuleKind.Calendar, "cn.2027");
        await desk.SaveAsync(next, new("""
            {"id":"cn","year":2027,"timeZone":"Asia/Shanghai","utcOffset":"+08:00","opensAt":"09:00","closesAt":"18:00","off":[],"makeUpDays":[],"source":"test","evidence":"D"}
            """), null, RuntimeHarness.Owner);

        var answer = await desk.PublishAsync(next, null, RuntimeHarness.Owner);

        Assert.True(answer.Refusal is null, answer.Refusal?.Code);
        Assert.True(host.Get<SopPackSource>().Current.Calendars["cn"].IsLoaded(2027));
        Assert.False((await host.Queries.CaseAsync(running.Id, RuntimeHarness.Agent))!.Clocks.Single(clock => clock.PolicyId == "statutory").IsProvisional);
    }

    [Fact]
    public async Task File_ChangedAfterAnEditOnScreen_IsLeftUntilSomebodyDecides()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await PublishedAsync(host, "NAT(10)");
        Replace(host, "policies/clocks.json", "NAT(15)", "NAT(12)");
        await host.RestartAsync();
        var desk = host.Get<RuleDesk>();

        var conflict = Assert.Single(desk.FileConflicts);
        Assert.Equal((Statutory, "policies/clocks.json", "何平"), (conflict.Key, conflict.File, conflict.EditedBy));
        Assert.Equal(10, Amount(host));

        Assert.Null(await desk.KeepScreenAsync(Statutory, RuntimeHarness.Owner));
        await host.RestartAsync();
        Assert.Empty(host.Get<RuleDesk>().FileConflicts);
        Assert.Equal(10, Amount(host));
    }

    [Fact]
    public async Task File_TakenAfterAConflict_LeadsAgainAtTheNextStart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await PublishedAsync(host, "NAT(10)");
        Replace(host, "policies/clocks.json", "NAT(15)", "NAT(12)");
        await host.RestartAsync();

        await host.Get<RuleDesk>().TakeFileAsync(Statutory, RuntimeHarness.Owner);
        var taken = await host.Get<RuleDesk>().PublishAsync(Statutory, null, RuntimeHarness.Owner);

        Assert.True(taken.Refusal is null, taken.Refusal?.Code);
        Assert.Equal(12, Amount(host));
        Assert.Empty(host.Get<RuleDesk>().FileConflicts);
        Replace(host, "policies/clocks.json", "NAT(12)", "NAT(13)");
        await host.RestartAsync();
        Assert.Equal(13, Amount(host));
    }

    [Fact]
    public async Task Export_WritesTheFileThatTheNextStartAgreesWith()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await PublishedAsync(host, "NAT(10)");

        var (file, refusal) = await host.Get<RuleDesk>().ExportAsync(Statutory, RuntimeHarness.Owner);

        Assert.Equal(("policies/clocks.json", null), (file, refusal?.Code));
        Assert.Contains("NAT(10)", await File.ReadAllTextAsync(Path.Combine(host.WorkflowsFolder, "policies", "clocks.json")), StringComparison.Ordinal);
        await host.RestartAsync();
        Assert.Equal((10, 0), (Amount(host), host.Get<RuleDesk>().FileConflicts.Count));
    }

    [Fact]
    public async Task Export_OverAFileSomebodyEditedMeanwhile_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await PublishedAsync(host, "NAT(10)");
        Replace(host, "policies/clocks.json", "HR(24)", "HR(23)");

        var (_, refusal) = await host.Get<RuleDesk>().ExportAsync(Statutory, RuntimeHarness.Owner);

        Assert.Equal("rule.file_changed", refusal?.Code);
    }

    [Fact]
    public async Task Start_FileWithoutALadderThatAScreenRuleNames_IsRefusedAndSaysSo()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await PublishedAsync(host, "NAT(10)");
        Replace(host, "policies/clocks.json", "\"ladder\":\"steps\",", "");
        File.Delete(Path.Combine(host.WorkflowsFolder, "policies", "ladders.json"));

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.RestartAsync);

        Assert.Contains(rejected.Faults, fault => fault.Code == "pack.unknown_reference" && fault.Message.Contains("published on screen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publish_WithASecondPairOfEyes_WaitsForSomebodyElse()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);

        var asked = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        var revision = asked.Rule!.Draft!.Revision;
        var own = await desk.ApproveAsync(Statutory, revision, RuntimeHarness.Owner);
        Assert.Equal((true, "publication.own_request", 15), (asked.IsRequested, own.Refusal?.Code, Amount(host)));
        var bare = await desk.RejectAsync(Statutory, revision, " ", Second);
        var approved = await desk.ApproveAsync(Statutory, revision, Second);

        Assert.Equal("publication.reason_missing", bare.Refusal?.Code);
        Assert.True(approved.Refusal is null, approved.Refusal?.Code);
        Assert.Equal((10, "沈悦"), (Amount(host), approved.Rule!.Versions[0].By));
    }

    [Fact]
    public async Task Save_WhileItWaitsForApproval_VoidsTheRequest()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due("NAT(10)"), null, RuntimeHarness.Owner);
        var asked = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);

        await desk.SaveAsync(Statutory, Due("NAT(11)"), null, RuntimeHarness.Owner);
        var late = await desk.ApproveAsync(Statutory, asked.Rule!.Draft!.Revision, Second);

        Assert.Equal("rule.changed_since", late.Refusal?.Code);
        Assert.Null((await desk.FindAsync(Statutory))!.Draft!.Request);
    }

    [Fact]
    public async Task List_ShowsDraftsOfNewRulesToo()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RuleDesk>();
        var json = Due("NAT(5)").ToObject()!;
        json["id"] = "extra";
        await desk.SaveAsync(new(RuleKind.Clock, "extra"), RuleContent.Of(json), null, RuntimeHarness.Owner);

        var list = await desk.ListAsync(RuleKind.Clock);

        Assert.Equal(["contact", "extra", "statutory"], list.Select(rule => rule.Key.Id));
        Assert.True(list[1] is { IsNew: true, Draft: not null });
    }

    private static async Task PublishedAsync(RuntimeHarness host, string due)
    {
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(Statutory, Due(due), null, RuntimeHarness.Owner);
        var answer = await desk.PublishAsync(Statutory, null, RuntimeHarness.Owner);
        Assert.True(answer.Refusal is null, answer.Refusal?.Code);
    }

    private static RuleContent Due(string due)
    {
        var json = new RuleContent(StatutoryJson).ToObject()!;
        json["due"] = due;
        return RuleContent.Of(json);
    }

    private static DateTimeOffset Due(CaseView view) => view.Clocks.Single(clock => clock.PolicyId == "statutory").DueAt;

    private static int Amount(RuntimeHarness host) => host.Get<SopPackSource>().Current.ClockPolicies["statutory"].Amount;

    private static void Replace(RuntimeHarness host, string file, string old, string now)
    {
        var path = Path.Combine(host.WorkflowsFolder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
    }
}
