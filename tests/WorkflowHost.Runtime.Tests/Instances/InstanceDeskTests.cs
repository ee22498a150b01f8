using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>Plain workflows started, resumed and ended by commands, on the real store.</summary>
public sealed class InstanceDeskTests
{
    [Fact]
    public async Task Start_RunsToItsWaitAndIsThereAfterARestart()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "greet", Flows.Event("wait", "go").Keeping(), Flows.Output("out", "said", "getVariable('got').text + ' ' + getInput('name')")));

        var started = (await host.Instances.StartAsync("greet", new(new JsonObject { ["name"] = "张伟" }, "order-1", "first"), RuntimeHarness.Owner)).Value!;
        Assert.Equal((WorkflowStatus.Running, "order-1", "first", false), (started.Row.Status, started.Row.CorrelationId, started.Row.Name, started.Row.IsCase));
        await host.RestartAsync();

        var bookmark = Assert.Single((await host.InstanceQueries.GetAsync(started.Id, RuntimeHarness.Owner))!.Bookmarks);
        var resumed = (await host.Instances.ResumeAsync(started.Id, bookmark.Id, new JsonObject { ["text"] = "你好", ["name"] = "张伟" }, RuntimeHarness.Owner)).Value!;

        Assert.Equal((WorkflowStatus.Finished, WorkflowSubStatus.Finished), (resumed.Row.Status, resumed.Row.SubStatus));
        Assert.Equal("你好 张伟", resumed.Values!.Outputs["said"]!.GetValue<string>());
        using var context = host.Context();
        Assert.Equal(0, await context.Bookmarks.CountAsync());
    }

    [Fact]
    public async Task List_OfDefinitions_CountsNoInstanceThatIsOver()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet", Flows.Event("wait", "go")));
        var ended = (await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner)).Value!;
        var cancelled = (await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner)).Value!;
        await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner);
        await host.Instances.ResumeAsync(ended.Id, Assert.Single((await host.InstanceQueries.GetAsync(ended.Id, RuntimeHarness.Owner))!.Bookmarks).Id, null, RuntimeHarness.Owner);
        await host.Instances.CancelAsync(cancelled.Id, null, RuntimeHarness.Owner);

        Assert.Equal(1, (await host.Get<DefinitionStore>().ListAsync()).Single(each => each.DefinitionId == "greet").RunningCases);
        Assert.Equal(1, Assert.Single(await host.Get<DefinitionStore>().VersionsAsync("greet")).RunningCases);
    }

    [Fact]
    public async Task Start_SameKeyAgain_AnswersTheSameInstance()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet", Flows.Event("wait", "go")));

        var one = await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner, "key-1");
        var two = await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner, "key-1");

        Assert.Equal(one.Value!.Id, two.Value!.Id);
        Assert.Equal(1, (await host.InstanceQueries.ListAsync(new(IsCase: false), RuntimeHarness.Owner)).Total);
    }

    [Fact]
    public async Task Start_UnknownOrForbidden_IsRefusedAndStoresNothing()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet"));

        Assert.Equal("definition.not_published", (await host.Instances.StartAsync("nothing", new(), RuntimeHarness.Owner)).Refusal!.Code);
        Assert.Equal("instance.role_required", (await host.Instances.StartAsync("greet", new(), RuntimeHarness.Agent)).Refusal!.Code);
        using var context = host.Context();
        Assert.Equal(0, await context.Cases.CountAsync());
        Assert.Equal("denied", (await context.Audit.SingleAsync()).Action);
    }

    [Fact]
    public async Task Start_OfAnSop_OpensACaseWithTheInputAsItsForm()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var actor = new Actor("s-both", "何平", null, ["process_owner", "agent"]);

        var refused = await host.Instances.StartAsync(Pack.TestPack.DefinitionId, new(new JsonObject { ["content"] = "x" }), actor);
        var opened = await host.Instances.StartAsync(Pack.TestPack.DefinitionId, new(RuntimeHarness.OpenFields()), actor);

        Assert.Contains(refused.Refusal!.Fields, f => f.Field == "customerName");
        Assert.True(opened.Value!.Row.IsCase);
        Assert.StartsWith("XE", opened.Value.Row.Number, StringComparison.Ordinal);
        Assert.NotNull(await host.Queries.CaseAsync(opened.Value.Id, RuntimeHarness.Lead));
    }

    [Fact]
    public async Task PlainInstances_AreNoCases()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet", Flows.Event("wait", "go")));
        await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner);
        await host.OpenAsync();

        Assert.Single((await host.Queries.CasesAsync(new(), RuntimeHarness.Lead)).Items);
        Assert.Equal(2, (await host.Queries.CasesAsync(new(IncludesPlain: true), RuntimeHarness.Lead)).Items.Count);
        Assert.Equal(2, (await host.InstanceQueries.ListAsync(new(), RuntimeHarness.Owner)).Total);
        Assert.Single((await host.InstanceQueries.ListAsync(new(IsCase: true), RuntimeHarness.Owner)).Items);
    }

    [Fact]
    public async Task Resume_BookmarkGoneOrOfTheSop_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet", Flows.Event("wait", "go"), Flows.Event("again", "go")));
        var view = (await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner)).Value!;
        await host.Instances.ResumeAsync(view.Id, view.Bookmarks[0].Id, null, RuntimeHarness.Owner);

        Assert.Equal("instance.bookmark_gone", (await host.Instances.ResumeAsync(view.Id, view.Bookmarks[0].Id, null, RuntimeHarness.Owner)).Refusal!.Code);
        var opened = await host.OpenAsync();
        var task = RuntimeHarness.OpenTask(opened);
        Assert.Equal("instance.bookmark_internal", (await host.Instances.ResumeAsync(opened.Id, task.BookmarkId, null, RuntimeHarness.Owner)).Refusal!.Code);
        Assert.Equal("instance.is_a_case", (await host.Instances.CancelAsync(opened.Id, null, RuntimeHarness.Owner)).Refusal!.Code);
    }

    [Fact]
    public async Task Delay_AfterARestart_FiresOnceAtItsInstant()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("sleep", Flows.Delay("nap", "3.00:00:00"), Flows.Line("up", "'awake'")));
        var view = (await host.Instances.StartAsync("sleep", new(), RuntimeHarness.Owner)).Value!;
        await host.RestartAsync();
        host.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await host.Timers.RunDueAsync());

        host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await host.Timers.RunDueAsync());
        Assert.Equal(WorkflowSubStatus.Finished, (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!.Row.SubStatus);
        Assert.Equal(0, await host.Timers.RunDueAsync());
    }

    [Fact]
    public async Task Task_Requested_IsListedAndCompletedOnceWithItsResult()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "ask",
            Flows.Activity("task", "Elsa.RunTask", ("taskName", "String", "Literal", "scan"), ("payload", "Object", "JavaScript", "({page: 3})")).Keeping(),
            Flows.Output("out", "found", "getVariable('got').found")));
        var view = (await host.Instances.StartAsync("ask", new(CorrelationId: "doc-7"), RuntimeHarness.Owner)).Value!;
        await host.RestartAsync();

        var task = Assert.Single(await host.InstanceQueries.TasksAsync("scan", RuntimeHarness.Owner));
        Assert.Equal(("scan", view.Id, "doc-7", 3), (task.Name, task.InstanceId, task.CorrelationId, (int)task.Payload!["page"]!.GetValue<double>()));
        var done = await host.Instances.CompleteTaskAsync(task.TaskId, new JsonObject { ["found"] = true }, RuntimeHarness.Owner, "k");

        Assert.True(done.Value!.Values!.Outputs["found"]!.GetValue<bool>());
        Assert.Empty(await host.InstanceQueries.TasksAsync(null, RuntimeHarness.Owner));
        Assert.Equal("requested_task.not_found", (await host.Instances.CompleteTaskAsync(task.TaskId, null, RuntimeHarness.Owner)).Refusal!.Code);
        Assert.True((await host.Instances.CompleteTaskAsync(task.TaskId, new JsonObject { ["found"] = true }, RuntimeHarness.Owner, "k")).IsOk);
    }

    [Fact]
    public async Task Fault_FaultsTheInstanceAndARetryGoesOn()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "fragile", Flows.Event("wait", "go"), Flows.Script("step", "if (!getInput('ok')) { throw new Error('core system down'); }"), Flows.Event("after", "more")));
        var view = (await host.Instances.StartAsync("fragile", new(), RuntimeHarness.Owner)).Value!;
        var faulted = (await host.Instances.ResumeAsync(view.Id, view.Bookmarks[0].Id, null, RuntimeHarness.Owner)).Value!;

        Assert.Equal((WorkflowStatus.Finished, WorkflowSubStatus.Faulted), (faulted.Row.Status, faulted.Row.SubStatus));
        var incident = Assert.Single(faulted.Incidents);
        Assert.Contains((await host.Queries.IncidentsAsync(RuntimeHarness.Owner)), i => i.CaseId == view.Id);
        await host.RestartAsync();
        var again = (await host.Instances.RetryAsync(view.Id, incident.ActivityInstanceId, RuntimeHarness.Owner)).Value!;

        // It fails as before, but it ran: the fault is counted twice.
        Assert.Equal(WorkflowSubStatus.Faulted, again.Row.SubStatus);
        var executions = await host.InstanceQueries.ExecutionsAsync(view.Id, null, RuntimeHarness.Owner);
        Assert.Equal(2, Assert.Single(executions!, e => e.ActivityId == "step").FaultCount);
    }

    [Fact]
    public async Task Cancel_TakesTheChildrenAlong()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("parent", Flows.Dispatch("call", "child"), Flows.Line("never", "'x'")),
            Flows.Sequence("child", Flows.Event("wait", "go")));
        var parent = (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!;
        await host.Outbox.RunDueAsync();
        var child = Assert.Single((await host.InstanceQueries.ListAsync(new(ParentId: parent.Id), RuntimeHarness.Owner)).Items);

        var cancelled = await host.Instances.CancelAsync(parent.Id, "wrong order", RuntimeHarness.Owner);
        await host.RestartAsync();
        await host.Outbox.RunDueAsync();

        Assert.Equal(WorkflowSubStatus.Cancelled, cancelled.Value!.Row.SubStatus);
        Assert.Equal(WorkflowSubStatus.Cancelled, (await host.InstanceQueries.GetAsync(child.Id, RuntimeHarness.Owner))!.Row.SubStatus);
        Assert.Equal("instance.not_running", (await host.Instances.CancelAsync(parent.Id, null, RuntimeHarness.Owner)).Refusal!.Code);
        using var context = host.Context();
        Assert.Equal((0, 0), (await context.Bookmarks.CountAsync(), await context.Outbox.CountAsync()));
    }

    [Fact]
    public async Task Delete_OnlyWhatIsOver_WithAllItsRows()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet", Flows.Event("wait", "go")));
        var view = (await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner)).Value!;
        Assert.Equal("instance.running", (await host.Instances.DeleteAsync(view.Id, RuntimeHarness.Owner))!.Code);
        await host.Instances.CancelAsync(view.Id, null, RuntimeHarness.Owner);
        Assert.Equal("instance.unsent", (await host.Instances.DeleteAsync(view.Id, RuntimeHarness.Owner))!.Code);
        await host.Outbox.RunDueAsync();

        Assert.Null(await host.Instances.DeleteAsync(view.Id, RuntimeHarness.Owner));

        using var context = host.Context();
        Assert.Equal((0, 0, 0), (await context.Cases.CountAsync(), await context.Timeline.CountAsync(), await context.Journal.CountAsync()));
        Assert.Null(await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner));
        var opened = await host.OpenAsync();
        Assert.Equal("instance.is_a_case", (await host.Instances.DeleteAsync(opened.Id, RuntimeHarness.Owner))!.Code);
    }

    [Theory]
    [InlineData("Singleton", "a", "b", 1)]
    [InlineData("CorrelatedSingleton", "a", "a", 1)]
    [InlineData("CorrelatedSingleton", "a", "b", 2)]
    [InlineData("CorrelatedSingleton", null, null, 1)]
    [InlineData("Correlation", "a", "a", 1)]
    [InlineData("Correlation", null, null, 16)]
    public async Task Activation_UnderParallelStarts_LetsInWhatTheStrategySays(string strategy, string? one, string? other, int expected)
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("single", Flows.Event("wait", "go")).WithActivation(strategy));

        var starts = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(() => host.Instances.StartAsync("single", new(CorrelationId: i % 2 == 0 ? one : other), RuntimeHarness.Owner))));

        Assert.Equal(expected, starts.Count(s => s.IsOk));
        Assert.All(starts.Where(s => !s.IsOk), s => Assert.Equal("instance.not_activated", s.Refusal!.Code));
        Assert.Equal(expected, (await host.InstanceQueries.ListAsync(new(IsCase: false), RuntimeHarness.Owner)).Total);
    }

    [Fact]
    public async Task Activation_AfterTheOneHasEnded_LetsTheNextIn()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("single", Flows.Event("wait", "go")).WithActivation("Singleton"));
        var first = (await host.Instances.StartAsync("single", new(), RuntimeHarness.Owner)).Value!;
        Assert.False((await host.Instances.StartAsync("single", new(), RuntimeHarness.Owner)).IsOk);

        await host.Instances.ResumeAsync(first.Id, first.Bookmarks[0].Id, null, RuntimeHarness.Owner);

        Assert.True((await host.Instances.StartAsync("single", new(), RuntimeHarness.Owner)).IsOk);
    }
}
