using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Fuzz;

namespace WorkflowHost.Engine.Tests.Fuzz;

/// <summary>The short form of what the command <c>fuzz</c> of the bench does at length.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 3000;

    [Fact]
    public void Engine_BentDefinitionsAndStates_GivesProgramsOrFaultsAndNeverAnException()
    {
        // Another seed tries other rounds; a failure names its round.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("WORKFLOWHOST_SEED"), out var given) ? given : 20260316;

        var report = FuzzReport.Of(new FuzzRound(FuzzCorpus.Load(), new ProgramCompiler(ActivityCatalog.Standard())), Rounds, seed);

        Assert.True(report.Failures.Count == 0, string.Join("\n\n", report.Failures));
        Assert.All(report.Ends, end => Assert.InRange(end.Value, Rounds / 50, Rounds));
    }
}
