using System.Text.Json;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Tests.Cases;

/// <summary>What a host remembers of a case's rows is what the rows say.</summary>
public sealed class CaseHistoryTests
{
    private static readonly Actor _scheduler = new("s-sched", "吴霞", null, ["scheduler"]);

    [Fact]
    public async Task Memory_AfterEveryKindOfCommand_EqualsTheRows()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var view = await host.ClosedAsync();
        AssertRemembered(host, view.Id);
        await host.Desk.AddNoteAsync(view.Id, "客户再次来电", RuntimeHarness.Agent);
        AssertRemembered(host, view.Id);
        var revisit = Assert.Single(await host.Queries.RevisitsAsync(new(), _scheduler));
        host.Time.Advance(revisit.NextAttemptAt!.Value - host.Time.GetUtcNow());
        var logged = await host.Desk.LogAttemptAsync(revisit.RevisitId, new() { Result = AttemptResult.NoAnswer }, _scheduler);
        Assert.True(logged.IsOk, logged.Refusal?.Code);
        AssertRemembered(host, view.Id);
        Assert.NotEmpty(logged.Value.Tasks);
        Assert.NotEmpty(logged.Value.Clocks);
    }

    [Fact]
    public async Task Memory_AfterARestart_BeginsWithTheRowsAndGoesOnWithoutThem()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        await host.RestartAsync();
        await host.Desk.AddNoteAsync(view.Id, "一", RuntimeHarness.Agent);
        AssertRemembered(host, view.Id);

        await host.Desk.AddNoteAsync(view.Id, "二", RuntimeHarness.Agent);

        AssertRemembered(host, view.Id);
    }

    [Fact]
    public async Task Memory_VersionStoredByAnotherHost_IsNotMixedWithItsOwn()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var stranger = host.Get<CaseReader>();
        var state = (await stranger.FindAsync(view.Id, default))!;

        // A version is left out, as when another host has stored it.
        host.Get<CaseCache>().Put(Burst(state, state.Version + 2));

        Assert.Null(host.Get<CaseCache>().History(view.Id, state.Version + 2));
        host.Get<CaseCache>().Keep(view.Id, state.Version + 1, CaseHistory.Empty);
        Assert.Null(host.Get<CaseCache>().History(view.Id, state.Version + 2));
    }

    [Fact]
    public async Task Rows_OfALaterVersionThanTheState_AreNotKept()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var reader = host.Get<CaseReader>();
        var before = (await reader.FindAsync(view.Id, default))!;
        await host.Desk.AddNoteAsync(view.Id, "一", RuntimeHarness.Agent);
        var cache = host.Get<CaseCache>();
        cache.Drop(view.Id);
        cache.Put(Burst(before, before.Version));

        reader.History(before);

        Assert.NotEqual(before.Version, host.Get<ReadPool>().Read(r => r.Version(view.Id)));
        Assert.DoesNotContain(cache.History(view.Id, before.Version)?.Timeline ?? [], entry => entry.Kind == "note.added");
    }

    private static CaseBurst Burst(CaseState state, long version) => new(
        state with { Version = version },
        new() { Tasks = [], Clocks = [], Revisits = [], TimersSet = [], TimersCleared = [], Timeline = [], Outbox = [], Notifications = [] });

    private static void AssertRemembered(RuntimeHarness host, string caseId)
    {
        var (stored, version) = host.Get<ReadPool>().Read(r => (r.History(caseId), r.Version(caseId)!.Value));
        var remembered = host.Get<CaseCache>().History(caseId, version);
        Assert.NotNull(remembered);
        Assert.Equal(Json(stored), Json(remembered with { Messages = stored.Messages }));
    }

    private static string Json(CaseHistory history) => JsonSerializer.Serialize(history);
}
