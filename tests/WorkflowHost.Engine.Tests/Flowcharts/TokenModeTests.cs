using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Flowcharts;

/// <summary>Flowcharts that run by tokens, which a definition asks for.</summary>
public sealed class TokenModeTests
{
    [Theory]
    [InlineData(null, "s a b1 j b2 z j z")]
    [InlineData("Stream", "s a b1 j b2 z j z")]
    [InlineData("Merge", "s a b1 b2 j z")]
    [InlineData("Converge", "s a b1 b2 j z")]
    [InlineData("Cascade", "s a b1 j b2 z")]
    [InlineData("race", "s a b1 j b2 z")]
    [InlineData("nonsense", "s a b1 j b2 z j z")]
    public void Run_BranchesOfDifferentLength_MeetAsTheMergeModeSays(string? mode, string lines)
    {
        var burst = Start(ByTokens("s-a s-b1 a-j b1-b2 b2-j j-z", mode, "s a b1 b2 j z"));

        Assert.Equal(lines, string.Join(' ', burst.Lines()));
        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
    }

    [Theory]
    [InlineData("Merge")]
    [InlineData("Converge")]
    public void Run_MergeOfABranchThatIsDead_GoesOnWithTheOthersOnceNothingElseMoves(string mode)
    {
        var burst = Start(ByTokens("s-a s-b a.Never-j b-c c-j j-z", mode, "s a b c j z"));

        Assert.Equal(["s", "a", "b", "c", "j", "z"], burst.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
    }

    [Fact]
    public void Run_RaceAgainstAWait_CancelsItAndEnds()
    {
        var burst = Start(ByTokens("s-wait s-a wait-j a-j j-z", "Race", "s wait a j z"));

        Assert.Equal(["s", "a", "j", "z"], burst.Lines());
        Assert.Equal((WorkflowSubStatus.Finished, 0), (burst.State.SubStatus, burst.State.Bookmarks.Count));
    }

    [Fact]
    public void Run_TokensOverAWaitAndAStore_AreKept()
    {
        var program = ByTokens("s-wait s-a wait-j a-j j-z", "Merge", "s wait a j z");
        var waiting = Start(program);
        Assert.Equal(["s", "a"], waiting.Lines());

        var done = WorkflowEngine.Run(program, WorkflowState.Read(waiting.State.ToUtf8Json(), program), new ResumeEvent("go"), Environment(100));

        Assert.Equal(["j", "z"], done.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, done.State.SubStatus);
    }

    [Fact]
    public void Run_AsBegun_StaysByTokensThoughTheProgramCountsNow()
    {
        var waiting = Start(ByTokens("s-wait s-a wait-j a-j j-z", "Merge", "s wait a j z"));
        var counting = Compiled("s-wait s-a wait-j a-j j-z", "Merge", "s wait a j z", "CounterBased");

        var done = WorkflowEngine.Run(counting, WorkflowState.Read(waiting.State.ToUtf8Json(), counting), new ResumeEvent("go"), Environment(100));

        Assert.Equal(["j", "z"], done.Lines());
    }

    private static WorkflowProgram ByTokens(string connections, string? mode, string nodes) => Compiled(connections, mode, nodes, "TokenBased");

    private static WorkflowProgram Compiled(string connections, string? mode, string nodes, string execution)
    {
        var activities = nodes.Split(' ').Select(id => id == "wait" ? Activity(id, "Event", ("eventName", Literal("go"))) : WriteLine(id, Literal(id))).ToArray();
        activities.Single(each => (string?)each["id"] == "j")["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        var definition = Definition(Flowchart(connections, activities));
        definition["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = execution };
        return Compile(definition).Program!;
    }
}
