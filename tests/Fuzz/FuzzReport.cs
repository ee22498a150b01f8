using System.Diagnostics;

namespace WorkflowHost.Fuzz;

/// <summary>What many rounds came to.</summary>
/// <param name="Rounds">How many were run.</param>
/// <param name="Ends">How many ended which way.</param>
/// <param name="MostAllocated">The bytes allocated by the greediest round, and its seed.</param>
/// <param name="Slowest">The time of the slowest round, and its seed.</param>
/// <param name="Failures">Rounds that threw what they must not throw, or allocated more than they may.</param>
internal sealed record FuzzReport(
    int Rounds,
    IReadOnlyDictionary<FuzzEnd, int> Ends,
    (long Bytes, int Seed) MostAllocated,
    (TimeSpan Time, int Seed) Slowest,
    IReadOnlyList<string> Failures)
{
    /// <summary>What one round may allocate in all its bursts together: a dozen scripts that reach their limit, and the work around them.</summary>
    public const long Budget = 512L << 20;

    /// <summary>Runs rounds one after another, and stops early at so many failures.</summary>
    public static FuzzReport Of(FuzzRound round, int rounds, int seed, int mostFailures = 20, Action<int>? progress = null)
    {
        var ends = Enum.GetValues<FuzzEnd>().ToDictionary(each => each, _ => 0);
        var failures = new List<string>();
        var allocated = (Bytes: 0L, Seed: 0);
        var slowest = (Time: TimeSpan.Zero, Seed: 0);
        var done = 0;
        for (; done < rounds && failures.Count < mostFailures; done++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            try
            {
                ends[round.Run(seed + done)]++;
            }
#pragma warning disable CA1031 // The very point: whatever is thrown is a finding.
            catch (Exception error)
            {
                failures.Add($"round {seed + done}: {error}");
            }
#pragma warning restore CA1031

            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            allocated = bytes > allocated.Bytes ? (bytes, seed + done) : allocated;
            var time = Stopwatch.GetElapsedTime(began);
            slowest = time > slowest.Time ? (time, seed + done) : slowest;
            if (bytes > Budget)
            {
                failures.Add($"round {seed + done}: allocated {bytes:N0} bytes.");
            }

            progress?.Invoke(done + 1);
        }

        return new FuzzReport(done, ends, allocated, slowest, failures);
    }
}
