using System.Text.Json.Nodes;
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
        Assert.Equal(runs[^1].StartedAt, (await host.InstanceQueries.ExecutionAsync(runs[^1].Id, RuntimeHarness.Owner))!.StartedAt);
        Assert.True(runs[^1].HasBookmarks);
    }

    [Fact]
    public async Task Executions_HoldWhatWasWrittenDownAndWhatWasWorkedOut()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("greet", Flows.Event("wait", "go"), Flows.Line("say", "'hello ' + 7 * 6")));
        var view = (await host.Instances.StartAsync("greet", new(), RuntimeHarness.Owner)).Value!;
        await host.Instances.ResumeAsync(view.Id, view.Bookmarks[0].Id, new JsonObject { ["paid"] = 12 }, RuntimeHarness.Owner);
        await host.RestartAsync();

        var runs = (await host.InstanceQueries.ExecutionsAsync(view.Id, null, RuntimeHarness.Owner))!.ToDictionary(run => run.ActivityId);

        Assert.Equal("go", (string?)runs["wait"].Inputs!["EventName"]);
        Assert.Equal("hello 42", (string?)runs["say"].Inputs!["Text"]);
        Assert.Equal(12, (int)runs["wait"].Outputs!["Result"]!["paid"]!);
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

        Assert.All(steps, step => Assert.Null(step.Values));
        Assert.Equal(entries.Select(e => (e.Event, e.NodeId, e.ActivityInstanceId, string.Join(',', e.Outcomes), e.Message)), steps.Select(s => (s.Event, s.NodeId, s.ActivityInstanceId, string.Join(',', s.Outcomes), s.Message)));
    }

    [Fact]
    public void JournalText_LongValues_AreCutBetweenCharactersAndShortOnesKept()
    {
        var rows = new JsonArray([.. Enumerable.Range(0, 200).Select(i => JsonValue.Create(i))]);
        var entry = Started("0001", new("Text", "理" + string.Concat(Enumerable.Repeat("😀", 200))), new("Rows", rows), new("Amount", 12.5), new("Nobody", null));

        var values = JournalText.Read(JournalText.Write([entry]))[0].Values!;

        var text = (string)values["Text"]!;
        Assert.Equal(JournalText.LongestValue, text.Length);
        Assert.False(char.IsHighSurrogate(text[^2]));
        Assert.EndsWith("…", text, StringComparison.Ordinal);
        Assert.StartsWith("[0,1,2", (string?)values["Rows"], StringComparison.Ordinal);
        Assert.Equal(12.5, (double)values["Amount"]!);
        Assert.True(values.ContainsKey("Nobody"));
    }

    /// <summary>A loop over thousands of rows in one commit.</summary>
    [Fact]
    public void JournalText_ManyValues_KeepsTheFirstOnly()
    {
        var entries = Enumerable.Range(0, 1_000).Select(i => Started($"{i:x4}", new JournalValue("Row", new string('行', 100)))).ToList();

        var text = JournalText.Write(entries);

        Assert.Equal(1_000, JournalText.Read(text).Count);
        Assert.InRange(JournalText.Read(text).Count(step => step.Values is not null), 50, 80);
        Assert.True(text.Count(c => c == '行') <= JournalText.MostOfCommit);
    }

    private static JournalEntry Started(string instance, params JournalValue[] values) =>
        new(DateTimeOffset.UnixEpoch, JournalEvent.Started, "a", "Workflow1:root:a", instance, "Elsa.WriteLine", null, [], null) { Values = values };
}
