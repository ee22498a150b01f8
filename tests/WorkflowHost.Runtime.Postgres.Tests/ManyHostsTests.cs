using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests;

/// <summary>Two hosts on one database.</summary>
public sealed class ManyHostsTests : IAsyncLifetime
{
    private RuntimeHarness? _one;
    private RuntimeHarness? _other;

    private RuntimeHarness One => _one!;

    private RuntimeHarness Other => _other!;

    public async Task InitializeAsync()
    {
        if (Server.SkipReason is null)
        {
            _one = await RuntimeHarness.StartAsync(
                Flows.Sequence("wait", Flows.Delay("hour", "01:00:00")),
                Flows.Sequence("failing", Flows.Fault("down"), Flows.Event("after", "go")),
                Flows.Sequence("single", Flows.Event("go", "go")).WithActivation("Singleton"),
                Flows.Sequence("daily", Flows.Activity("each", "Elsa.Cron", ("cronExpression", "String", "Literal", "0 0 9 * * *")).AsTrigger(), Flows.Event("on", "on")));
            _other = _one.Beside();
            await _other.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_one is not null && _other is not null)
        {
            await _other.DisposeAsync();
            await _one.DisposeAsync();
        }
    }

    [Fact]
    public async Task Timers_AThousandDueOnTwoHosts_FireOnceEach()
    {
        const int count = 1000;
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => (i % 2 == 0 ? One : Other).Instances.StartAsync("wait", new(), RuntimeHarness.Owner))));
        One.Time.Advance(TimeSpan.FromHours(1));

        var fired = await Task.WhenAll(Task.Run(() => One.Timers.RunDueAsync()), Task.Run(() => Other.Timers.RunDueAsync()));

        Assert.Equal(count, fired.Sum());
        await using var context = One.Context();
        Assert.Equal((count, 0), (await context.Cases.CountAsync(c => c.SubStatus == WorkflowSubStatus.Finished && c.Version == 2), await context.Timers.CountAsync()));
    }

    [Fact]
    public async Task Host_DiesWithALease_IsTakenOverWhenTheLeaseEnds()
    {
        await One.Instances.StartAsync("wait", new(), RuntimeHarness.Owner);
        One.Time.Advance(TimeSpan.FromHours(1));
        var now = One.Time.GetUtcNow();
        var lost = Assert.Single((await One.Get<WriteQueue>().RunAsync(sql => sql.ClaimTimers(now, TimeSpan.FromMinutes(1), 10))).Value);

        Assert.Equal(0, await Other.Timers.RunDueAsync());
        await Other.RestartAsync();
        Assert.Equal(0, await Other.Timers.RunDueAsync());
        One.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Other.Timers.RunDueAsync());

        // The dead one was only slow.
        Assert.Equal(0, (await One.Get<WriteQueue>().RunAsync(sql => sql.DropTimer(lost))).Value);
    }

    [Fact]
    public async Task GivenBack_ByAHostThatStops_IsToldToTheOther()
    {
        await One.Instances.StartAsync("wait", new(), RuntimeHarness.Owner);
        One.Time.Advance(TimeSpan.FromHours(1));
        var now = One.Time.GetUtcNow();
        var claimed = Assert.Single((await One.Get<WriteQueue>().RunAsync(sql => sql.ClaimTimers(now, TimeSpan.FromMinutes(1), 10))).Value);
        await Other.Get<OtherHosts>().PollAsync();

        await One.Get<WriteQueue>().RunAsync(sql => sql.GiveBackTimer(claimed));

        Assert.Equal(1, await Other.Get<OtherHosts>().PollAsync());
        Assert.Equal(1, await Other.Timers.RunDueAsync());
    }

    [Fact]
    public async Task JobOverIncidents_OfOneHost_IsToldAndStoppedByTheOther()
    {
        var failed = new List<IncidentRef>();
        for (var i = 0; i < 3; i++)
        {
            var started = (await One.Instances.StartAsync("failing", new(), RuntimeHarness.Owner)).Value!;
            failed.Add(new(started.Id, started.Incidents[0].ActivityInstanceId));
        }

        // The first command waits for its turn at the case.
        var turn = await One.Get<CaseTurns>().EnterAsync(failed[0].CaseId, default);
        var job = (await One.Get<IncidentJobs>().StartAsync(IncidentAct.Retry, failed, null, null, RuntimeHarness.Owner)).Value!;
        Assert.Equal(IncidentJobState.Running, (await Other.Get<IncidentJobs>().FindAsync(job.Id, RuntimeHarness.Owner))!.State);
        Assert.Equal(0, await Other.Get<IncidentJobs>().TakeUpAsync(default));

        Assert.True((await Other.Get<IncidentJobs>().StopAsync(job.Id, RuntimeHarness.Owner)).IsOk);
        turn.Dispose();
        await One.Get<IncidentJobs>().WorkOf(job.Id);

        var stopped = (await Other.Get<IncidentJobs>().FindAsync(job.Id, RuntimeHarness.Owner))!;
        Assert.Equal((IncidentJobState.Stopped, true), (stopped.State, stopped.Reached <= 1));
    }

    [Fact]
    public async Task JobOverIncidents_LeftByALostHost_IsTakenUpByOneOfTheOthers()
    {
        var started = (await One.Instances.StartAsync("failing", new(), RuntimeHarness.Owner)).Value!;
        var now = One.Time.GetUtcNow();
        var job = new StoredIncidentJob { Id = "lost", ById = RuntimeHarness.Owner.Id, ByName = "何平", ByRoles = "process_owner", StartedAt = now, ClaimableAt = now, Fence = 1 };
        await One.Get<WriteQueue>().RunAsync(sql => sql.StoreIncidentJob(
            job, [new() { JobId = job.Id, CaseId = started.Id, ActivityInstanceId = started.Incidents[0].ActivityInstanceId }]));

        var taken = await Task.WhenAll(Task.Run(() => One.Get<IncidentJobs>().TakeUpAsync(default)), Task.Run(() => Other.Get<IncidentJobs>().TakeUpAsync(default)));
        await Task.WhenAll(One.Get<IncidentJobs>().WorkOf(job.Id), Other.Get<IncidentJobs>().WorkOf(job.Id));

        Assert.Equal(1, taken.Sum());
        Assert.Equal(IncidentJobState.Ended, (await One.Get<IncidentJobs>().FindAsync(job.Id, RuntimeHarness.Owner))!.State);
        Assert.Equal(started.Version + 1, (await One.InstanceQueries.GetAsync(started.Id, RuntimeHarness.Owner))!.Version);
    }

    [Fact]
    public async Task Schedule_NoHostKnows_IsTriedLessAndLessOftenButNeverSeldom()
    {
        await using var context = One.Context();
        await context.Database.ExecuteSqlAsync($"UPDATE schedules SET hash = 'of a version that compiles nowhere' WHERE definition_id = 'daily'");
        var waits = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var due = One.Schedules.NextDue()!.Value;
            One.Time.Advance(due - One.Time.GetUtcNow());
            Assert.Equal(0, await One.Schedules.RunDueAsync());
            waits.Add((One.Schedules.NextDue()!.Value - due).TotalSeconds);
        }

        Assert.Equal([5, 10, 20, 40, 80, 80, 80], waits);
    }

    [Fact]
    public async Task Case_ChangedOnBothHostsAtOnce_TakesEveryCommandOnce()
    {
        var view = await One.OpenAsync();

        var notes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => (i % 2 == 0 ? One : Other).Desk.AddNoteAsync(view.Id, $"第{i}条", RuntimeHarness.Agent))));

        var after = (await Other.Queries.CaseAsync(view.Id, RuntimeHarness.Agent))!;
        var kept = after.Timeline.Select(t => t.Args.GetValueOrDefault("text")).OfType<string>().Where(text => text.StartsWith('第')).ToList();
        Assert.Equal(notes.Count(n => n.IsOk), kept.Count);
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.All(notes.Where(n => !n.IsOk), n => Assert.Equal("case.busy", n.Refusal!.Code));
        Assert.NotEmpty(kept);
    }

    [Fact]
    public async Task Command_OnOneHost_IsSeenByTheOtherAndRefreshesItsScreens()
    {
        var view = await One.OpenAsync();
        await Other.Get<OtherHosts>().PollAsync();
        var seen = new List<CaseChanged>();
        Other.Get<CaseChangeFeed>().Changed += seen.Add;

        await One.Desk.AddNoteAsync(view.Id, "已回电", RuntimeHarness.Agent);

        Assert.Contains((await Other.Queries.CaseAsync(view.Id, RuntimeHarness.Agent))!.Timeline, t => t.Args.GetValueOrDefault("text") == "已回电");
        Assert.Equal(1, await Other.Get<OtherHosts>().PollAsync());
        Assert.Equal((view.Id, view.Version + 1), (Assert.Single(seen).CaseId, seen[0].Version));
        Assert.Equal(0, await Other.Get<OtherHosts>().PollAsync());
        Assert.Equal(0, await One.Get<OtherHosts>().PollAsync());
    }

    [Fact]
    public async Task Draft_SavedOnOneHost_RingsTheBellsOfTheOther()
    {
        await Other.Get<OtherHosts>().PollAsync();
        var seen = new List<CaseChanged>();
        Other.Get<CaseChangeFeed>().Changed += seen.Add;
        var latest = JsonNode.Parse((await One.Get<DefinitionStore>().GetAsync("single"))!.Json.Span)!.AsObject();
        latest["name"] = "草稿";
        var draft = await One.Get<DefinitionDesk>().SaveAsync(new(latest, BasedOn: 1), RuntimeHarness.Owner);
        Assert.True(draft.IsOk, draft.Refusal?.Code);
        latest["name"] = "改过的草稿";
        Assert.True((await One.Get<DefinitionDesk>().SaveAsync(new(latest, BasedOn: draft.Version!.Revision), RuntimeHarness.Owner)).IsOk);

        await Other.Get<OtherHosts>().PollAsync();

        Assert.Contains(seen, change => change.IsAboutNoCase && change.HasNotifications);
    }

    [Fact]
    public async Task RuleDraft_OfOneHost_RingsTheBellsOfTheOtherAtEachOfItsSteps()
    {
        await using var one = await RuntimeHarness.StartAsync(null, options => options.FourEyes = true);
        await using var other = one.Beside();
        await other.StartAsync();
        await other.Get<OtherHosts>().PollAsync();
        var rung = 0;
        other.Get<CaseChangeFeed>().Changed += change => rung += change.IsAboutNoCase && change.HasNotifications ? 1 : 0;
        async Task RingsAsync(Task<RuleAnswer> step)
        {
            var before = rung;
            Assert.Null((await step).Refusal);
            await other.Get<OtherHosts>().PollAsync();
            Assert.Equal(before + 1, rung);
        }

        var (desk, contact, second) = (one.Get<RuleDesk>(), new RuleKey(RuleKind.Clock, "contact"), new Actor("s-owner2", "沈悦", "P7002", ["process_owner"]));
        var json = (await desk.FindAsync(contact))!.InForce!.ToObject()!;
        json["due"] = "HR(12)";

        await RingsAsync(desk.SaveAsync(contact, RuleContent.Of(json), null, RuntimeHarness.Owner));
        await RingsAsync(desk.PublishAsync(contact, null, RuntimeHarness.Owner));
        await RingsAsync(desk.RejectAsync(contact, (await desk.FindAsync(contact))!.Draft!.Revision, "依据是哪一条？", second));
        await RingsAsync(desk.PublishAsync(contact, null, RuntimeHarness.Owner));
        await RingsAsync(desk.WithdrawAsync(contact, RuntimeHarness.Owner));
        await RingsAsync(desk.DiscardAsync(contact, null, RuntimeHarness.Owner));
    }

    [Fact]
    public async Task Publish_OnOneHost_BringsTheListsOfTheOtherUpToDate()
    {
        var latest = JsonNode.Parse((await One.Get<DefinitionStore>().GetAsync("single"))!.Json.Span)!.AsObject();
        latest["name"] = "新版";
        Assert.True((await One.Get<DefinitionDesk>().SaveAsync(new(latest, BasedOn: 1), RuntimeHarness.Owner)).IsOk);
        await Other.Get<OtherHosts>().PollAsync();
        var rung = 0;
        Other.Get<CaseChangeFeed>().Changed += change => rung += change.IsAboutNoCase ? 1 : 0;

        Assert.True((await One.Get<DefinitionDesk>().PublishAsync("single", RuntimeHarness.Owner)).IsOk);
        await Other.Get<OtherHosts>().PollAsync();

        Assert.Equal(1, rung);
    }

    [Fact]
    public async Task News_ThatCannotBeRead_KeepBackNothingBehindThem()
    {
        await Other.Get<OtherHosts>().PollAsync();
        await using (var context = One.Context())
        {
            await context.Database.ExecuteSqlAsync($"INSERT INTO changes (host, ticket, part, kind, body, xid, at) SELECT 'later', 1, 0, 'Case', 'of a later release', pg_current_xact_id()::text::bigint, 0");
        }

        var staff = new StaffMember("s-new", "s-new", "新人", "N1", ["agent"], "bj", [], true, null, 0);
        Assert.True((await One.Get<StaffDirectory>().SaveAsync(staff)).IsOk);

        await Other.Get<OtherHosts>().PollAsync();

        Assert.Equal("新人", Other.Get<StaffDirectory>().NameOf("s-new"));
        Assert.Equal(0, await Other.Get<OtherHosts>().PollAsync());
    }

    [Fact]
    public async Task Timer_SetOnOneHost_WakesThePumpOfTheOther()
    {
        await Other.Get<OtherHosts>().PollAsync();
        using var never = new CancellationTokenSource();
        await One.Instances.StartAsync("wait", new(), RuntimeHarness.Owner);
        var woken = Other.Get<DueWork>().WaitAsync(never.Token);

        await Other.Get<OtherHosts>().PollAsync();

        await woken.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Fact]
    public async Task Rule_PublishedOnOneHost_IsInForceOnTheOther()
    {
        var contact = new RuleKey(RuleKind.Clock, "contact");
        var json = (await One.Get<RuleDesk>().FindAsync(contact))!.InForce!.ToObject()!;
        json["due"] = "HR(12)";
        await One.Get<RuleDesk>().SaveAsync(contact, RuleContent.Of(json), null, RuntimeHarness.Owner);
        Assert.Null((await One.Get<RuleDesk>().PublishAsync(contact, null, RuntimeHarness.Owner)).Refusal);

        await Other.Get<OtherHosts>().PollAsync();

        Assert.Equal(12, Other.Get<SopPackSource>().Current.ClockPolicies["contact"].Amount);
    }

    [Fact]
    public async Task Publish_OnOneHost_IsWhatTheOtherStartsAndRetractIsToo()
    {
        var desk = One.Get<DefinitionDesk>();
        var latest = JsonNode.Parse((await One.Get<DefinitionStore>().GetAsync("single"))!.Json.Span)!.AsObject();
        latest["name"] = "新版";
        Assert.True((await desk.SaveAsync(new(latest, BasedOn: 1), RuntimeHarness.Owner)).IsOk);
        Assert.True((await desk.PublishAsync("single", RuntimeHarness.Owner)).IsOk);

        await Other.Get<OtherHosts>().PollAsync();
        var started = (await Other.Instances.StartAsync("single", new(), RuntimeHarness.Owner)).Value!;
        Assert.Equal(2, started.Row.DefinitionVersion);

        Assert.True((await desk.RetractAsync("single", RuntimeHarness.Owner)).IsOk);
        await Other.Get<OtherHosts>().PollAsync();
        Assert.Equal("definition.not_published", (await Other.Instances.StartAsync("single", new(), RuntimeHarness.Owner)).Refusal!.Code);
    }

    [Fact]
    public async Task Schedule_PublishedOnOneHostDueOnTheOther_IsNotPutOff()
    {
        var workflow = Flows.Sequence("hourly", Flows.Activity("each", "Elsa.Cron", ("cronExpression", "String", "Literal", "0 0 * * * *")).AsTrigger(), Flows.Event("on", "on"));
        // As new from the designer: it has no id yet.
        workflow.Remove("definitionId");
        var saved = await One.Get<DefinitionDesk>().SaveAsync(new(workflow, IsToBePublished: true), RuntimeHarness.Owner);
        Assert.True(saved.IsOk, saved.Refusal?.Code + string.Join("; ", saved.Check?.Faults ?? []));
        One.Time.Advance(TimeSpan.FromMinutes(20));

        // It has not looked since.
        Assert.True(await Other.Schedules.RunDueAsync() >= 1);
        await using var context = One.Context();
        Assert.Equal(1, await context.Cases.CountAsync(c => c.DefinitionId == saved.Version!.DefinitionId));
    }

    [Fact]
    public async Task Schedule_DueOnBothHosts_StartsOneInstance()
    {
        One.Time.Advance(TimeSpan.FromHours(24));

        await Task.WhenAll(Task.Run(() => One.Schedules.RunDueAsync()), Task.Run(() => Other.Schedules.RunDueAsync()));

        await using var context = One.Context();
        Assert.Equal(1, await context.Cases.CountAsync(c => c.DefinitionId == "daily"));
    }

    [Fact]
    public async Task Key_UsedOnBothHostsAtOnce_OpensOneCase()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => (i % 2 == 0 ? One : Other).Desk.OpenAsync(
            TestPack.DefinitionId, RuntimeHarness.OpenFields(), RuntimeHarness.Agent, "key-1"))));

        Assert.Single(opened.Select(o => o.Value!.Id).Distinct());
        await using var context = One.Context();
        Assert.Equal(1, await context.Cases.CountAsync());
    }

    [Fact]
    public async Task Numbers_GivenOnBothHostsAtOnce_AreDenseAndUnique()
    {
        var views = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? One : Other).OpenAsync($"客户{i}", $"138000000{i:00}"))));

        var running = views.Select(v => v.Summary.Number[^4..]).Order().ToList();
        Assert.Equal(Enumerable.Range(1, 40).Select(i => i.ToString("0000", System.Globalization.CultureInfo.InvariantCulture)), running);
    }

    [Fact]
    public async Task Numbers_CountLostOrBehind_GoOnFromTheCases()
    {
        await One.OpenAsync();
        await One.OpenAsync("李四", "13900000001");
        await using (var context = One.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE counters SET value = 1 WHERE name LIKE 'case:%'");
        }

        var next = await Other.OpenAsync("王五", "13900000002");

        Assert.EndsWith("-0003", next.Summary.Number, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Singleton_StartedOnBothHostsAtOnce_RunsOnce()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => (i % 2 == 0 ? One : Other).Instances.StartAsync("single", new(), RuntimeHarness.Owner))));

        Assert.Single(starts, s => s.IsOk);
        Assert.All(starts.Where(s => !s.IsOk), s => Assert.Equal("instance.not_activated", s.Refusal!.Code));
    }

    [Fact]
    public async Task Staff_ChangedOnOneHost_IsKnownToTheOther()
    {
        var member = One.Get<StaffDirectory>().Find(RuntimeHarness.Agent.Id)!;
        await One.Get<StaffDirectory>().SaveAsync(member with { IsActive = false });

        await Other.Get<OtherHosts>().PollAsync();

        Assert.False(Other.Get<StaffDirectory>().Find(member.Id)!.IsActive);
    }

    [Fact]
    public async Task Load_TakenOnOneHost_CountsOnTheOther()
    {
        var view = await One.OpenAsync();
        await Other.Get<OtherHosts>().PollAsync();

        await One.Desk.ClaimAsync(RuntimeHarness.OpenTask(view).Id, RuntimeHarness.Agent);
        await Other.Get<OtherHosts>().PollAsync();

        Assert.Equal(1, Other.Get<StaffDirectory>().Find(RuntimeHarness.Agent.Id)!.OpenTasks);
    }

    [Fact]
    public async Task Start_ThreeMoreHostsAtOnce_AllComeAndImportNothingTwice()
    {
        var more = Enumerable.Range(0, 3).Select(_ => One.Beside()).ToList();

        await Task.WhenAll(more.Select(host => Task.Run(host.StartAsync)));

        await using (var context = One.Context())
        {
            Assert.Equal(await context.Definitions.Select(d => d.DefinitionId).Distinct().CountAsync(), await context.Definitions.CountAsync());
        }

        foreach (var host in more)
        {
            await host.DisposeAsync();
        }
    }
}
