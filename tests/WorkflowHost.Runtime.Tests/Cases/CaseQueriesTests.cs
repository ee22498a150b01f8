using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests.Cases;

public sealed class CaseQueriesTests
{
    [Theory]
    [InlineData(CaseSort.Newest)]
    [InlineData(CaseSort.NextDue)]
    public async Task Cases_PagedByKey_GiveEveryCaseOnceInOrder(CaseSort sort)
    {
        await using var host = await RuntimeHarness.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await host.OpenAsync($"客户{i}");
            // Some share an instant, so that the id has to break the tie.
            host.Time.Advance(TimeSpan.FromSeconds(i % 2));
        }

        var seen = new List<CaseRow>();
        string? cursor = null;
        do
        {
            var page = await host.Queries.CasesAsync(new(Sort: sort, Cursor: cursor, Take: 3), RuntimeHarness.Agent);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(7, seen.Select(c => c.Id).Distinct().Count());
        Assert.Equal(7, seen.Count);
        Assert.Equal(
            sort == CaseSort.Newest ? seen.OrderByDescending(c => c.OpenedAt).Select(c => c.OpenedAt) : seen.Select(c => c.OpenedAt).Order(),
            seen.Select(c => c.OpenedAt));
    }

    [Fact]
    public async Task Cases_Filters_NarrowTheList()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var open = await host.OpenAsync("张伟");
        var withdrawn = await host.OpenAsync("李娜");
        await host.Desk.RaiseEventAsync(withdrawn.Id, "withdrawn", [], RuntimeHarness.Agent);

        async Task<string[]> Names(CaseFilter filter) => [.. (await host.Queries.CasesAsync(filter, RuntimeHarness.Agent)).Items.Select(c => c.CustomerName!)];

        Assert.Equal(["张伟"], await Names(new(Status: CaseStatus.Open)));
        Assert.Equal(["李娜"], await Names(new(Status: CaseStatus.Ended)));
        Assert.Equal(["张伟"], await Names(new(Stage: "intake", Status: CaseStatus.Open)));
        Assert.Equal(["李娜"], await Names(new(Text: "李娜")));
        Assert.Empty(await Names(new(Overdue: true)));
        host.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["张伟"], await Names(new(Overdue: true)));
        Assert.Equal(["李娜"], await Names(new(Overdue: false)));
        Assert.Empty(await Names(new(Severity: 1)));
        Assert.Equal(["李娜", "张伟"], await Names(new(Cursor: "rubbish", DefinitionId: "small")));
        Assert.Equal(["李娜", "张伟"], await Names(new(Cursor: string.Empty)));
        Assert.Equal(open.Id, (await host.Queries.CaseAsync(open.Summary.Number, RuntimeHarness.Agent))!.Id);
    }

    [Fact]
    public async Task Reads_ByWhoServesNoCustomers_AreEmpty()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();

        Assert.Null(await host.Queries.CaseAsync(view.Id, RuntimeHarness.Owner));
        Assert.Empty((await host.Queries.CasesAsync(new(), RuntimeHarness.Owner)).Items);
        Assert.Empty((await host.Queries.InboxAsync(RuntimeHarness.Owner, new())).Claimable);
        Assert.Empty((await host.Queries.BoardAsync(RuntimeHarness.Agent, new())).Items);
        Assert.Empty(await host.Queries.RevisitsAsync(new(), RuntimeHarness.Owner));
        Assert.Empty(await host.TimersAsync(new(), RuntimeHarness.Agent));
        Assert.Empty(await host.Queries.PossibleRepeatsAsync("13800000000", null, RuntimeHarness.Owner));
    }

    [Fact]
    public async Task Board_RunningClocks_AreOrderedByDueWithAssigneeColourAndLoad()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(view).Id, RuntimeHarness.Agent);
        host.Time.Advance(TimeSpan.FromHours(25));

        var board = await host.Queries.BoardAsync(RuntimeHarness.Lead, new());

        var item = Assert.Single(board.Items);
        Assert.Equal(("contact", ClockState.Breached, "陈静"), (item.Clock.PolicyId, item.Clock.Colour, item.AssigneeName));
        var other = Assert.Single(item.Others);
        Assert.Equal(("statutory", ClockState.Green), (other.PolicyId, other.Colour));
        Assert.Equal(1, Assert.Single(board.Counts).Value);
        Assert.Equal(1, board.Counts[ClockState.Breached]);
        var load = board.Loads.Single(l => l.StaffId == RuntimeHarness.Agent.Id);
        Assert.Equal((1, 1), (load.OpenTasks, load.Overdue));
        Assert.Single((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(PolicyId: "contact"))).Items);
        Assert.Empty((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(AssigneeId: "nobody"))).Items);
        Assert.Single((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(AssigneeId: RuntimeHarness.Agent.Id))).Items);
        Assert.Single((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(DueBefore: host.Time.GetUtcNow()))).Items);
        Assert.Empty((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(DueBefore: host.Time.GetUtcNow().AddHours(-2)))).Items);
    }

    [Fact]
    public async Task Revisit_AfterClosing_IsInTheCallListAndItsAttemptPlansTheNext()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.ClosedAsync();
        var scheduler = new Actor("s-sched", "吴霞", null, ["scheduler"]);
        var row = Assert.Single(await host.Queries.RevisitsAsync(new(), scheduler));
        Assert.Equal((RevisitBucket.Upcoming, "张伟"), (row.Bucket, row.CustomerName));
        host.Time.Advance(row.NextAttemptAt!.Value - host.Time.GetUtcNow());
        Assert.Equal(RevisitBucket.Today, Assert.Single(await host.Queries.RevisitsAsync(new(), scheduler)).Bucket);

        var logged = await host.Desk.LogAttemptAsync(row.RevisitId, new() { Result = AttemptResult.NoAnswer }, scheduler);

        Assert.True(logged.IsOk, logged.Refusal?.Code);
        var next = Assert.Single(await host.Queries.RevisitsAsync(new(), scheduler));
        Assert.Equal(1, next.AttemptCount);
        Assert.True(next.NextAttemptAt > row.NextAttemptAt);
        Assert.Equal("13800000000", Assert.Single(Assert.Single(logged.Value.Revisits).Revisit.Attempts).Number);
        host.Time.Advance(TimeSpan.FromDays(20));
        Assert.Equal(RevisitBucket.Overdue, Assert.Single(await host.Queries.RevisitsAsync(new(), scheduler)).Bucket);
        Assert.Empty(await host.Queries.RevisitsAsync(new(Status: RevisitStatus.Successful), scheduler));
        Assert.Equal(view.Id, (await host.Queries.CaseOfRevisitAsync(row.RevisitId, scheduler))!.Id);
    }

    [Fact]
    public async Task Revisits_ManyOverdue_DoNotHideThoseOfTheDayAndTheListSaysThatThereIsMore()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var revisit = Assert.Single((await host.ClosedAsync()).Revisits).Revisit;
        await using var context = host.Context();
        var now = host.Time.GetUtcNow();
        foreach (var (id, at) in new[] { ("o1", -72), ("o2", -48), ("o3", -24), ("t1", 1), ("u1", 48) })
        {
            var nextAttemptAt = now.AddHours(at).ToUnixTimeMilliseconds();
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO revisits (id, case_id, type, policy_id, status, due_from, due_at, next_attempt_at, attempt_count, is_provisional) SELECT {id}, case_id, type, policy_id, status, due_from, due_at, {nextAttemptAt}, 0, is_provisional FROM revisits WHERE id = {revisit.Id}");
        }

        await context.Database.ExecuteSqlAsync($"UPDATE revisits SET next_attempt_at = NULL WHERE id = {revisit.Id}");

        var list = await host.Queries.CallListAsync(new(Take: 2), RuntimeHarness.Lead);

        Assert.Equal(["o1", "o2", "t1", "u1", revisit.Id], list.Items.Select(r => r.RevisitId));
        Assert.Equal(
            [RevisitBucket.Overdue, RevisitBucket.Overdue, RevisitBucket.Today, RevisitBucket.Upcoming, RevisitBucket.Upcoming],
            list.Items.Select(r => r.Bucket));
        Assert.True(list.HasMore);
        Assert.False((await host.Queries.CallListAsync(new(), RuntimeHarness.Lead)).HasMore);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task Revisits_DayOutsideTheCalendar_AreNone(string day)
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.ClosedAsync();

        Assert.Empty(await host.Queries.RevisitsAsync(new(Day: DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), RuntimeHarness.Lead));
    }

    [Fact]
    public async Task Incidents_OneStateUnreadable_IsListedAsSuchBesideTheOthers()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var broken = await FaultedAsync(host, "张伟");
        var readable = await FaultedAsync(host, "李娜");
        await using var context = host.Context();
        await context.Database.ExecuteSqlAsync($"UPDATE cases SET state = {new byte[] { 0 }} WHERE id = {broken.Id}");

        var rows = await host.Queries.IncidentsAsync(RuntimeHarness.Lead);

        Assert.Equal(2, rows.Count);
        Assert.Contains("cannot be read", Assert.Single(rows.Single(r => r.CaseId == broken.Id).Incidents).Message, StringComparison.Ordinal);
        Assert.Equal("fail", Assert.Single(rows.Single(r => r.CaseId == readable.Id).Incidents).ActivityId);
    }

    [Fact]
    public async Task Operations_ByAProcessOwner_ShowNoPersonalDataAndByComplianceEverything()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        await FaultedAsync(host, "李娜");
        var compliance = new Actor("s-comp", "孙洁", null, [StaffRoles.Compliance]);

        var masked = Assert.Single(await host.Queries.OutboxAsync(new(), RuntimeHarness.Owner));
        var whole = Assert.Single(await host.Queries.OutboxAsync(new(), compliance));

        Assert.Equal((string.Empty, 0), (masked.Target, masked.Payload.Count));
        Assert.Equal("13800000000", whole.Target);
        Assert.NotEmpty(whole.Payload);
        Assert.Empty(Assert.Single(await host.Queries.IncidentsAsync(RuntimeHarness.Owner)).Title);
        Assert.NotEmpty(Assert.Single(await host.Queries.IncidentsAsync(compliance)).Title);
        Assert.NotEmpty(await host.TimersAsync(new(), compliance));
    }

    [Fact]
    public async Task Instances_OfCases_ByAProcessOwner_CannotBeFoundByCustomerNorSayWhatFailedOnWhichValue()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var faulted = await FaultedAsync(host, "李娜");
        var compliance = new Actor("s-comp", "孙洁", null, [StaffRoles.Compliance]);

        // As a Set Name step of the SOP leaves it.
        await using var context = host.Context();
        await context.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, "李娜的投诉"));

        Assert.Equal(faulted.Id, Assert.Single((await host.InstanceQueries.ListAsync(new(Text: "李娜"), compliance)).Items).Id);
        Assert.Empty((await host.InstanceQueries.ListAsync(new(Text: "李娜"), RuntimeHarness.Owner)).Items);
        var whole = Assert.Single((await host.InstanceQueries.GetAsync(faulted.Id, compliance))!.Incidents);
        var masked = Assert.Single((await host.InstanceQueries.GetAsync(faulted.Id, RuntimeHarness.Owner))!.Incidents);
        Assert.Equal((whole.ActivityId, whole.ActivityType + " failed", null), (masked.ActivityId, masked.Message, masked.Cause));
        Assert.Equal(masked, Assert.Single(Assert.Single(await host.Queries.IncidentsAsync(RuntimeHarness.Owner)).Incidents) with { Stack = masked.Stack });
    }

    [Fact]
    public async Task Board_AllDeadlinesStandStill_IsListedLastAsPaused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var paused = await host.OpenAsync("赵敏");
        var running = await host.OpenAsync("张伟");
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE clocks SET status = 'Paused' WHERE case_id = {paused.Id}");
            await context.Database.ExecuteSqlAsync($"UPDATE cases SET next_due_at = NULL WHERE id = {paused.Id}");
        }

        var board = await host.Queries.BoardAsync(RuntimeHarness.Lead, new());

        Assert.Equal([running.Id, paused.Id], board.Items.Select(i => i.CaseId));
        Assert.Equal(ClockState.Paused, board.Items[1].Clock.Colour);
        Assert.Equal(1, board.Counts[ClockState.Paused]);
        Assert.Single((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(DueBefore: host.Time.GetUtcNow().AddDays(60)))).Items);
    }

    [Fact]
    public async Task Timers_OfEachKind_NameWhatTheyAreFor()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();

        var timers = await host.TimersAsync(new(), RuntimeHarness.Lead);

        Assert.Equal("wait", Assert.Single(timers, t => t.Kind == CaseTimerKind.Bookmark).Subject);
        Assert.Equal("statutory", Assert.Single(timers, t => t.Kind == CaseTimerKind.Ladder).Subject);
    }

    [Fact]
    public async Task Board_AskedAgainAtOnce_CountsColoursOnlyAfterSomeSeconds()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();
        var before = await host.Queries.BoardAsync(RuntimeHarness.Lead, new());
        await host.OpenAsync();

        var atOnce = await host.Queries.BoardAsync(RuntimeHarness.Lead, new());
        host.Time.Advance(TimeSpan.FromSeconds(3));
        var later = await host.Queries.BoardAsync(RuntimeHarness.Lead, new());

        Assert.Equal((1, 1, 2), (before.Counts[ClockState.Green], atOnce.Counts[ClockState.Green], later.Counts[ClockState.Green]));
        Assert.Equal((1, 2), (before.Items.Count, atOnce.Items.Count));
    }

    [Fact]
    public async Task Staff_OpenTasks_FollowEveryCommitAndSurviveARestart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var task = RuntimeHarness.OpenTask(await host.OpenAsync());

        int Load() => host.Get<StaffDirectory>().Find(RuntimeHarness.Agent.Id)!.OpenTasks;

        Assert.Equal(0, Load());
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        Assert.Equal(1, Load());
        await host.RestartAsync();
        Assert.Equal(1, Load());
        await host.Desk.ReleaseAsync(task.Id, RuntimeHarness.Agent);
        Assert.Equal(0, Load());
    }

    [Fact]
    public async Task Staff_Saved_IsCheckedAndKept()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var directory = host.Get<StaffDirectory>();
        var member = new StaffMember("new", "zhou", "周明", null, ["exec"], null, ["english", "motor"], true, host.Time.GetUtcNow().AddDays(1), 0);

        Assert.Equal("staff.role_unknown", (await directory.SaveAsync(member with { Roles = ["king"] })).Refusal?.Code);
        Assert.Equal("field.required", (await directory.SaveAsync(member with { DisplayName = " " })).Refusal?.Fields[0].Code);
        Assert.Equal("staff.user_name_taken", (await directory.SaveAsync(member with { UserName = RuntimeHarness.Agent.Id })).Refusal?.Code);
        Assert.True((await directory.SaveAsync(member)).IsOk);
        await host.RestartAsync();

        var kept = host.Get<StaffDirectory>().FindByUserName("ZHOU")!;
        Assert.Equal(["english", "motor"], kept.Skills.ToArray());
        Assert.False(kept.IsAvailable(host.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Feed_AfterACommit_SaysWhatChangedAndABrokenListenerHarmsNobody()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var changes = new List<CaseChanged>();
        host.Get<CaseChangeFeed>().Changed += _ => throw new InvalidOperationException("a broken screen");
        host.Get<CaseChangeFeed>().Changed += changes.Add;

        var view = await host.OpenAsync();
        await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(view).Id, RuntimeHarness.Agent);
        await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(view).Id, RuntimeHarness.Handler);

        Assert.Equal([1L, 2L], changes.Select(c => c.Version));
        Assert.Equal([RuntimeHarness.Agent.Id], changes[1].Staff);
    }

    private static async Task<CaseView> FaultedAsync(RuntimeHarness host, string customer)
    {
        var task = RuntimeHarness.OpenTask(await host.OpenAsync(customer));
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        var faulted = await host.Desk.CompleteAsync(task.Id, "broken", new JsonObject { ["summary"] = "x" }, RuntimeHarness.Agent);
        Assert.NotEmpty(faulted.Value!.Incidents);
        return faulted.Value;
    }

    [Theory]
    [InlineData("王芳", new[] { "王芳" })]
    [InlineData(" 王芳 ", new[] { "王芳" })]
    [InlineData("王", new[] { "王芳芳", "王芳" })]
    [InlineData("芳芳", new[] { "王芳芳" })]
    [InlineData("13900000002", new[] { "王芳芳" })]
    [InlineData("1390000000", new[] { "王芳芳", "王芳" })]
    [InlineData("没有", new string[0])]
    public async Task Cases_TextThatIsAWholeNumberOrName_FindsExactlyThose(string text, string[] found)
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync("王芳", "13900000001");
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.OpenAsync("王芳芳", "13900000002");

        var page = await host.Queries.CasesAsync(new() { Text = text }, RuntimeHarness.Lead);

        Assert.Equal(found, page.Items.Select(row => row.CustomerName));
    }

    [Fact]
    public async Task Cases_WholeNameOfACaseThatTheOtherConditionsLeaveOut_HidesNoOther()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var ended = await host.OpenAsync("王芳");
        await host.OpenAsync("王芳芳");
        Assert.True((await host.Desk.RaiseEventAsync(ended.Id, "withdrawn", [], RuntimeHarness.Agent)).IsOk);

        var open = await host.Queries.CasesAsync(new() { Text = "王芳", Status = CaseStatus.Open }, RuntimeHarness.Lead);

        Assert.Equal(["王芳芳"], open.Items.Select(row => row.CustomerName));
    }

    [Fact]
    public async Task Cases_WholeNumberOfACaseOneMayNotRead_TellsNothingOfIt()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync("王芳");

        Assert.Single((await host.Queries.CasesAsync(new() { Text = view.Summary.Number }, RuntimeHarness.Lead)).Items);
        Assert.Empty((await host.Queries.CasesAsync(new() { Text = view.Summary.Number }, RuntimeHarness.Owner)).Items);
    }
}
