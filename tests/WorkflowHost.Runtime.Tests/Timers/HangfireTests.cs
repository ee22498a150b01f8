namespace WorkflowHost.Runtime.Tests.Timers;

/// <summary>The one test on the real clock that every database has.</summary>
public sealed class HangfireTests
{
    [Fact]
    public async Task Host_Running_FiresATimerByItselfAndNeverEarly()
    {
        using var database = new TestDatabase();
        await using var host = await RunningHost.StartAsync(database);

        Assert.True(await host.LateByAsync("张伟") >= TimeSpan.Zero);
    }
}
