using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Sqlite.Growth;

/// <summary>
/// A stretch of a list reads what it shows, however much there is: with twenty times the cases it costs the same. Counted in
/// SQLite's own instructions, so that a query that begins to read a whole table fails here and not at a customer's.
/// </summary>
public sealed class QueryCostTests
{
    private const int Few = 500;
    private const int Many = 10_000;

    [Fact]
    public async Task Lists_WithTwentyTimesTheCases_CostTheSame()
    {
        var cost = new QueryCost();
        var file = string.Empty;
        await using var host = await RuntimeHarness.StartAsync(
            services => services.ConfigureDbContext<WorkflowDbContext>(options => options.AddInterceptors(cost)), options => file = options.DatabaseFile);
        // One waits for its timer, the other for somebody of the desk.
        var waiting = await host.AcceptedAsync();
        var unclaimed = await host.OpenAsync("李娜");
        CrowdedDatabase.Multiply(file, waiting.Id, 1, Few);
        CrowdedDatabase.Multiply(file, unclaimed.Id, Many + 1, Few);
        var few = await CostsAsync(host, cost);
        CrowdedDatabase.Multiply(file, waiting.Id, Few + 1, Many - Few);
        CrowdedDatabase.Multiply(file, unclaimed.Id, Many + Few + 1, Many - Few);

        var many = await CostsAsync(host, cost);

        Assert.All(few.Keys, list => Assert.True(many[list] <= (few[list] * 1.5) + 20, $"{list}: {few[list]} at {Few} cases, {many[list]} at {Many}"));
    }

    private static async Task<Dictionary<string, int>> CostsAsync(RuntimeHarness host, QueryCost cost)
    {
        var lead = RuntimeHarness.Lead;
        var timers = host.Get<TimerQueries>();
        var costs = new Dictionary<string, int>(StringComparer.Ordinal);
        await MeasureAsync("timers", () => timers.PageAsync(new(Take: 20), lead));
        var deepTimer = await DeepTimerAsync(host);
        await MeasureAsync("timers, deep", () => timers.PageAsync(new(Cursor: deepTimer, Take: 20), lead));
        await MeasureAsync("timers pending", () => timers.PageAsync(new(TimerState.Pending, Take: 20), lead));
        await MeasureAsync("timers late", () => timers.PageAsync(new(TimerState.Late, Take: 20), lead));
        await MeasureAsync("timers failed", () => timers.PageAsync(new(TimerState.Failed, Take: 20), lead));
        await MeasureAsync("timers of an SOP", () => timers.PageAsync(new(DefinitionId: "small", Take: 20), lead));
        await MeasureAsync("next timer", () => NextTimerAsync(host));
        await MeasureAsync("cases", () => host.Queries.CasesAsync(new() { Take = 20 }, lead));
        await MeasureAsync("open cases", () => host.Queries.CasesAsync(new() { Status = CaseStatus.Open, Take = 20 }, lead));
        await MeasureAsync("cases by deadline", () => host.Queries.CasesAsync(new() { Sort = CaseSort.NextDue, Take = 20 }, lead));
        var deepCase = await DeepCaseAsync(host);
        await MeasureAsync("cases, deep", () => host.Queries.CasesAsync(new() { Cursor = deepCase, Take = 20 }, lead));
        await MeasureAsync("inbox", () => host.Queries.InboxAsync(RuntimeHarness.Agent, new(Take: 20)));
        Assert.Equal(20, (await host.Queries.InboxAsync(RuntimeHarness.Agent, new(Take: 20))).Claimable.Count);
        await MeasureAsync("cases by whole number", () => host.Queries.CasesAsync(new() { Text = "XE20200101-0000003", Take = 20 }, lead));
        await MeasureAsync("outbox", () => host.Queries.OutboxAsync(new OutboxFilter(Take: 20), lead));
        await MeasureAsync("incidents", () => host.Queries.IncidentsAsync(lead));
        await MeasureAsync("stalled", () => host.Get<IncidentDesk>().StalledAsync(lead));
        return costs;

        async Task MeasureAsync<T>(string name, Func<Task<T>> read)
        {
            cost.Take();
            await read();
            costs[name] = cost.Take();
        }
    }

    /// <summary>The statement of the pump, sent where its cost is counted.</summary>
    private static async Task<List<long?>> NextTimerAsync(RuntimeHarness host)
    {
        await using var context = host.Context();
        return await context.Database.SqlQueryRaw<long?>(HotReads.NextTimerSql.Replace(" FROM", " AS Value FROM", StringComparison.Ordinal)).ToListAsync();
    }

    /// <summary>The place in the middle, without having paged there.</summary>
    private static async Task<string> DeepTimerAsync(RuntimeHarness host)
    {
        await using var context = host.Context();
        var middle = await context.Timers.OrderBy(t => t.DueAt).Skip(await context.Cases.CountAsync() / 2).FirstAsync();
        return $"{middle.DueAt.ToUnixTimeMilliseconds()}~{middle.CaseId}~{middle.TimerId}";
    }

    private static async Task<string> DeepCaseAsync(RuntimeHarness host)
    {
        await using var context = host.Context();
        var middle = await context.Cases.OrderByDescending(c => c.OpenedAt).Skip(await context.Cases.CountAsync() / 2).FirstAsync();
        return $"{middle.OpenedAt.ToUnixTimeMilliseconds()}-{middle.Id}";
    }
}
