using Microsoft.Extensions.Time.Testing;
using WorkflowHost.Runtime.Hosts;

namespace WorkflowHost.Runtime.Tests.Hosts;

public sealed class DatabaseTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _machine = new(Noon);
    private readonly DatabaseTime _time;

    public DatabaseTimeTests() => _time = new(_machine);

    [Fact]
    public void Time_DatabaseIsAnHourAhead_IsTheDatabases()
    {
        Measure(Noon.AddHours(1));
        _machine.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Noon.AddHours(1).AddSeconds(3), _time.GetUtcNow());
    }

    [Fact]
    public void Time_MeasuredALittleEarlierThanGiven_StandsStillAndNeverGoesBack()
    {
        _time.GetUtcNow();

        Measure(Noon.AddSeconds(-2));

        Assert.Equal(Noon, _time.GetUtcNow());
        _machine.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Noon.AddSeconds(3), _time.GetUtcNow());
    }

    [Fact]
    public void Time_DatabaseClockWasSetBack_IsFollowed()
    {
        _time.GetUtcNow();

        Measure(Noon.AddHours(-1));

        Assert.Equal(Noon.AddHours(-1), _time.GetUtcNow());
    }

    [Fact]
    public void Time_AnswerTookLong_IsNotBelieved()
    {
        Measure(Noon.AddHours(1), took: TimeSpan.FromSeconds(2));

        Assert.Equal(Noon.AddSeconds(2), _time.GetUtcNow());
    }

    [Fact]
    public void Time_AnswerTookAWhile_IsNeverAheadOfTheDatabase()
    {
        // Read at the very end of the 0.8 seconds: now it is just this.
        Measure(Noon.AddHours(1), took: TimeSpan.FromSeconds(0.8));

        Assert.Equal(Noon.AddHours(1), _time.GetUtcNow());
    }

    [Fact]
    public void Time_SlowAnswerAfterAQuickOne_IsPassedOverForAMinute()
    {
        Measure(Noon.AddHours(1));

        Measure(Noon.AddHours(1), took: TimeSpan.FromSeconds(0.5));
        Assert.Equal(Noon.AddHours(1).AddSeconds(0.5), _time.GetUtcNow());

        _machine.Advance(TimeSpan.FromMinutes(1));
        Measure(Noon.AddHours(2), took: TimeSpan.FromSeconds(0.5));
        Assert.Equal(Noon.AddHours(2), _time.GetUtcNow());
    }

    /// <param name="database">What it said, at the end of the time it took.</param>
    private void Measure(DateTimeOffset database, TimeSpan took = default)
    {
        var asked = _time.GetTimestamp();
        _machine.Advance(took);
        _time.Measure(database, asked, _time.GetTimestamp());
    }
}
