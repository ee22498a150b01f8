using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Incidents;

/// <summary>Dealing with steps that failed, one and many at once.</summary>
public sealed class IncidentJobsTests
{
    private static readonly JsonObject Failing = Flows.Sequence("failing", Flows.Fault("down"), Flows.Event("after", "go"));

    [Fact]
    public async Task Skip_FailedStep_GoesOnBehindItAndSaysWhy()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await BrokenCaseAsync(host);
        var incident = Assert.Single(view.Incidents);

        var refused = await ActAsync(host, IncidentAct.Skip, view.Id, incident.ActivityInstanceId, RuntimeHarness.Agent);
        var skipped = await ActAsync(host, IncidentAct.Skip, view.Id, incident.ActivityInstanceId, RuntimeHarness.Lead);

        Assert.Equal("incident.role_required", refused.Refusal?.Code);
        Assert.True(skipped.IsOk, skipped.Refusal?.Code);
        Assert.Equal(0, skipped.Value.IncidentsLeft);
        var after = (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!;
        Assert.Contains(after.Timeline, t => t.Kind == "incident.skipped" && t.Args["reason"] == "系统停机" && t.ActorId == RuntimeHarness.Lead.Id);
    }

    [Fact]
    public async Task Skip_WithoutReason_OrOfNothing_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await BrokenCaseAsync(host);
        var desk = host.Get<IncidentDesk>();

        var silent = await desk.ActAsync(IncidentAct.Skip, new(view.Id, view.Incidents[0].ActivityInstanceId), null, "", RuntimeHarness.Lead);
        var nothing = await desk.ActAsync(IncidentAct.Skip, new(view.Id, "nothing"), null, "系统停机", RuntimeHarness.Lead);

        Assert.Equal(("form.invalid", "incident.not_found"), (silent.Refusal?.Code, nothing.Refusal?.Code));
    }

    [Fact]
    public async Task Job_OverMany_DoesEachAndTellsHonestlyWhatWasNotDone()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 3);
        IncidentRef[] incidents = [failed[0], new("nothing", "nothing"), failed[1], failed[2]];

        var job = await RunAsync(host, IncidentAct.Cancel, incidents);

        Assert.Equal((IncidentJobState.Ended, 4, 1), (job.State, job.Reached, job.NotDone));
        Assert.Equal("case.not_found", job.Items[1].Refusal?.Code);
        Assert.Empty(await host.Queries.IncidentsAsync(RuntimeHarness.Owner));
        Assert.Equal("Ended", (await host.Get<AuditTrail>().ListAsync("incident_job_ended")).Items[0].Detail?.Split(':')[0]);
    }

    [Fact]
    public async Task Job_RetryOfWhatStillFails_SaysSo()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);

        var job = await RunAsync(host, IncidentAct.Retry, await FailedAsync(host, 2));

        Assert.Equal([IncidentItemState.FailedAgain, IncidentItemState.FailedAgain], job.Items.Select(item => item.State));
    }

    [Fact]
    public async Task Job_CancelOfACase_IsRefusedSinceItEndsByItsOwnRules()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await BrokenCaseAsync(host);
        var manager = new Actor("s-manager", "孙芳", "M4001", ["manager"]);

        var refused = await ActAsync(host, IncidentAct.Cancel, view.Id, view.Incidents[0].ActivityInstanceId, manager);

        Assert.Equal("instance.is_a_case", refused.Refusal?.Code);
    }

    [Fact]
    public async Task Job_ByWhoMayNot_OrOverNothing_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var jobs = host.Get<IncidentJobs>();

        var agent = await jobs.StartAsync(IncidentAct.Retry, [new("a", "b")], null, null, RuntimeHarness.Agent);
        var none = await jobs.StartAsync(IncidentAct.Retry, [], null, null, RuntimeHarness.Lead);

        Assert.Equal(("incident.role_required", "form.invalid"), (agent.Refusal?.Code, none.Refusal?.Code));
        Assert.Empty(await jobs.ListAsync(RuntimeHarness.Agent));
    }

    [Fact]
    public async Task Job_Stopped_EndsTheOneUnderWayAndLeavesTheRestUntouched()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 4);
        var jobs = host.Get<IncidentJobs>();
        // The first command waits for its turn at the case.
        var turn = await host.Get<CaseTurns>().EnterAsync(failed[0].CaseId, default);
        var started = await jobs.StartAsync(IncidentAct.Retry, failed, null, null, RuntimeHarness.Owner);

        var unknown = await jobs.StopAsync("nothing", RuntimeHarness.Owner);
        Assert.True((await jobs.StopAsync(started.Value!.Id, RuntimeHarness.Owner)).IsOk);
        turn.Dispose();
        await jobs.WorkOf(started.Value.Id);

        Assert.Equal("incident_job.not_found", unknown.Refusal?.Code);
        var job = (await jobs.FindAsync(started.Value.Id, RuntimeHarness.Owner))!;
        Assert.Equal((IncidentJobState.Stopped, true), (job.State, job.Reached <= 1));
        Assert.Equal(4 - job.Reached, job.Items.Count(item => item.State == IncidentItemState.Waiting));
    }

    [Fact]
    public async Task Job_Stopped_TheAuditTellsByWhomAndOnce()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var job = await LeftBehindAsync(host, await FailedAsync(host, 2));
        var jobs = host.Get<IncidentJobs>();

        Assert.True((await jobs.StopAsync(job, RuntimeHarness.Lead)).IsOk);
        Assert.True((await jobs.StopAsync(job, RuntimeHarness.Owner)).IsOk);

        var entry = Assert.Single((await host.Get<AuditTrail>().ListAsync("incident_job_stopped")).Items);
        Assert.Equal((RuntimeHarness.Lead.Id, "incident-job:" + job), (entry.ActorId, entry.Subject));
    }

    [Fact]
    public async Task Job_WhoseStoreIsAwayForAMoment_LeavesTheStepWaitingAndGoesOnLater()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.BusyTimeout = TestDatabase.Impatience, Failing);
        var failed = await FailedAsync(host, 2);
        var job = await LeftBehindAsync(host, failed);
        var jobs = host.Get<IncidentJobs>();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        // The lease is renewed by then; what the step did cannot be stored.
        IDisposable? away = null;
        host.Ids.AtNextBurst = () => away = host.BlockWrites();
        Assert.Equal(1, await jobs.TakeUpAsync(default));
        await jobs.WorkOf(job);
        Assert.NotNull(away);
        away.Dispose();

        var left = (await jobs.FindAsync(job, RuntimeHarness.Owner))!;
        Assert.Equal((IncidentJobState.Running, 1), (left.State, left.Reached));

        host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await jobs.TakeUpAsync(default));
        await jobs.WorkOf(job);

        var ended = (await jobs.FindAsync(job, RuntimeHarness.Owner))!;
        Assert.Equal(IncidentJobState.Ended, ended.State);
        Assert.Equal([IncidentItemState.Done, IncidentItemState.FailedAgain], ended.Items.Select(item => item.State));
    }

    [Fact]
    public async Task Job_WhatTheStoreTakesFromNobody_IsTheEndOfThatStepAndNotOfTheJob()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 2);
        // From here on no burst of these cases can be stored, however often it is tried.
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"CREATE UNIQUE INDEX ix_one_commit_a_case ON journal (case_id)");
        }

        var jobs = host.Get<IncidentJobs>();

        var job = (await jobs.StartAsync(IncidentAct.Retry, failed, null, null, RuntimeHarness.Owner)).Value!;
        await jobs.WorkOf(job.Id);

        var ended = (await jobs.FindAsync(job.Id, RuntimeHarness.Owner))!;
        Assert.Equal(IncidentJobState.Ended, ended.State);
        Assert.All(ended.Items, item => Assert.Equal((IncidentItemState.Refused, StorageFault.Constraint), (item.State, item.Refusal?.Code)));
    }

    [Fact]
    public async Task Job_WhatCameOfAStep_IsNotedOnce()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 1);
        var job = await LeftBehindAsync(host, failed);

        var late = await host.Get<WriteQueue>().RunAsync(sql => sql.NoteIncidentJobItem(new()
        {
            JobId = job, Place = 0, CaseId = failed[0].CaseId, ActivityInstanceId = failed[0].ActivityInstanceId, State = IncidentItemState.Refused,
        }));

        Assert.Equal(0, late.Value);
        Assert.Equal(IncidentItemState.Done, Assert.Single((await host.Get<IncidentJobs>().FindAsync(job, RuntimeHarness.Owner))!.Items).State);
    }

    [Fact]
    public async Task Job_LeftBehindForLong_IsTakenUpBeforeItsKeysAreForgotten()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 2);
        var job = await LeftBehindAsync(host, failed);
        // What the lost host did and could not note any more.
        Assert.True((await host.Get<IncidentDesk>().ActAsync(IncidentAct.Retry, failed[1], null, null, RuntimeHarness.Owner, $"incident-job:{job}:1")).IsOk);
        var version = (await host.InstanceQueries.GetAsync(failed[1].CaseId, RuntimeHarness.Owner))!.Version;
        host.Time.Advance(TimeSpan.FromDays(8));

        await host.Get<Housekeeping>().RunAsync(default);
        await host.Get<IncidentJobs>().WorkOf(job);

        Assert.Equal(IncidentJobState.Ended, (await host.Get<IncidentJobs>().FindAsync(job, RuntimeHarness.Owner))!.State);
        Assert.Equal(version, (await host.InstanceQueries.GetAsync(failed[1].CaseId, RuntimeHarness.Owner))!.Version);
    }

    [Fact]
    public async Task Job_WhoseHostIsLost_IsTakenUpWhereItStoodAndNothingIsDoneTwice()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 3);
        var job = await LeftBehindAsync(host, failed);
        // What the lost host did and could not note any more.
        Assert.True((await host.Get<IncidentDesk>().ActAsync(IncidentAct.Retry, failed[1], null, null, RuntimeHarness.Owner, $"incident-job:{job}:1")).IsOk);
        var version = (await host.InstanceQueries.GetAsync(failed[1].CaseId, RuntimeHarness.Owner))!.Version;
        var jobs = host.Get<IncidentJobs>();

        Assert.Equal(0, await jobs.TakeUpAsync(default));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await jobs.TakeUpAsync(default));
        await jobs.WorkOf(job);

        var ended = (await jobs.FindAsync(job, RuntimeHarness.Owner))!;
        Assert.Equal((IncidentJobState.Ended, 3), (ended.State, ended.Reached));
        Assert.Equal([IncidentItemState.Done, IncidentItemState.FailedAgain, IncidentItemState.FailedAgain], ended.Items.Select(item => item.State));
        Assert.Equal(version, (await host.InstanceQueries.GetAsync(failed[1].CaseId, RuntimeHarness.Owner))!.Version);
        Assert.Equal(0, await jobs.TakeUpAsync(default));
    }

    [Fact]
    public async Task Job_WhoseHostStopsInOrder_IsGivenBackAndGoesOnAfterTheRestart()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 4);
        var jobs = host.Get<IncidentJobs>();
        // The first command waits for its turn at the case.
        var turn = await host.Get<CaseTurns>().EnterAsync(failed[0].CaseId, default);
        var started = (await jobs.StartAsync(IncidentAct.Retry, failed, null, null, RuntimeHarness.Owner)).Value!;
        var stopping = jobs.DisposeAsync().AsTask();
        turn.Dispose();
        await stopping;
        Assert.InRange((await jobs.FindAsync(started.Id, RuntimeHarness.Owner))!.Reached, 0, 1);

        await host.RestartAsync();
        Assert.Equal(1, await host.Get<IncidentJobs>().TakeUpAsync(default));
        await host.Get<IncidentJobs>().WorkOf(started.Id);

        var job = (await host.Get<IncidentJobs>().FindAsync(started.Id, RuntimeHarness.Owner))!;
        Assert.Equal((IncidentJobState.Ended, 4), (job.State, job.Reached));
    }

    [Fact]
    public async Task Job_LongOver_IsForgotten()
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var job = await RunAsync(host, IncidentAct.Retry, await FailedAsync(host, 1));
        var kept = host.Time.GetUtcNow();
        host.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, (await host.Get<WriteQueue>().RunAsync(sql => sql.DropIncidentJobs(kept))).Value);
        Assert.Equal(1, (await host.Get<WriteQueue>().RunAsync(sql => sql.DropIncidentJobs(host.Time.GetUtcNow()))).Value);

        Assert.Null(await host.Get<IncidentJobs>().FindAsync(job.Id, RuntimeHarness.Owner));
        await using var context = host.Context();
        Assert.Equal(0, await context.IncidentJobItems.CountAsync());
    }

    [Fact]
    public async Task Job_OverAnItemWithoutIds_IsRefusedBeforeItBegins()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var jobs = host.Get<IncidentJobs>();

        var nothing = await jobs.StartAsync(IncidentAct.Retry, [null!], null, null, RuntimeHarness.Owner);
        var half = await jobs.StartAsync(IncidentAct.Retry, [new("a", null!)], null, null, RuntimeHarness.Owner);

        Assert.Equal(("form.invalid", "form.invalid"), (nothing.Refusal?.Code, half.Refusal?.Code));
        Assert.Empty(await jobs.ListAsync(RuntimeHarness.Owner));
    }

    [Fact]
    public async Task Cancel_OfWhatHasRecoveredMeanwhile_LeavesItRunning()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("healthy", Flows.Event("wait", "go")));
        var view = (await host.Instances.StartAsync("healthy", new(), RuntimeHarness.Owner)).Value!;

        var refused = await ActAsync(host, IncidentAct.Cancel, view.Id, "recovered", RuntimeHarness.Owner);

        Assert.Equal("incident.not_found", refused.Refusal?.Code);
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!.Row.SubStatus);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task Cancel_WithoutReason_IsRefused(string? reason)
    {
        await using var host = await RuntimeHarness.StartAsync(Failing);
        var failed = await FailedAsync(host, 1);

        var refused = await host.Get<IncidentDesk>().ActAsync(IncidentAct.Cancel, failed[0], null, reason, RuntimeHarness.Owner);

        Assert.Equal("reason", Assert.Single(refused.Refusal!.Fields).Field);
    }

    [Fact]
    public async Task Job_CancelOfOneWorkflowWithTwoFailedSteps_IsDoneForBoth()
    {
        var branches = Flows.Sequence("failing", Flows.Parallel("both", Flows.Fault("one"), Flows.Fault("two")));
        await using var host = await RuntimeHarness.StartAsync(branches);
        Assert.True((await host.Instances.StartAsync("failing", new(), RuntimeHarness.Owner)).IsOk);
        var row = Assert.Single(await host.Queries.IncidentsAsync(RuntimeHarness.Owner));

        var job = await RunAsync(host, IncidentAct.Cancel, [.. row.Incidents.Select(incident => new IncidentRef(row.CaseId, incident.ActivityInstanceId))]);

        Assert.Equal((2, 2), (job.Items.Count, job.Done));
    }

    private static Task<CommandResult<IncidentReceipt>> ActAsync(RuntimeHarness host, IncidentAct act, string caseId, string activityInstanceId, Actor actor) =>
        host.Get<IncidentDesk>().ActAsync(act, new(caseId, activityInstanceId), null, "系统停机", actor);

    private static async Task<CaseView> BrokenCaseAsync(RuntimeHarness host)
    {
        var view = await host.OpenAsync();
        var task = RuntimeHarness.OpenTask(view);
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        var broken = await host.Desk.CompleteAsync(task.Id, "broken", new JsonObject { ["summary"] = "已核实" }, RuntimeHarness.Agent);
        Assert.True(broken.IsOk, broken.Refusal?.Code);
        return broken.Value;
    }

    /// <summary>As a host leaves it that dies with its lease: the first step is done.</summary>
    private static async Task<string> LeftBehindAsync(RuntimeHarness host, IncidentRef[] incidents)
    {
        var now = host.Time.GetUtcNow();
        var job = new StoredIncidentJob
        {
            Id = "lost", Act = IncidentAct.Retry, ById = RuntimeHarness.Owner.Id, ByName = RuntimeHarness.Owner.Name, ByRoles = string.Join(' ', RuntimeHarness.Owner.Roles),
            StartedAt = now, State = IncidentJobState.Running, ClaimableAt = now + TimeSpan.FromMinutes(1), Fence = 1,
        };
        List<StoredIncidentJobItem> items = [.. incidents.Select((each, place) => new StoredIncidentJobItem
        {
            JobId = job.Id, Place = place, CaseId = each.CaseId, ActivityInstanceId = each.ActivityInstanceId, State = place == 0 ? IncidentItemState.Done : IncidentItemState.Waiting,
        })];
        Assert.Null((await host.Get<WriteQueue>().RunAsync(sql => sql.StoreIncidentJob(job, items))).Fault);
        return job.Id;
    }

    private static async Task<IncidentRef[]> FailedAsync(RuntimeHarness host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True((await host.Instances.StartAsync("failing", new(), RuntimeHarness.Owner)).IsOk);
        }

        return [.. (await host.Queries.IncidentsAsync(RuntimeHarness.Owner)).Select(row => new IncidentRef(row.CaseId, row.Incidents[0].ActivityInstanceId))];
    }

    private static async Task<IncidentJob> RunAsync(RuntimeHarness host, IncidentAct act, IncidentRef[] incidents)
    {
        var jobs = host.Get<IncidentJobs>();
        var started = await jobs.StartAsync(act, incidents, null, "系统停机", RuntimeHarness.Owner);
        Assert.True(started.IsOk, started.Refusal?.Code);
        await jobs.WorkOf(started.Value.Id);
        return (await jobs.FindAsync(started.Value.Id, RuntimeHarness.Owner))!;
    }
}
