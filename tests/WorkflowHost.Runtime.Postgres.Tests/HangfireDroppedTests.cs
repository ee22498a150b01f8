using WorkflowHost.Runtime.Tests.Timers;

namespace WorkflowHost.Runtime.Tests;

/// <summary>Hangfire's storage says when to look, not what is due.</summary>
public sealed class HangfireDroppedTests
{
    [Fact]
    public async Task Host_WhoseJobsAreDeletedOrDroppedWhileItRuns_StillFiresEveryTimer()
    {
        using var database = new TestDatabase();
        await using var host = await RunningHost.StartAsync(database);
        Assert.True(await host.LateByAsync("张伟") >= TimeSpan.Zero);

        database.Execute("TRUNCATE hangfire.job CASCADE; TRUNCATE hangfire.jobqueue");
        Assert.True(await host.LateByAsync("李娜") >= TimeSpan.Zero);

        database.Execute("DROP SCHEMA hangfire CASCADE");
        Assert.True(await host.LateByAsync("王芳") >= TimeSpan.Zero);
        Assert.Equal(0, database.Count("timers WHERE kind = 'Bookmark'"));
    }
}
