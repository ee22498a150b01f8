using System.Diagnostics;

namespace WorkflowHost.Bench.Complaints;

/// <summary>What a number of callers got done in the measured time.</summary>
internal sealed record Throughput(int Callers, TimeSpan Measured, int ClosedCases, int Commands, IReadOnlyList<long> Completions, long WorkingSet, TimeSpan ProcessorTime)
{
    public double CasesPerSecond => ClosedCases / Measured.TotalSeconds;

    public double CommandsPerSecond => Commands / Measured.TotalSeconds;

    /// <summary>Processor time of the host for a complaint; on a machine others use as well it says more than the cases a second.</summary>
    public double HostMs => ProcessorTime.TotalMilliseconds / ClosedCases;

    /// <param name="quantile">0 to 1.</param>
    public double CompletionMs(double quantile)
    {
        var sorted = Completions.Order().ToList();
        return Stopwatch.GetElapsedTime(0, sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * quantile))]).TotalMilliseconds;
    }

    public static async Task<Throughput> MeasureAsync(int callers, BenchPlan plan)
    {
        using var host = await BenchHost.StartAsync(callers);
        await WorkAsync(host.Callers, plan.WarmUp);
        foreach (var caller in host.Callers)
        {
            caller.Reset();
        }

        var used = host.ProcessorTime;
        var took = await WorkAsync(host.Callers, plan.Measured);
        used = host.ProcessorTime - used;
        return new Throughput(
            callers,
            took,
            host.Callers.Sum(caller => caller.ClosedCases),
            host.Callers.Sum(caller => caller.Commands),
            [.. host.Callers.SelectMany(caller => caller.Completions)],
            host.WorkingSet,
            used);
    }

    private static async Task<TimeSpan> WorkAsync(IReadOnlyList<Caller> callers, TimeSpan span)
    {
        var began = Stopwatch.GetTimestamp();
        var deadline = began + (long)(span.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(callers.Select(caller => caller.WorkUntilAsync(deadline)));
        return Stopwatch.GetElapsedTime(began);
    }
}
