namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// The colour counts of boards, kept for a few seconds: they are counted over every running clock, and every open board asks
/// again after every commit. One count runs at a time. Thread-safe.
/// </summary>
internal sealed class BoardCounts(TimeProvider time) : IDisposable
{
    private const int MostKept = 100;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<(string Scope, BoardFilter Filter), (DateTimeOffset At, IReadOnlyDictionary<ClockState, int> Counts)> _known = [];

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
            if (_known.TryGetValue(key, out var known) && now - known.At is var age && age >= TimeSpan.Zero && age < KeptFor)
            {
                return known.Counts;
            }

            var counts = await count();
            if (_known.Count >= MostKept)
            {
                _known.Clear();
            }

            _known[key] = (now, counts);
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
