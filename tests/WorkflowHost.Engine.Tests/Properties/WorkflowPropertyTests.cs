using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Properties;

/// <summary>What must hold for any workflow, tried on random ones.</summary>
public sealed class WorkflowPropertyTests
{
    private const int Workflows = 1000;
    private const int Steps = 150;

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private int _waited;

    [Fact]
    public void Run_AnyWorkflow_RepeatsExactlyAndGoesOnFromStorageAsIfItHadNotStopped()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Workflows).WithReplay(20260316, 7), Prop.ForAll(Seeds, GoesOnFromStorage));

        Assert.InRange(_waited, Workflows / 3, int.MaxValue);
    }

    [Fact]
    public void Run_AnyWorkflow_EndsWithinItsBudgetAndLosesNoToken()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Workflows).WithReplay(20260317, 7), Prop.ForAll(Seeds, LosesNoToken));

        Assert.InRange(_waited, Workflows / 3, int.MaxValue);
    }

    private void GoesOnFromStorage(int seed)
    {
        var program = Workflow.Program(RandomWorkflow.Build(seed), RandomWorkflow.Variables());
        var uninterrupted = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment(0));
        var stored = uninterrupted;
        Assert.Equal(Facts(uninterrupted), Facts(WorkflowEngine.Run(program, null, new StartWorkflow(), Environment(0))));
        for (var round = 0; round < 12 && Next(uninterrupted.State, round) is { } stimulus; round++)
        {
            _waited++;
            var before = stored.State.ToUtf8Json();
            uninterrupted = WorkflowEngine.Run(program, uninterrupted.State, stimulus, Environment(round + 1));
            stored = WorkflowEngine.Run(program, WorkflowState.Read(before, program), stimulus, Environment(round + 1));
            Assert.Equal(Facts(uninterrupted), Facts(stored));
            Assert.Equal(Facts(stored), Facts(WorkflowEngine.Run(program, WorkflowState.Read(before, program), stimulus, Environment(round + 1))));
            Assert.Equal(uninterrupted.State.Status == WorkflowStatus.Finished, uninterrupted.State.FinishedAt is not null);
        }
    }

    private void LosesNoToken(int seed)
    {
        var root = RandomWorkflow.Build(seed);
        var program = Workflow.Program((JsonObject)root.DeepClone(), RandomWorkflow.Variables());
        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Environment(0));
        for (var round = 0; ; round++)
        {
            Assert.InRange(burst.Journal.Count(each => each.Event == JournalEvent.Started), 0, Steps);
            if (burst.State.Incidents.Count == 0)
            {
                FlowTokens.AssertNoneLost(root, burst.State);
            }

            if (round == 12 || Next(burst.State, round) is not { } stimulus)
            {
                return;
            }

            _waited++;
            burst = WorkflowEngine.Run(program, burst.State, stimulus, Environment(round + 1));
        }
    }

    // Some workflows go on after a fault by a retry, some are cancelled in the end.
    private static Stimulus? Next(WorkflowState state, int round)
    {
        if (state.LiveActivities.FirstOrDefault(each => each.IsFaulted) is { } faulted && round % 3 == 2)
        {
            return new RetryActivity(faulted.ActivityInstanceId);
        }

        if (state.Status == WorkflowStatus.Finished || state.Bookmarks.Count == 0)
        {
            return null;
        }

        return round == 11 ? new CancelWorkflow() : new ResumeBookmark(state.Bookmarks[round % state.Bookmarks.Count].Id, new JsonObject { ["round"] = round });
    }

    private static BurstEnvironment Environment(int round) =>
        Workflow.Environment((ulong)round * 10_000) with { Limits = new BurstLimits { Steps = Steps } };

    private static string Facts(Burst burst) => string.Join(
        '\n',
        [
            Encoding.UTF8.GetString(burst.State.ToUtf8Json()),
            .. burst.Journal.Select(each => $"{each.ActivityInstanceId} {each.ActivityId} {each.Event} {string.Join(',', each.Outcomes)} {each.Message}"),
            .. burst.Effects.Select(each => each.ToString()!),
        ]);
}
