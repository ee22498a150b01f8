using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>What cases came to, told without ids and instants; and that what is stored of them agrees with itself.</summary>
internal static class History
{
    /// <summary>A case's own: each entry of its timeline and each message, in order.</summary>
    public static async Task<string> OfCaseAsync(RuntimeHarness host, string id)
    {
        await AgreesAsync(host, id);
        var view = (await host.Queries.CaseAsync(id, RuntimeHarness.Lead))!;
        Assert.Equal(Enumerable.Range(1, view.Timeline.Count).Select(n => (long)n), view.Timeline.Select(entry => entry.Sequence));
        // When it happened depends on the trouble, what happened does not; that a message is out is noted in its own time.
        return string.Join('\n', view.Timeline.Where(entry => entry.Kind != "message.delivered").Select(entry => $"{entry.Kind} {entry.ActorId}")
            .Concat(view.Outbox.Select(message => $"{message.Kind} {message.Status}"))
            .Append($"{view.Summary.Status} {view.Summary.Stage} {string.Join(',', view.Revisits.Select(revisit => revisit.Revisit.PolicyId))}"));
    }

    /// <summary>All workflows that are no cases: how many of each there are, and what each has done.</summary>
    public static async Task<string> OfInstancesAsync(RuntimeHarness host)
    {
        await using var context = host.Context();
        var lines = new List<string>();
        foreach (var row in await context.Cases.Where(c => c.IsPlain).Select(c => new { c.Id, c.DefinitionId, c.SubStatus }).ToListAsync())
        {
            await AgreesAsync(host, row.Id);
            var journal = (await host.InstanceQueries.JournalAsync(row.Id, JournalFilter.All, RuntimeHarness.Owner))!.Items;
            lines.Add($"{row.DefinitionId} {row.SubStatus}: {string.Join(' ', journal.Select(entry => $"{entry.ActivityId}/{entry.Event}"))}");
        }

        var messages = await context.Outbox.GroupBy(message => new { message.Kind, message.Status }).Select(g => new { g.Key.Kind, g.Key.Status, Count = g.Count() }).ToListAsync();
        return string.Join('\n', lines.Concat(messages.Select(m => $"{m.Kind} {m.Status} {m.Count}")).Order(StringComparer.Ordinal));
    }

    /// <summary>What lists read says the same as the case itself, and no commit has written twice.</summary>
    private static async Task AgreesAsync(RuntimeHarness host, string id)
    {
        await using var context = host.Context();
        var commits = await context.Journal.Where(row => row.CaseId == id).Select(row => row.Version).ToListAsync();
        Assert.Equal(commits.Distinct().Count(), commits.Count);
        var state = (await host.Get<CaseReader>().LoadAsync(id, CancellationToken.None))!;
        var row = await context.Cases.SingleAsync(c => c.Id == id);
        Assert.Equal((state.Version, state.Status), (row.Version, row.Status));
        Assert.Equal(Sorted(state.Tasks.Select(t => t.Id)), Sorted(await context.Tasks.Where(t => t.CaseId == id && t.Status == CaseTaskStatus.Open).Select(t => t.Id).ToListAsync()));
        Assert.Equal(Sorted(state.Timers.Select(t => t.Id)), Sorted(await context.Timers.Where(t => t.CaseId == id).Select(t => t.TimerId).ToListAsync()));
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> ids) => ids.Order(StringComparer.Ordinal);
}
