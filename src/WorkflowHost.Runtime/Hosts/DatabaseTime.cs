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

    /// <summary>A measure that took longer than this is passed over while there is a better one of the last minute.</summary>
    private static readonly TimeSpan QuickAnswer = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _machine;
    private readonly Lock _gate = new();
    private DateTimeOffset _measured;
    private long _measuredAt;
    private long? _quickAt;
    private DateTimeOffset _last;

    public DatabaseTime()
        : this(System)
    {
    }

    /// <param name="machine">The clock that carries on what was measured.</param>
    internal DatabaseTime(TimeProvider machine)
    {
        _machine = machine;
        (_measured, _measuredAt) = (machine.GetUtcNow(), machine.GetTimestamp());
    }

    /// <summary>How far two hosts may be apart: each is behind the database by the way its last answer took.</summary>
    public static TimeSpan LargestError => SlowestAnswer;

    public override long TimestampFrequency => _machine.TimestampFrequency;

    public override long GetTimestamp() => _machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _machine.CreateTimer(callback, state, dueTime, period);

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
            if (took <= QuickAnswer)
            {
                _quickAt = answered;
            }
            else if (_quickAt is { } quick && GetElapsedTime(quick, answered) < GoodFor)
            {
                return;
            }

            // When on the way it was read is not known; taken for the end of it, this clock is behind by the way back at most and never ahead: no timer fires early.
            (_measured, _measuredAt) = (database, answered);
        }
    }
}
