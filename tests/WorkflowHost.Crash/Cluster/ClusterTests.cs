using Xunit.Abstractions;

namespace WorkflowHost.Crash.Cluster;

/// <summary>Each kind of trouble once, for CI; the long run is <c>dotnet run -c Release --project tests/WorkflowHost.Crash -- cluster 60</c>.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    [PostgresFact]
    public async Task Hosts_OnOneDatabaseUnderAllTrouble_KeepEveryPromise()
    {
        using var log = new StringWriter();
        var plan = new ClusterPlan(Hosts: 2, Clients: 6, Random.Shared.Next(), Length: null) { LongestQuiet = TimeSpan.FromSeconds(3), LongestParting = TimeSpan.FromSeconds(10) };
        try
        {
            var report = await new ClusterRun(plan, log).RunAsync(CancellationToken.None);

            output.WriteLine(report.ToMarkdown());
            Assert.Empty(report.Faults);
            Assert.True(report.Commands.Count > plan.Clients, "The clients hardly worked, so the run proves nothing.");
        }
        finally
        {
            output.WriteLine(log.ToString());
        }
    }

    /// <summary>Passed over where PostgreSQL is not installed, unless everything must run.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PostgresFactAttribute : FactAttribute
    {
        public PostgresFactAttribute()
        {
            if (PostgresServer.Programs is null && Environment.GetEnvironmentVariable("WORKFLOWHOST_REQUIRE_ALL") != "1")
            {
                Skip = "needs PostgreSQL installed below /usr/lib/postgresql";
            }
        }
    }
}
