using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests.Cases;

public sealed class CaseQueriesTests
{
    [Fact]
    public async Task Inbox_MineAndClaimable_AreToldApartAndSortedByWhatBreachesNext()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var late = await host.OpenAsync("晚");
        host.Time.Advance(TimeSpan.FromHours(1));
        var mine = await host.OpenAsync("我的");
        await host.OpenAsync("更晚");
        await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(mine).Id, RuntimeHarness.Agent);

        var inbox = await host.Queries.InboxAsync(RuntimeHarness.Agent, new());

        Assert.Equal("我的", Assert.Single(inbox.Mine).CustomerName);
        Assert.Equal(["晚", "更晚"], inbox.Claimable.Select(i => i.CustomerName));
        Assert.Equal("contact", inbox.Claimable[0].NextBreach!.PolicyId);
        Assert.Equal(late.Summary.NextDueAt, inbox.Claimable[0].NextBreach!.DueAt);
        Assert.False(inbox.HasMore);
    }

    [Fact]
    public async Task Inbox_OtherRole_SeesNothingToClaim()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();

        var inbox = await host.Queries.InboxAsync(RuntimeHarness.Handler, new());

        Assert.Empty(inbox.Claimable);
    }

    [Theory]
    [InlineData("0002", 1)]
    [InlineData("李", 1)]
    [InlineData("%", 0)]
    [InlineData("XE", 3)]
    public async Task Inbox_Text_SearchesNumberAndCustomerLiterally(string text, int found)
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync("张伟");
        await host.OpenAsync("李娜");
        await host.OpenAsync("王芳");

        Assert.Equal(found, (await host.Queries.InboxAsync(RuntimeHarness.Agent, new(Text: text))).Claimable.Count);
    }

    [Fact]
    public async Task Inbox_MoreThanAsked_SaysSo()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();
        await host.OpenAsync();

        var inbox = await host.Queries.InboxAsync(RuntimeHarness.Agent, new(Take: 1));

        Assert.Single(inbox.Claimable);
        Assert.True(inbox.HasMore);
    }

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
        Assert.Empty(await host.Queries.TimersAsync(new(), RuntimeHarness.Agent));
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

        Assert.Equal(["contact", "statutory"], board.Items.Select(i => i.Clock.PolicyId));
        Assert.Equal((ClockState.Breached, ClockState.Green), (board.Items[0].Clock.Colour, board.Items[1].Clock.Colour));
        Assert.All(board.Items, i => Assert.Equal("陈静", i.AssigneeName));
        Assert.Equal(1, board.Counts[ClockState.Breached]);
        var load = board.Loads.Single(l => l.StaffId == RuntimeHarness.Agent.Id);
        Assert.Equal((1, 1), (load.OpenTasks, load.Overdue));
        Assert.Single((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(PolicyId: "contact"))).Items);
        Assert.Empty((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(AssigneeId: "nobody"))).Items);
        Assert.Equal(2, (await host.Queries.BoardAsync(RuntimeHarness.Lead, new(AssigneeId: RuntimeHarness.Agent.Id))).Items.Count);
        Assert.Single((await host.Queries.BoardAsync(RuntimeHarness.Lead, new(DueBefore: host.Time.GetUtcNow()))).Items);
    }

    [Fact]
    public async Task Revisit_AfterClosing_IsInTheCallListAndItsAttemptPlansTheNext()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await ClosedAsync(host);
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

    private static async Task<CaseView> ClosedAsync(RuntimeHarness host)
    {
        var view = await host.AcceptedAsync();
        host.Time.Advance(TimeSpan.FromHours(2));
        await host.Timers.RunDueAsync();
        var task = RuntimeHarness.OpenTask((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Handler))!);
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Handler);
        var closed = await host.Desk.CompleteAsync(task.Id, "Done", new JsonObject { ["lessons"] = "加强回电" }, RuntimeHarness.Handler);
        Assert.True(closed.IsOk, closed.Refusal?.Code);
        Assert.Equal(CaseStatus.Closed, closed.Value.Summary.Status);
        return closed.Value;
    }
}
