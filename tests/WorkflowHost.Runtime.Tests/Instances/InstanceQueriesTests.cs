using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Instances;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>What is kept of how an instance ran.</summary>
public sealed class InstanceQueriesTests
{
    [Fact]
    public async Task Journal_OverSeveralCommits_IsOneHistoryInOrder()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet", Flows.Event("wait", "go"), Flows.Line("say", "'hello'")));
        var view = (await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner)).Value!;
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Instances.ResumeAsync(view.Id, view.Bookmarks[0].Id, null, RuntimeHarness.Owner);
        await host.RestartAsync();

        var journal = (await host.InstanceQueries.JournalAsync(view.Id, JournalFilter.All, RuntimeHarness.Owner))!;

        Assert.Equal(Enumerable.Range(1, journal.Total).Select(i => (long)i), journal.Items.Select(r => r.Sequence));
        var wait = journal.Items.Where(r => r.ActivityId == "wait").ToList();
        Assert.Equal([JournalEvent.Started, JournalEvent.Suspended, JournalEvent.Resumed, JournalEvent.Completed], wait.Select(r => r.Event));
        Assert.Equal(("Elsa.Event", "wait"), (wait[0].ActivityType, wait[0].ActivityName));
        Assert.Equal(TimeSpan.FromHours(1), wait[2].At - wait[1].At);
        Assert.Single(wait.Select(r => r.ExecutionId).Distinct());
    }

    [Fact]
    public async Task Journal_Filtered_PagesWhatMatches()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("lines", [.. Enumerable.Range(0, 5).Select(i => Flows.Line("l" + i, "'x'"))]));
        var view = (await host.Instances.StartAsync("lines", new(), RuntimeHarness.Owner)).Value!;

        var filter = new JournalFilter { Events = [JournalEvent.Completed], ExcludedTypes = ["Elsa.Sequence", "Elsa.Workflow"], Skip = 1, Take = 2 };
        var page = (await host.InstanceQueries.JournalAsync(view.Id, filter, RuntimeHarness.Owner))!;

        Assert.Equal(5, page.Total);
        Assert.Equal(["l1", "l2"], page.Items.Select(r => r.ActivityId));
    }

    [Fact]
    public async Task Counts_OfALoopThatWaits_TellRunsAndWhereItStands()
    {
        var loop = Flows.Activity("loop", "Elsa.While", ("condition", "Boolean", "JavaScript", "true"));
        loop["body"] = Flows.Event("tick", "tick");
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("clockwork", loop));
        var view = (await host.Instances.StartAsync("clockwork", new(), RuntimeHarness.Owner)).Value!;
        for (var i = 0; i < 3; i++)
        {
            await host.Instances.PublishEventAsync("tick", null, null, RuntimeHarness.Owner);
        }

        var tick = Assert.Single((await host.InstanceQueries.CountsAsync(view.Id, RuntimeHarness.Owner))!, c => c.ActivityId == "tick");

        Assert.Equal((4, 3, 1, true, false), (tick.Started, tick.Completed, tick.Uncompleted, tick.IsBlocked, tick.IsFaulted));
        var runs = (await host.InstanceQueries.ExecutionsAsync(view.Id, tick.NodeId, RuntimeHarness.Owner))!;
        Assert.Equal(4, runs.Count);
        Assert.Equal(runs[^1], await host.InstanceQueries.ExecutionAsync(runs[^1].Id, RuntimeHarness.Owner));
        Assert.True(runs[^1].HasBookmarks);
    }

    [Fact]
    public async Task List_FiltersAndPages()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("one", Flows.Event("wait", "go")), Flows.Sequence("two"));
        for (var i = 0; i < 3; i++)
        {
            await host.Instances.StartAsync("one", new(CorrelationId: "c" + i, Name: "第" + i), RuntimeHarness.Owner);
            host.Time.Advance(TimeSpan.FromMinutes(1));
            await host.Instances.StartAsync("two", new(), RuntimeHarness.Owner);
        }

        var queries = host.InstanceQueries;
        Assert.Equal((3, 1), ((await queries.ListAsync(new(Status: Engine.States.WorkflowStatus.Running, Skip: 2), RuntimeHarness.Owner)).Total, (await queries.ListAsync(new(Status: Engine.States.WorkflowStatus.Running, Skip: 2), RuntimeHarness.Owner)).Items.Count));
        Assert.Equal(3, (await queries.ListAsync(new() { SubStatuses = [Engine.States.WorkflowSubStatus.Finished] }, RuntimeHarness.Owner)).Total);
        Assert.Equal("c1", Assert.Single((await queries.ListAsync(new(Text: "第1"), RuntimeHarness.Owner)).Items).CorrelationId);
        Assert.Equal(0, (await queries.ListAsync(new(HasIncidents: true), RuntimeHarness.Owner)).Total);
        Assert.Equal(["第2", "第1", "第0"], (await queries.ListAsync(new() { DefinitionIds = ["one"] }, RuntimeHarness.Owner)).Items.Select(i => i.Name));
        Assert.Empty((await queries.ListAsync(new(), RuntimeHarness.Agent)).Items);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void JournalText_RoundTrips(bool hasMore)
    {
        JournalEntry[] entries =
        [
            new(DateTimeOffset.UnixEpoch, JournalEvent.Started, "a", "Workflow1:root:a", "0001", "Elsa.If", "第一步", [], null),
            new(DateTimeOffset.UnixEpoch, JournalEvent.Completed, "a", "Workflow1:root:a", "0001", "Elsa.If", "第一步", hasMore ? ["True", "不同意"] : [], null),
            new(DateTimeOffset.UnixEpoch, JournalEvent.Faulted, "b", "Workflow1:root:b", "0002", "Elsa.Fault", null, [], hasMore ? "核心系统\"无法\"连接" : null),
        ];

        var steps = JournalText.Read(JournalText.Write(entries));

        Assert.Equal(entries.Select(e => (e.Event, e.NodeId, e.ActivityInstanceId, string.Join(',', e.Outcomes), e.Message)), steps.Select(s => (s.Event, s.NodeId, s.ActivityInstanceId, string.Join(',', s.Outcomes), s.Message)));
    }
}
