using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Incidents;

/// <summary>What runs, but can be woken by nothing.</summary>
public sealed class StalledTests
{
    [Fact]
    public async Task Stalled_JoinThatCannotBeReachedWhileTheSopListens_IsListedSinceThen()
    {
        await using var host = await RuntimeHarness.StartAsync(WithDeadJoin());
        var view = await host.OpenAsync();
        Assert.Empty(await StalledAsync(host));
        host.Time.Advance(TimeSpan.FromMinutes(10));
        var since = host.Time.GetUtcNow();

        await CompleteAsync(host, view);

        var row = Assert.Single(await StalledAsync(host));
        Assert.Equal((view.Id, TestPack.DefinitionId, since), (row.CaseId, row.DefinitionId, row.Since));

        // What happens to it without moving it on changes nothing about that.
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await host.Desk.AddNoteAsync(view.Id, "怎么没有下文", RuntimeHarness.Lead)).IsOk);
        Assert.Equal(since, Assert.Single(await StalledAsync(host)).Since);
    }

    [Fact]
    public async Task Stalled_CaseThatAPersonMovesOn_IsListedNoMore()
    {
        await using var host = await RuntimeHarness.StartAsync(WithDeadJoin());
        var view = await host.OpenAsync();
        await CompleteAsync(host, view);
        Assert.Single(await StalledAsync(host));

        Assert.True((await host.Desk.RaiseEventAsync(view.Id, "withdrawn", [], RuntimeHarness.Agent)).IsOk);

        Assert.Empty(await StalledAsync(host));
    }

    [Fact]
    public async Task Stalled_CaseAtEachOfItsOrdinaryWaits_IsNotListed()
    {
        await using var host = await RuntimeHarness.StartAsync();

        // Tasks, a delay, a revisit, and one that failed, which is an incident.
        await host.OpenAsync("张伟");
        await host.AcceptedAsync("李四");
        await host.ClosedAsync();
        var broken = RuntimeHarness.OpenTask(await host.OpenAsync("王芳"));
        await host.Desk.ClaimAsync(broken.Id, RuntimeHarness.Agent);
        Assert.True((await host.Desk.CompleteAsync(broken.Id, "broken", new JsonObject { ["summary"] = "已核实" }, RuntimeHarness.Agent)).IsOk);

        Assert.Empty(await StalledAsync(host));
    }

    [Fact]
    public async Task Stalled_PlainWorkflowThatWaitsForTheOutsideOrForAnother_IsNotListed()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("listener", Flows.Event("wait", "go")), Flows.Sequence("parent", Flows.Dispatch("child", "listener")), Flows.Sequence("sleeper", Flows.Delay("hour", "01:00:00")));
        foreach (var workflow in new[] { "listener", "parent", "sleeper" })
        {
            Assert.True((await host.Instances.StartAsync(workflow, new(), RuntimeHarness.Owner)).IsOk);
        }

        await host.Outbox.RunDueAsync();

        Assert.Empty(await StalledAsync(host));
    }

    [Fact]
    public async Task Stalled_ManyWaitingBeforeIt_AreNotLookedAt()
    {
        await using var host = await RuntimeHarness.StartAsync(WithDeadJoin());
        for (var i = 0; i < 20; i++)
        {
            await host.OpenAsync($"客户{i}");
        }

        var view = await host.OpenAsync();
        await CompleteAsync(host, view);

        Assert.Equal(view.Id, Assert.Single(await StalledAsync(host)).CaseId);
        await using var context = host.Context();
        Assert.Equal(1, await context.Cases.CountAsync(c => c.StalledSince != null));
    }

    [Fact]
    public async Task Stalled_ForWhoSeesNoOperations_IsEmpty()
    {
        await using var host = await RuntimeHarness.StartAsync(WithDeadJoin());
        await CompleteAsync(host, await host.OpenAsync());

        Assert.Empty(await host.Get<IncidentDesk>().StalledAsync(RuntimeHarness.Agent));
    }

    private static Task<IReadOnlyList<StalledRow>> StalledAsync(RuntimeHarness host) => host.Get<IncidentDesk>().StalledAsync(RuntimeHarness.Lead);

    private static async Task CompleteAsync(RuntimeHarness host, CaseView view)
    {
        var task = RuntimeHarness.OpenTask(view);
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        var done = await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "已核实" }, RuntimeHarness.Agent);
        Assert.True(done.IsOk, done.Refusal?.Code);
        Assert.Equal(CaseStatus.Open, done.Value.Summary.Status);
    }

    /// <summary>The accepted complaint goes into a join that also waits for a withdrawal, which ends the case: a mistake of its author.</summary>
    private static JsonObject WithDeadJoin()
    {
        var workflow = TestPack.Workflow();
        var root = workflow["root"]!;
        root["activities"]!.AsArray().Add(Flows.Activity("join", "Elsa.FlowJoin", ("mode", "FlowJoinMode", "Literal", "WaitAll")));
        var connections = root["connections"]!.AsArray();
        var accepted = connections.Single(each => each!["source"]!["port"]!.GetValue<string>() == "accepted")!;
        accepted["target"]!["activity"] = "join";
        connections.Add(TestPack.Connection("withdraw", "Done", "join"));
        connections.Add(TestPack.Connection("join", "Done", "contacted"));
        return workflow;
    }
}
