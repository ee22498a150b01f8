using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>Workflows that start others and wait for their end.</summary>
public sealed class ChildTests
{
    private const string Dispatch = "Elsa.DispatchWorkflow";
    private const string Execute = "Elsa.ExecuteWorkflow";

    [Theory]
    [InlineData(Dispatch)]
    [InlineData(Execute)]
    public async Task Parent_Waiting_GoesOnWithTheOutputsWhenTheChildHasEnded(string type)
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("parent", Flows.Dispatch("call", "child", "{ n: 20 }", type: type).Keeping(), Flows.Output("out", "answer", "getVariable('got').twice")),
            Flows.Sequence("child", Flows.Event("wait", "go"), Flows.Output("out", "twice", "getInput('n') * 2")));
        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;
        await host.RestartAsync();
        await host.Outbox.RunDueAsync();
        var child = Assert.Single((await host.InstanceQueries.ListAsync(new(ParentId: parent.Id), RuntimeHarness.Owner)).Items);
        Assert.Equal(WorkflowStatus.Running, child.Status);

        await host.Instances.PublishEventAsync("go", new System.Text.Json.Nodes.JsonObject { ["n"] = 20 }, null, RuntimeHarness.Owner);
        await host.RestartAsync();
        await host.Outbox.RunDueAsync();

        var after = (await host.InstanceQueries.GetAsync(parent.Id, RuntimeHarness.Owner))!;
        Assert.Equal(WorkflowSubStatus.Finished, after.Row.SubStatus);
        Assert.Equal(40, after.Values!.Outputs["answer"]!.GetValue<double>());
    }

    [Fact]
    public async Task Executed_EndingAtOnce_IsStoredWithItsParentInOneCommit()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("parent", Flows.Dispatch("call", "child", type: Execute).Keeping(), Flows.Output("out", "status", "getVariable('got').SubStatus")),
            Flows.Sequence("child", Flows.Line("l", "'hello'")));

        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;

        Assert.Equal("Finished", parent.Values!.Outputs["status"]!.GetValue<string>());
        var child = Assert.Single((await host.InstanceQueries.ListAsync(new(ParentId: parent.Id), RuntimeHarness.Owner)).Items);
        Assert.Equal((WorkflowSubStatus.Finished, 0), (child.SubStatus, await host.Outbox.RunDueAsync()));
        Assert.Contains((await host.InstanceQueries.JournalAsync(child.Id, JournalFilter.All, RuntimeHarness.Owner))!.Items, r => r.ActivityId == "l");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parent_OfAChildThatFaultedOrWasCancelled_GoesOnToo(bool faults)
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("parent", Flows.Dispatch("call", "child")),
            Flows.Sequence("child", Flows.Event("wait", "go"), Flows.Fault("fail")));
        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;
        await host.Outbox.RunDueAsync();
        var child = Assert.Single((await host.InstanceQueries.ListAsync(new(ParentId: parent.Id), RuntimeHarness.Owner)).Items);

        if (faults)
        {
            await host.Instances.PublishEventAsync("go", null, null, RuntimeHarness.Owner);
        }
        else
        {
            await host.Instances.CancelAsync(child.Id, null, RuntimeHarness.Owner);
        }

        await host.Outbox.RunDueAsync();

        Assert.Equal(WorkflowSubStatus.Finished, (await host.InstanceQueries.GetAsync(parent.Id, RuntimeHarness.Owner))!.Row.SubStatus);
    }

    [Fact]
    public async Task Parent_FaultedWhenTheChildEnds_GoesOnWithItAfterTheRetry()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence(
                "parent",
                Flows.Parallel(
                    "both",
                    Flows.Dispatch("call", "child").Keeping(),
                    Flows.Steps("beside", Flows.Event("boom", "boom"), Flows.Script("fragile", "if (Date.now() < Date.UTC(2026, 8, 30)) { throw new Error('core system down'); }"))),
                Flows.Output("out", "twice", "getVariable('got').twice")),
            Flows.Sequence("child", Flows.Event("wait", "go"), Flows.Output("out", "twice", "42")));
        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;
        await host.Outbox.RunDueAsync();
        await host.Instances.PublishEventAsync("boom", null, null, RuntimeHarness.Owner);
        var faulted = (await host.InstanceQueries.GetAsync(parent.Id, RuntimeHarness.Owner))!;
        Assert.Equal(WorkflowSubStatus.Faulted, faulted.Row.SubStatus);

        await host.Instances.PublishEventAsync("go", null, null, RuntimeHarness.Owner);
        await host.Outbox.RunDueAsync();
        await host.RestartAsync();
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.Instances.RetryAsync(parent.Id, Assert.Single(faulted.Incidents).ActivityInstanceId, RuntimeHarness.Owner);

        var after = (await host.InstanceQueries.GetAsync(parent.Id, RuntimeHarness.Owner))!;
        Assert.Equal((WorkflowSubStatus.Finished, 42d), (after.Row.SubStatus, after.Values!.Outputs["twice"]!.GetValue<double>()));
    }

    [Fact]
    public async Task Dispatched_DeliveredTwice_StartsOneChild()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("parent", Flows.Dispatch("call", "child", waits: false)),
            Flows.Sequence("child", Flows.Event("wait", "go")));
        await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner);
        using var context = host.Context();
        var message = await context.Outbox.SingleAsync();
        var outgoing = new OutgoingMessage(
            message.Id, message.CaseId, message.Kind, message.Target, null, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(message.Payload)!,
            message.IdempotencyKey, message.CreatedAt, 0, 0);
        var sender = host.Get<IEnumerable<IOutboxSender>>().Single(s => s.Kinds.Contains(message.Kind));

        Assert.Equal(OutboxStatus.Sent, (await sender.SendAsync(outgoing, default)).Status);
        Assert.Equal(OutboxStatus.Sent, (await sender.SendAsync(outgoing, default)).Status);

        Assert.Equal(1, (await host.InstanceQueries.ListAsync(new() { DefinitionIds = ["child"] }, RuntimeHarness.Owner)).Total);
    }

    [Fact]
    public async Task Dispatched_SopWithABadForm_IsDeadAndVisibleAndTheParentWaits()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("parent", Flows.Dispatch("call", Pack.TestPack.DefinitionId, "{ content: 'x' }")));
        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;

        await host.Outbox.RunDueAsync();

        var dead = Assert.Single(await host.Queries.OutboxAsync(new(OutboxStatus.Dead), RuntimeHarness.Lead));
        Assert.Equal("form.invalid", dead.LastError);
        Assert.Equal(WorkflowStatus.Running, (await host.InstanceQueries.GetAsync(parent.Id, RuntimeHarness.Owner))!.Row.Status);
        Assert.Equal(1, await host.Queries.UnreadCountAsync(RuntimeHarness.Owner));
    }

    [Fact]
    public async Task Dispatched_Sop_OpensACaseFromTheInput()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "intake", Flows.Dispatch("call", Pack.TestPack.DefinitionId, "{ customerName: '张伟', contactPhone: '13800000000', content: '理赔款迟迟未到账' }", waits: false)));
        await host.Instances.StartAsync("intake", new(), RuntimeHarness.Owner);

        await host.Outbox.RunDueAsync();

        Assert.Equal("张伟", Assert.Single((await host.Queries.CasesAsync(new(), RuntimeHarness.Lead)).Items).CustomerName);
    }

    [Fact]
    public async Task Executed_Sop_FaultsInWords()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("parent", Flows.Dispatch("call", Pack.TestPack.DefinitionId, type: Execute)));

        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;

        Assert.Contains("Dispatch Workflow", Assert.Single(parent.Incidents).Message, StringComparison.Ordinal);
        Assert.Equal(1, (await host.InstanceQueries.ListAsync(new(), RuntimeHarness.Owner)).Total);
    }

    [Fact]
    public async Task BulkDispatch_CompletesWithTheLastChild()
    {
        var bulk = Flows.Activity(
            "bulk", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", "String", "Literal", "child"), ("items", "Object", "JavaScript", "[1, 2, 3]"),
            ("waitForCompletion", "Boolean", "Literal", "true"));
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("parent", bulk), Flows.Sequence("child", Flows.Event("wait", "go")));
        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;
        await host.Outbox.RunDueAsync();
        var children = (await host.InstanceQueries.ListAsync(new(ParentId: parent.Id), RuntimeHarness.Owner)).Items;
        Assert.Equal(3, children.Count);

        foreach (var child in children)
        {
            Assert.Equal(WorkflowStatus.Running, (await host.InstanceQueries.GetAsync(parent.Id, RuntimeHarness.Owner))!.Row.Status);
            var view = (await host.InstanceQueries.GetAsync(child.Id, RuntimeHarness.Owner))!;
            await host.Instances.ResumeAsync(child.Id, view.Bookmarks[0].Id, null, RuntimeHarness.Owner);
            await host.RestartAsync();
            await host.Outbox.RunDueAsync();
        }

        Assert.Equal(WorkflowSubStatus.Finished, (await host.InstanceQueries.GetAsync(parent.Id, RuntimeHarness.Owner))!.Row.SubStatus);
    }

    [Fact]
    public async Task Sop_PublishingAnEvent_ReachesAPlainWorkflow()
    {
        var sop = Pack.TestPack.Workflow();
        var flow = sop["root"]!;
        flow["activities"]!.AsArray().Insert(0, Flows.Publish("announce", "case-opened", "({ number: getCaseInfo().number })"));
        flow["connections"]!.AsArray().Insert(0, new System.Text.Json.Nodes.JsonObject
        {
            ["source"] = new System.Text.Json.Nodes.JsonObject { ["activity"] = "announce", ["port"] = "Done" },
            ["target"] = new System.Text.Json.Nodes.JsonObject { ["activity"] = "open", ["port"] = "In" },
        });
        await using var host = await RuntimeHarness.StartAsync(
            sop, Flows.Sequence("log", Flows.Event("start", "case-opened").AsTrigger().Keeping(), Flows.Output("out", "number", "getVariable('got').number")));
        var opened = await host.OpenAsync();

        await host.Outbox.RunDueAsync();

        var log = Assert.Single((await host.InstanceQueries.ListAsync(new(IsCase: false), RuntimeHarness.Owner)).Items);
        Assert.Equal(opened.Summary.Number, (await host.InstanceQueries.GetAsync(log.Id, RuntimeHarness.Owner))!.Values!.Outputs["number"]!.GetValue<string>());
    }
}
