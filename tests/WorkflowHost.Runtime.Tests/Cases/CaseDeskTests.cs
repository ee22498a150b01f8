using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Cases;

public sealed class CaseDeskTests
{
    [Fact]
    public async Task Open_GoodForm_MakesCaseWithNumberTaskAndClocks()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var view = await host.OpenAsync();

        Assert.Equal("XE20260929-0001", view.Summary.Number);
        Assert.Equal("intake", RuntimeHarness.OpenTask(view).ActivityId);
        Assert.Equal(["contact", "statutory"], view.Clocks.Select(c => c.PolicyId));
        Assert.NotEmpty(view.Clocks[0].Derivation);
        Assert.Contains(view.Timeline, t => t.Kind == "case.opened");
        Assert.Equal("withdrawn", Assert.Single(view.Events).EventName);
    }

    [Fact]
    public async Task MergeTarget_ByNumberOnly_SaysWhereThatCaseStands()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var reader = host.Get<CaseReader>();

        Assert.Equal(new MergeTarget(view.Summary.Number, CaseStatus.Open, TestPack.DefinitionId), reader.MergeTargetOf(view.Summary.Number));
        Assert.Null(reader.MergeTargetOf(view.Id));
        await host.Desk.RaiseEventAsync(view.Id, "withdrawn", [], RuntimeHarness.Agent);
        Assert.Equal(CaseStatus.Ended, reader.MergeTargetOf(view.Summary.Number)?.Status);
    }

    [Fact]
    public async Task Open_BadForm_IsRefusedPerFieldAndLeavesNeitherRowNorGap()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var refused = await host.Desk.OpenAsync(TestPack.DefinitionId, new JsonObject { ["contactPhone"] = "1" }, RuntimeHarness.Agent);
        var view = await host.OpenAsync();

        Assert.Equal(RefusalKind.Invalid, refused.Refusal?.Kind);
        Assert.Equal(["content", "customerName"], refused.Refusal!.Fields.Select(f => f.Field).Order());
        Assert.Equal("XE20260929-0001", view.Summary.Number);
    }

    [Fact]
    public async Task Open_UnknownDefinition_IsNotFound()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var result = await host.Desk.OpenAsync("nothing", [], RuntimeHarness.Agent);

        Assert.Equal((RefusalKind.NotFound, "definition.not_found"), (result.Refusal!.Kind, result.Refusal.Code));
    }

    [Fact]
    public async Task Open_WrongRole_IsForbiddenAndAudited()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var result = await host.Desk.OpenAsync(TestPack.DefinitionId, RuntimeHarness.OpenFields(), RuntimeHarness.Owner);

        Assert.Equal(RefusalKind.Forbidden, result.Refusal?.Kind);
        var entry = Assert.Single((await host.Get<AuditTrail>().ListAsync("denied")).Items);
        Assert.Equal((RuntimeHarness.Owner.Id, "open:small"), (entry.ActorId, entry.Subject));
    }

    [Fact]
    public async Task Open_ManyAtOnce_GetNumbersWithoutGapsOrDoubles()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var views = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => host.OpenAsync($"客户{i}", phone: null)));

        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"XE20260929-{i:0000}"), views.Select(v => v.Summary.Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Open_AfterRestart_GoesOnCounting()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();
        await host.RestartAsync();

        Assert.Equal("XE20260929-0002", (await host.OpenAsync()).Summary.Number);
    }

    [Fact]
    public async Task Open_EarlierCaseOfSameContact_IsCountedAsRepeat()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync("张伟", "13900000000");

        var again = await host.OpenAsync("张伟", "13900000000");

        Assert.Equal(1L, again.Data["previousComplaints"]!.GetValue<long>());
        Assert.Equal("XE20260929-0001", Assert.Single(again.RelatedCases).Number);
    }

    [Fact]
    public async Task Complete_ClaimedTask_MovesTheCaseOnAtOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var view = await host.AcceptedAsync();

        Assert.DoesNotContain(view.Tasks, t => t.Status == CaseTaskStatus.Open);
        var done = Assert.Single(view.Tasks, t => t.Status == CaseTaskStatus.Completed);
        Assert.Equal(("accepted", RuntimeHarness.Agent.Id), (done.Outcome, done.CompletedBy));
        Assert.Equal("sms", Assert.Single(view.Outbox).Kind);
        Assert.Equal(ClockState.Met, view.Clocks.Single(c => c.PolicyId == "contact").Colour);
    }

    [Fact]
    public async Task Complete_Twice_IsAConflict()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var task = RuntimeHarness.OpenTask(view);
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "好" }, RuntimeHarness.Agent);

        var again = await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "好" }, RuntimeHarness.Agent);

        Assert.Equal(RefusalKind.Conflict, again.Refusal?.Kind);
    }

    [Fact]
    public async Task Claim_ByTwentyAtOnce_SucceedsForOne()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var task = RuntimeHarness.OpenTask(await host.OpenAsync());
        var people = Enumerable.Range(0, 20).Select(i => new Actor($"p{i}", $"坐席{i}", null, ["agent"])).ToArray();

        var results = await Task.WhenAll(people.Select(p => Task.Run(() => host.Desk.ClaimAsync(task.Id, p))));

        Assert.Single(results, r => r.IsOk);
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(RefusalKind.Conflict, r.Refusal?.Kind));
    }

    [Fact]
    public async Task Notes_ByTwentyAtOnce_AreAllStoredInSequence()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => host.Desk.AddNoteAsync(view.Id, $"备注{i}", RuntimeHarness.Agent))));

        Assert.All(results, r => Assert.True(r.IsOk));
        var after = await host.Queries.CaseAsync(view.Id, RuntimeHarness.Agent);
        Assert.Equal(20, after!.Timeline.Count(t => t.Kind == "note.added"));
        Assert.Equal(Enumerable.Range(1, after.Timeline.Count).Select(i => (long)i), after.Timeline.Select(t => t.Sequence));
        Assert.Equal(view.Version + 20, after.Version);
    }

    [Fact]
    public async Task Command_AnotherHostWasFaster_IsHandledAgainOnTheNewState()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        // Another host's commit: this host's memory of the case is now out of date.
        await using (var context = host.Context())
        {
            var before = await context.Cases.SingleAsync();
            await host.Desk.AddNoteAsync(view.Id, "一", RuntimeHarness.Agent);
            await context.Database.ExecuteSqlAsync($"DELETE FROM timeline WHERE case_id = {view.Id} AND sequence > {view.Timeline.Count}");
            await context.Database.ExecuteSqlAsync($"UPDATE cases SET version = {before.Version}, state = {before.State} WHERE id = {view.Id}");
        }

        var result = await host.Desk.AddNoteAsync(view.Id, "二", RuntimeHarness.Agent);

        Assert.True(result.IsOk);
        Assert.Equal(view.Version + 1, result.Value.Version);
        Assert.Equal("二", result.Value.Timeline[^1].Args["text"]);
    }

    [Fact]
    public async Task Refusal_WouldComeFromMemory_IsDecidedOnWhatIsStored()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var task = RuntimeHarness.OpenTask(view);
        byte[] unclaimed;
        await using (var context = host.Context())
        {
            unclaimed = (await context.Cases.SingleAsync()).State;
            await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
            await context.Database.ExecuteSqlAsync($"DELETE FROM timeline WHERE case_id = {view.Id} AND sequence > {view.Timeline.Count}");
            await context.Database.ExecuteSqlAsync($"UPDATE cases SET version = {view.Version}, state = {unclaimed} WHERE id = {view.Id}");
        }

        var other = new Actor("p2", "另一坐席", null, ["agent"]);
        var result = await host.Desk.ClaimAsync(task.Id, other);

        Assert.True(result.IsOk, result.Refusal?.Code);
    }

    [Fact]
    public async Task Unknown_TaskCaseRevisit_AreNotFound()
    {
        await using var host = await RuntimeHarness.StartAsync();

        Assert.Equal("task.not_found", (await host.Desk.ClaimAsync("x", RuntimeHarness.Agent)).Refusal?.Code);
        Assert.Equal("case.not_found", (await host.Desk.AddNoteAsync("x", "y", RuntimeHarness.Agent)).Refusal?.Code);
        Assert.Equal("revisit.not_found", (await host.Desk.LogAttemptAsync("x", new() { Result = Sop.Revisits.AttemptResult.Busy }, RuntimeHarness.Agent)).Refusal?.Code);
    }

    [Fact]
    public async Task Fault_InAStep_IsAnIncidentThatCanBeRetried()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var task = RuntimeHarness.OpenTask(await host.OpenAsync());
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);

        var broken = await host.Desk.CompleteAsync(task.Id, "broken", new JsonObject { ["summary"] = "x" }, RuntimeHarness.Agent);

        var incident = Assert.Single(broken.Value!.Incidents);
        Assert.Equal(1, broken.Value.Summary.IncidentCount);
        var row = Assert.Single(await host.Queries.IncidentsAsync(RuntimeHarness.Lead));
        Assert.Equal(broken.Value.Id, row.CaseId);
        var retried = await host.Desk.RetryIncidentAsync(row.CaseId, incident.ActivityInstanceId, RuntimeHarness.Lead);
        Assert.True(retried.IsOk, retried.Refusal?.Code);
        Assert.Contains(retried.Value.Timeline, t => t.Kind == "incident.retried");
    }

    [Fact]
    public async Task Incident_RetriedWithFields_FillsThemInFirst()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var task = RuntimeHarness.OpenTask(await host.OpenAsync());
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        var broken = (await host.Desk.CompleteAsync(task.Id, "broken", new JsonObject { ["summary"] = "x" }, RuntimeHarness.Agent)).Value!;
        var incident = Assert.Single(broken.Incidents).ActivityInstanceId;

        var unknown = await host.Desk.RetryIncidentAsync(broken.Id, incident, RuntimeHarness.Lead, new JsonObject { ["nonsense"] = 1, ["summary"] = new JsonObject() });
        Assert.Equal(["nonsense field.unknown", "summary field.wrong_type"], unknown.Refusal!.Fields.Select(f => $"{f.Field} {f.Code}"));
        var retried = await host.Desk.RetryIncidentAsync(broken.Id, incident, RuntimeHarness.Lead, new JsonObject { ["policyNo"] = " P-77 " });

        Assert.Equal("P-77", retried.Value!.Data.Text("policyNo"));
        Assert.Equal("x", retried.Value.Data.Text("summary"));
        Assert.Equal("policyNo", Assert.Single(retried.Value.Timeline, t => t.Kind == "incident.retried").Args["fields"]);
    }

    [Fact]
    public async Task Change_OfACase_ConcernsThoseWhoHoldOrMayClaimItsTasks()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var changes = new List<Changes.CaseChanged>();
        host.Get<Changes.CaseChangeFeed>().Changed += changes.Add;

        var task = RuntimeHarness.OpenTask(await host.OpenAsync());
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        await host.Desk.AddNoteAsync(task.CaseId, "来电询问进度", RuntimeHarness.Lead);

        var otherAgent = new Actor("s-agent2", "李娜", null, ["agent"]);
        Assert.Equal([true, true, false], changes.Select(c => c.TouchesInboxOf(otherAgent)));
        Assert.Equal([true, true, true], changes.Select(c => c.TouchesInboxOf(RuntimeHarness.Agent)));
        Assert.DoesNotContain(changes, c => c.TouchesInboxOf(RuntimeHarness.Handler));
    }

    [Fact]
    public async Task Storage_Locked_IsUnavailableAndNothingIsHalfWritten()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.BusyTimeout = TestDatabase.Impatience);
        var view = await host.OpenAsync();
        using (host.BlockWrites())
        {
            var refused = await host.Desk.AddNoteAsync(view.Id, "写不进去", RuntimeHarness.Agent);

            Assert.Equal((RefusalKind.Unavailable, "storage.locked"), (refused.Refusal!.Kind, refused.Refusal.Code));
        }

        var again = await host.Desk.AddNoteAsync(view.Id, "现在可以", RuntimeHarness.Agent);
        Assert.Equal(view.Version + 1, again.Value!.Version);
        Assert.DoesNotContain(again.Value.Timeline, t => t.Args.GetValueOrDefault("text") == "写不进去");
    }
}
