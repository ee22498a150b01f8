using System.Diagnostics;

namespace WorkflowHost.Bench.EngineRuns;

/// <summary>
/// What one kind of run was measured at: the median of the rounds, with the slowest and the fastest. Seconds are those of the processor, the
/// collector's and the compiler's included, so that other programs on the machine don't count.
/// </summary>
internal sealed record RunMeasure(string Name, double PerSecond, double Slowest, double Fastest, double Bytes)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    public static RunMeasure Of(string name, int rounds, Func<object> run)
    {
        Repeat(run, WarmUp);
        var results = new List<(double PerSecond, double Bytes)>();
        for (var i = 0; i < rounds; i++)
        {
            GC.Collect();
            results.Add(Repeat(run, Round));
        }

        var speeds = results.Select(each => each.PerSecond).Order().ToList();
        return new RunMeasure(name, speeds[speeds.Count / 2], speeds[0], speeds[^1], results.Select(each => each.Bytes).Order().ElementAt(rounds / 2));
    }

    // Asked every so often only, so that asking does not count.
    private static (double PerSecond, double Bytes) Repeat(Func<object> run, TimeSpan length)
    {
        var batch = 1;
        var runs = 0L;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        using var process = Process.GetCurrentProcess();
        var began = process.TotalProcessorTime;
        TimeSpan elapsed;
        do
        {
            for (var i = 0; i < batch; i++)
            {
                GC.KeepAlive(run());
            }

            runs += batch;
            process.Refresh();
            elapsed = process.TotalProcessorTime - began;
            batch = (int)Math.Clamp(runs / Math.Max(elapsed.TotalMilliseconds, 1), 1, 10_000);
        }
        while (elapsed < length);
        return (runs / elapsed.TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / runs);
    }
}
