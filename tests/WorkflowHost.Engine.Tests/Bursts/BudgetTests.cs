using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Bursts;

/// <summary>What a run may cost.</summary>
public sealed class BudgetTests
{
    private const int MostBytes = 4096;

    /// <summary>The promise of the engine's bench, held without measuring time: 4 KiB for ten activities in a sequence.</summary>
    [Fact]
    public void Run_TenActivitiesInASequence_AllocatesFourKibibytesAtMost()
    {
        var program = Program(Sequence([.. Enumerable.Range(0, 10).Select(i => WriteLine($"line{i}", Literal($"step {i}")))]), Variable("Name", "String", "王小明"), Variable("Amount", "Int32", "0"));
        var ids = new SequentialIdSource();

        // The first runs also fill what is kept for all later ones.
        var bytes = Enumerable.Range(0, 20).Min(_ => AllocatedBy(() => WorkflowEngine.Run(program, null, new StartWorkflow(), new BurstEnvironment { Now = Now, Ids = ids })));

        Assert.InRange(bytes, 1, MostBytes);
    }

    /// <summary>Nine times nine times nine … workflows, were the budget each one's own.</summary>
    [Fact]
    public void ExecuteWorkflow_InALoopOfItself_SharesOneStepBudget()
    {
        const int Steps = 500;
        var program = Program(Sequence(Activity(
            "each",
            "ForEach",
            ("items", Script("[1, 2, 3, 4, 5, 6, 7, 8, 9]")),
            ("body", Activity("again", "ExecuteWorkflow", ("workflowDefinitionId", Literal("test")))))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment() with { Programs = _ => program, Limits = new BurstLimits { Steps = Steps } });

        Assert.Equal(WorkflowSubStatus.Faulted, burst.State.SubStatus);
        Assert.InRange(Executed(burst), 100, Steps);
    }

    [Fact]
    public void BulkDispatch_OfMoreItemsThanABurstMayHaveSteps_IsAnIncident()
    {
        var program = Program(Sequence(Activity("bulk", "BulkDispatchWorkflows", ("workflowDefinitionId", Literal("child")), ("items", Script("[1, 2, 3, 4]")))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment() with { Limits = new BurstLimits { Steps = 3 } });

        Assert.StartsWith("The list has 4 items, more than are left to this burst: it takes 3 steps at most,", Assert.Single(burst.State.Incidents).Message, StringComparison.Ordinal);
        Assert.Empty(burst.Effects);
    }

    /// <summary>Each of its rounds alone is small enough.</summary>
    [Fact]
    public void BulkDispatch_InALoopThatNeverEnds_DispatchesNoMoreThanTheBudget()
    {
        var bulk = Activity("bulk", "BulkDispatchWorkflows", ("workflowDefinitionId", Literal("child")), ("waitForCompletion", Literal("False")), ("items", Script("[1, 2, 3, 4, 5]")));
        var program = Program(Sequence(Activity("loop", "While", ("condition", Literal(true)), ("body", bulk))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment() with { Limits = new BurstLimits { Steps = 100 } });

        Assert.InRange(burst.Effects.OfType<WorkflowDispatched>().Count(), 1, 100);
        Assert.NotEmpty(burst.State.Incidents);
    }

    private static int Executed(Burst burst) =>
        burst.Journal.Count(each => each.Event == JournalEvent.Started) + burst.Effects.OfType<WorkflowExecuted>().Sum(each => Executed(each.Burst));

    private static long AllocatedBy(Func<Burst> run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(run());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
