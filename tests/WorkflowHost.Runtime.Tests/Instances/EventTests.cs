using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Instances;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>Events between workflows and from outside.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Published_ResumesWhoWaitsAndStartsWhatItTriggers()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("waiter", Flows.Event("wait", "paid").Keeping(), Flows.Output("out", "sum", "getVariable('got').sum")),
            Flows.Sequence("starter", Flows.Event("start", "paid").AsTrigger().Keeping(), Flows.Output("out", "sum", "getVariable('got').sum")),
            Flows.Sequence("other", Flows.Event("wait", "refunded")));
        var waiter = (await host.Instances.StartAsync("waiter", new(), RuntimeHarness.Owner)).Value!;
        var other = (await host.Instances.StartAsync("other", new(), RuntimeHarness.Owner)).Value!;
        await host.RestartAsync();

        var receipt = (await host.Instances.PublishEventAsync("paid", new JsonObject { ["sum"] = 12 }, null, RuntimeHarness.Owner)).Value!;

        Assert.Equal([waiter.Id], receipt.Resumed);
        Assert.Equal(12, await SumAsync(host, waiter.Id));
        Assert.Equal(12, await SumAsync(host, Assert.Single(receipt.Started)));
        Assert.Equal(WorkflowStatus.Running, (await host.InstanceQueries.GetAsync(other.Id, RuntimeHarness.Owner))!.Row.Status);
    }

    [Fact]
    public async Task Published_WithCorrelation_ReachesOnlyItsOwn()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("waiter", Flows.Event("wait", "paid")));
        var mine = (await host.Instances.StartAsync("waiter", new(CorrelationId: "a"), RuntimeHarness.Owner)).Value!;
        await host.Instances.StartAsync("waiter", new(CorrelationId: "b"), RuntimeHarness.Owner);
        await host.Instances.StartAsync("waiter", new(), RuntimeHarness.Owner);

        Assert.Equal([mine.Id], (await host.Instances.PublishEventAsync("paid", null, "a", RuntimeHarness.Owner)).Value!.Resumed);
        Assert.Equal(2, (await host.Instances.PublishEventAsync("paid", null, null, RuntimeHarness.Owner)).Value!.Resumed.Count);
    }

    [Fact]
    public async Task Correlate_WhileWaiting_MovesTheWaitToItsNewKey()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "late", Flows.Parallel("both", Flows.Event("early", "paid"), Flows.Steps("then", Flows.Event("tell", "key"), Flows.Activity("set", "Elsa.Correlate", ("correlationId", "String", "Literal", "late-1"))))));
        var view = (await host.Instances.StartAsync("late", new(), RuntimeHarness.Owner)).Value!;
        Assert.Empty((await host.Instances.PublishEventAsync("paid", null, "late-1", RuntimeHarness.Owner)).Value!.Resumed);
        await host.Instances.PublishEventAsync("key", null, null, RuntimeHarness.Owner);

        Assert.Equal([view.Id], (await host.Instances.PublishEventAsync("paid", null, "late-1", RuntimeHarness.Owner)).Value!.Resumed);
    }

    [Fact]
    public async Task Published_TwoWaitsInOneInstance_BothGoOnInOrder()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "twice", Flows.Parallel("both", Flows.Steps("one", Flows.Event("w1", "paid"), Flows.Line("l1", "'first'")), Flows.Steps("two", Flows.Event("w2", "paid"), Flows.Line("l2", "'second'")))));
        var view = (await host.Instances.StartAsync("twice", new(), RuntimeHarness.Owner)).Value!;

        await host.Instances.PublishEventAsync("paid", null, null, RuntimeHarness.Owner);

        var lines = (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Timeline.Where(t => t.Kind == "workflow.line").Select(t => t.Args["text"]);
        Assert.Equal(["first", "second"], lines);
        Assert.Equal(WorkflowStatus.Finished, (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!.Row.Status);
    }

    [Fact]
    public async Task Published_AgainWithTheSameKey_ReachesNobodyTwice()
    {
        // It waits for the same event again and again: a second delivery would be taken for the next event.
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("loop", Loop("again", Flows.Event("wait", "tick"))),
            Flows.Sequence("starter", Flows.Event("start", "tick").AsTrigger(), Flows.Event("stay", "never")));
        var view = (await host.Instances.StartAsync("loop", new(), RuntimeHarness.Owner)).Value!;

        await host.Instances.PublishEventAsync("tick", null, null, RuntimeHarness.Owner, "k1");
        await host.RestartAsync();
        await host.Instances.PublishEventAsync("tick", null, null, RuntimeHarness.Owner, "k1");
        await host.Instances.PublishEventAsync("tick", null, null, RuntimeHarness.Owner, "k2");

        var runs = await host.InstanceQueries.ExecutionsAsync(view.Id, null, RuntimeHarness.Owner);
        Assert.Equal(2, runs!.Count(e => e is { ActivityId: "wait", Status: ActivityExecutionStatus.Completed }));
        Assert.Equal(2, (await host.InstanceQueries.ListAsync(new() { DefinitionIds = ["starter"] }, RuntimeHarness.Owner)).Total);
    }

    [Fact]
    public async Task Published_AgainWithTheSameKey_DoesNotReachTheWaitOfWhatItStarted()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("starter", Flows.Event("start", "tick").AsTrigger(), Flows.Event("next", "tick")));
        var started = Assert.Single((await host.Instances.PublishEventAsync("tick", null, null, RuntimeHarness.Owner, "k1")).Value!.Started);

        await host.Instances.PublishEventAsync("tick", null, null, RuntimeHarness.Owner, "k1");
        Assert.Equal(WorkflowStatus.Running, (await host.InstanceQueries.GetAsync(started, RuntimeHarness.Owner))!.Row.Status);

        await host.Instances.PublishEventAsync("tick", null, null, RuntimeHarness.Owner, "k2");
        Assert.Equal(WorkflowStatus.Finished, (await host.InstanceQueries.GetAsync(started, RuntimeHarness.Owner))!.Row.Status);
    }

    [Fact]
    public async Task Published_UnderTheKeyOfAnotherEvent_ReachesWhoWaitsForIt()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("order", Flows.Event("a", "paid"), Flows.Event("b", "shipped")));
        var order = (await host.Instances.StartAsync("order", new(), RuntimeHarness.Owner)).Value!;
        await host.Instances.PublishEventAsync("paid", null, null, RuntimeHarness.Owner, "order-7");

        var shipped = await host.Instances.PublishEventAsync("shipped", null, null, RuntimeHarness.Owner, "order-7");

        Assert.Equal([order.Id], shipped.Value!.Resumed);
    }

    [Fact]
    public async Task Published_ToAWaitThatAHostWithAFasterClockBegan_ReachesIt()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("waiter", Flows.Event("wait", "paid")));
        var waiter = (await host.Instances.StartAsync("waiter", new(), RuntimeHarness.Owner)).Value!;
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE bookmarks SET created_at = created_at + 400 WHERE case_id = {waiter.Id}");
        }

        var receipt = await host.Instances.PublishEventAsync("paid", null, null, RuntimeHarness.Owner);

        Assert.Equal([waiter.Id], receipt.Value!.Resumed);
    }

    [Fact]
    public async Task PublishedByAWorkflow_DeliveredLate_DoesNotReachWhoBeganToWaitSince()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("sender", Flows.Publish("a", "step")), Flows.Sequence("waiter", Flows.Event("wait", "step")));
        var before = (await host.Instances.StartAsync("waiter", new(), RuntimeHarness.Owner)).Value!;
        await host.Instances.StartAsync("sender", new(), RuntimeHarness.Owner);
        // Beyond what the clocks of two hosts may differ by.
        host.Time.Advance(TimeSpan.FromSeconds(2));
        var after = (await host.Instances.StartAsync("waiter", new(), RuntimeHarness.Owner)).Value!;

        await host.Outbox.RunDueAsync();

        Assert.Equal(WorkflowStatus.Finished, (await host.InstanceQueries.GetAsync(before.Id, RuntimeHarness.Owner))!.Row.Status);
        Assert.Equal(WorkflowStatus.Running, (await host.InstanceQueries.GetAsync(after.Id, RuntimeHarness.Owner))!.Row.Status);
    }

    [Fact]
    public async Task PublishedByAWorkflow_IsDeliveredAfterItsCommitInOrder()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("sender", Flows.Publish("a", "step", "({n: 1})"), Flows.Publish("b", "step", "({n: 2})")),
            Flows.Sequence("receiver", Flows.Event("one", "step").Keeping(), Flows.Line("l1", "getVariable('got').n"), Flows.Event("two", "step").Keeping(), Flows.Line("l2", "getVariable('got').n")));
        var receiver = (await host.Instances.StartAsync("receiver", new(), RuntimeHarness.Owner)).Value!;
        await host.Instances.StartAsync("sender", new(), RuntimeHarness.Owner);
        Assert.Equal(WorkflowStatus.Running, (await host.InstanceQueries.GetAsync(receiver.Id, RuntimeHarness.Owner))!.Row.Status);
        await host.RestartAsync();

        Assert.Equal(2, await host.Outbox.RunDueAsync());

        var lines = (await host.Queries.CaseAsync(receiver.Id, RuntimeHarness.Lead))!.Timeline.Where(t => t.Kind == "workflow.line").Select(t => t.Args["text"]);
        Assert.Equal(["1", "2"], lines);
        using var context = host.Context();
        Assert.Equal(0, await context.Outbox.CountAsync());
    }

    [Fact]
    public async Task PublishedLocally_ReachesThePublisherAlone()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("self", Flows.Parallel("both", Flows.Event("hear", "note"), Flows.Publish("say", "note", isLocal: true))),
            Flows.Sequence("other", Flows.Event("hear", "note")),
            Flows.Sequence("starter", Flows.Event("start", "note").AsTrigger()));
        var other = (await host.Instances.StartAsync("other", new(), RuntimeHarness.Owner)).Value!;
        var self = (await host.Instances.StartAsync("self", new(), RuntimeHarness.Owner)).Value!;
        Assert.Equal(WorkflowStatus.Running, self.Row.Status);

        await host.Outbox.RunDueAsync();

        Assert.Equal(WorkflowStatus.Finished, (await host.InstanceQueries.GetAsync(self.Id, RuntimeHarness.Owner))!.Row.Status);
        Assert.Equal(WorkflowStatus.Running, (await host.InstanceQueries.GetAsync(other.Id, RuntimeHarness.Owner))!.Row.Status);
        Assert.Equal(0, (await host.InstanceQueries.ListAsync(new() { DefinitionIds = ["starter"] }, RuntimeHarness.Owner)).Total);
    }

    [Fact]
    public async Task Trigger_OfARetiredVersion_StartsNothing()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("starter", Flows.Event("start", "old").AsTrigger()));
        host.WriteWorkflow(Flows.Sequence("starter", Flows.Event("start", "new").AsTrigger()));
        await host.RestartAsync();

        Assert.Empty((await host.Instances.PublishEventAsync("old", null, null, RuntimeHarness.Owner)).Value!.Started);
        Assert.Single((await host.Instances.PublishEventAsync("new", null, null, RuntimeHarness.Owner)).Value!.Started);
    }

    private static JsonObject Loop(string id, JsonObject body)
    {
        var loop = Flows.Activity(id, "Elsa.While", ("condition", "Boolean", "JavaScript", "true"));
        loop["body"] = body;
        return loop;
    }

    private static async Task<int> SumAsync(RuntimeHarness host, string id) =>
        (int)(await host.InstanceQueries.GetAsync(id, RuntimeHarness.Owner))!.Values!.Outputs["sum"]!.AsValue().GetValue<double>();
}
