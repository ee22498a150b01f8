namespace WorkflowHost.Bench.Stores;

/// <summary>The machine's clock, which a measurement may set ahead, so that what waits for hours is due now.</summary>
internal sealed class BenchClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
