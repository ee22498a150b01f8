namespace WorkflowHost.Runtime.Hosts;

/// <summary>
/// The database's clock, as last measured and carried on by this machine's steady one: hosts whose own clocks differ, or are set
/// while they run, agree on what is due and when a lease ends. Never goes back by less than <see cref="LargestHold"/>; it stands
/// still instead until it is right. Thread-safe.
/// </summary>
internal sealed class DatabaseTime : TimeProvider
{
    /// <summary>A difference beyond it is no error of measurement: somebody has set the database's clock.</summary>
    public static readonly TimeSpan LargestHold = TimeSpan.FromSeconds(5);

    /// <summary>An answer that took longer says too little about when it was given.</summary>
    private static readonly TimeSpan SlowestAnswer = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _measured = System.GetUtcNow();
    private long _measuredAt = System.GetTimestamp();
    private DateTimeOffset _last;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var now = _measured + GetElapsedTime(_measuredAt);
            if (now < _last && _last - now < LargestHold)
            {
                return _last;
            }

            return _last = now;
        }
    }

    /// <param name="database">What the database answered.</param>
    /// <param name="asked">Timestamp before the question.</param>
    /// <param name="answered">Timestamp after the answer.</param>
    public void Measure(DateTimeOffset database, long asked, long answered)
    {
        var took = GetElapsedTime(asked, answered);
        if (took > SlowestAnswer)
        {
            return;
        }

        lock (_gate)
        {
            (_measured, _measuredAt) = (database + (took / 2), answered);
        }
    }
}
