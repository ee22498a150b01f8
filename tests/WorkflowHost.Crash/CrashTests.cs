using Xunit.Abstractions;

namespace WorkflowHost.Crash;

/// <summary>The short run of CI; the long one is <c>dotnet run --project tests/WorkflowHost.Crash -- 200</c>.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 5;
    private const int Clients = 20;

    [Fact]
    public async Task Host_KilledAgainAndAgainUnderLoad_KeepsEveryPromise()
    {
        using var log = new StringWriter();
        var plan = new CrashPlan(Kills, Clients, Random.Shared.Next());
        try
        {
            var report = await new CrashRun(plan, log).RunAsync(CancellationToken.None);

            output.WriteLine(report.ToMarkdown());
            Assert.Empty(report.Faults);
            Assert.True(report.Commands.Count > Clients, "The clients hardly worked, so the run proves nothing.");
            Assert.True(report.TimersFired > 0, "No timer fired, so the run proves nothing about timers.");
        }
        finally
        {
            output.WriteLine(log.ToString());
        }
    }
}
