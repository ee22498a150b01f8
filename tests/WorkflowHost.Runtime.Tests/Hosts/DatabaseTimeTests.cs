using WorkflowHost.Runtime.Hosts;

namespace WorkflowHost.Runtime.Tests.Hosts;

public sealed class DatabaseTimeTests
{
    [Fact]
    public void Time_DatabaseIsAnHourAhead_IsTheDatabases()
    {
        var time = new DatabaseTime();
        var ahead = time.GetUtcNow().AddHours(1);

        Measure(time, ahead);

        Assert.True(time.GetUtcNow() >= ahead);
        Assert.True(time.GetUtcNow() < ahead.AddMinutes(10));
    }

    [Fact]
    public void Time_MeasuredALittleEarlierThanGiven_StandsStillAndNeverGoesBack()
    {
        var time = new DatabaseTime();
        var before = time.GetUtcNow();

        Measure(time, before.AddSeconds(-2));

        Assert.Equal(before, time.GetUtcNow());
    }

    [Fact]
    public void Time_DatabaseClockWasSetBack_IsFollowed()
    {
        var time = new DatabaseTime();
        var before = time.GetUtcNow();

        Measure(time, before.AddHours(-1));

        Assert.True(time.GetUtcNow() < before.AddMinutes(-50));
    }

    [Fact]
    public void Time_AnswerTookLong_IsNotBelieved()
    {
        var time = new DatabaseTime();
        var before = time.GetUtcNow();
        var asked = time.GetTimestamp();

        time.Measure(before.AddHours(1), asked, asked + (2 * time.TimestampFrequency));

        Assert.True(time.GetUtcNow() < before.AddMinutes(50));
    }

    private static void Measure(DatabaseTime time, DateTimeOffset database)
    {
        var at = time.GetTimestamp();
        time.Measure(database, at, at);
    }
}
