using System.Collections.Concurrent;
using System.Globalization;
using WorkflowHost.Runtime.Changes;

namespace WorkflowHost.Bench.Stores;

/// <summary>How late timers fire while a steady stream of them falls due and as many are set.</summary>
internal static class TimerLateness
{
    public const int ASecond = 100;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public static TimeSpan Lasts { get; } = TimeSpan.FromSeconds(30);

    /// <returns>One line of the table.</returns>
    public static async Task<string> MeasureAsync(bool isServer)
    {
        using var database = BenchDatabase.Create(isServer);
        Console.WriteLine($"{database.Kind}, {ASecond} due a second …");
        await using var runtime = await BenchRuntime.StartAsync(database, runsTimers: true);
        var fired = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        runtime.Get<CaseChangeFeed>().Changed += change =>
        {
            if (change.Version == 2)
            {
                fired[change.CaseId] = TimeProvider.System.GetUtcNow();
            }
        };

        await StreamAsync(runtime, WarmUp);
        var due = await StreamAsync(runtime, Lasts);
        await WaitForAsync(fired, [.. due.Keys]);

        var late = new Latencies();
        var early = 0;
        foreach (var (id, at) in due)
        {
            late.Add(fired[id] - at);
            early += fired[id] < at ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"| {database.Kind} | {due.Count:N0} | {late.Ms(0.5):0.0} | {late.Ms(0.99):0.0} | {late.Ms(1):0} | {early} |");
    }

    /// <returns>When the timer of each instance is due.</returns>
    private static async Task<IReadOnlyDictionary<string, DateTimeOffset>> StreamAsync(BenchRuntime runtime, TimeSpan lasts)
    {
        var due = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var starts = new List<Task>();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ASecond));
        while (starts.Count < lasts.TotalSeconds * ASecond && await beat.WaitForNextTickAsync())
        {
            starts.Add(Task.Run(async () =>
            {
                var view = await runtime.StartAsync(BenchRuntime.Moments);
                due[view.Id] = view.Row.CreatedAt + BenchRuntime.Moment;
            }));
        }

        await Task.WhenAll(starts);
        return due;
    }

    private static async Task WaitForAsync(ConcurrentDictionary<string, DateTimeOffset> fired, List<string> ids)
    {
        var patience = TimeProvider.System.GetUtcNow() + BenchRuntime.Moment + TimeSpan.FromMinutes(1);
        while (!ids.TrueForAll(fired.ContainsKey))
        {
            if (TimeProvider.System.GetUtcNow() > patience)
            {
                throw new InvalidOperationException("Timers did not fire within a minute of their instant.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }
}
