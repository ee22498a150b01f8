using System.Collections.Concurrent;
using System.Diagnostics;

namespace WorkflowHost.Bench.Stores;

/// <summary>How long each of many calls took. Thread-safe while it is filled.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentBag<double> _ms = [];

    public int Count => _ms.Count;

    public async Task<T> TimeAsync<T>(Func<Task<T>> call)
    {
        var began = Stopwatch.GetTimestamp();
        var value = await call();
        _ms.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return value;
    }

    public Task TimeAsync(Func<Task> call) => TimeAsync(async () =>
    {
        await call();
        return 0;
    });

    public void Add(TimeSpan took) => _ms.Add(took.TotalMilliseconds);

    /// <param name="quantile">0 to 1; 1 is the longest.</param>
    public double Ms(double quantile)
    {
        var sorted = _ms.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * quantile))];
    }
}
