namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// The colour counts of boards, kept for a few seconds: they are counted over every running clock, and every open board asks
/// again after every commit. One count runs at a time, and one that takes long is kept as much longer, so that counting never
/// has more than a twentieth of a processor. Thread-safe.
/// </summary>
internal sealed class BoardCounts(TimeProvider time) : IDisposable
{
    private const int MostKept = 100;

    /// <summary>How much longer a count is kept than it took.</summary>
    private const int Share = 20;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<(string Scope, BoardFilter Filter), (DateTimeOffset Until, IReadOnlyDictionary<ClockState, int> Counts)> _known = [];

    /// <summary>The counts over what some people see alike.</summary>
    /// <param name="scope">The same for all who see the same cases.</param>
    public Kept For(string scope) => new(this, scope);

    private async Task<IReadOnlyDictionary<ClockState, int>> OfAsync(
        string scope, BoardFilter filter, Func<Task<IReadOnlyDictionary<ClockState, int>>> count, CancellationToken cancellationToken)
    {
        // How many are listed changes no count.
        var key = (scope, filter with { Take = 0 });
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_known.TryGetValue(key, out var known) && now < known.Until && known.Until - now <= LongestKept)
            {
                return known.Counts;
            }

            var began = time.GetTimestamp();
            var counts = await count();
            var keptFor = TimeSpan.FromTicks(Math.Clamp(time.GetElapsedTime(began).Ticks * Share, KeptFor.Ticks, LongestKept.Ticks));
            if (_known.Count >= MostKept)
            {
                _known.Clear();
            }

            _known[key] = (now + keptFor, counts);
            return counts;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <inheritdoc cref="For"/>
    internal sealed class Kept(BoardCounts counts, string scope)
    {
        public Task<IReadOnlyDictionary<ClockState, int>> OfAsync(
            BoardFilter filter, Func<Task<IReadOnlyDictionary<ClockState, int>>> count, CancellationToken cancellationToken) =>
            counts.OfAsync(scope, filter, count, cancellationToken);
    }
}
