using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Waiting;

/// <summary>Inside a workflow; as starts of one they are in the tests of triggers. What they do was compared with stock Elsa 3.7.1.</summary>
public sealed class WaitForTimeTests
{
    [Theory]
    [InlineData("Delay", "timeSpan", "00:05:00", "2026-03-16T02:10:00Z")]
    [InlineData("Timer", "interval", "1.00:00:00", "2026-03-17T02:05:00Z")]
    [InlineData("Cron", "cronExpression", "0 0 3 * * *", "2026-03-16T03:00:00Z")]
    [InlineData("Cron", "cronExpression", "0 3 * * *", "2026-03-16T03:00:00Z")]
    [InlineData("StartAt", "dateTime", "2026-04-01T09:00:00+08:00", "2026-04-01T01:00:00Z")]
    public void Wait_InTheMiddle_IsDueAtItsInstantAndGoesOnOnce(string type, string input, string value, string due)
    {
        var program = Program(Sequence(WriteLine("before", Literal("before")), Activity("wait", type, (input, Literal(value))), WriteLine("after", Literal("after"))));

        var first = Start(program);
        var bookmark = Assert.Single(first.State.Bookmarks);
        Assert.Equal(["before"], first.Lines());
        Assert.Equal(("Elsa." + type, DateTimeOffset.Parse(due, null)), (bookmark.Name, bookmark.DueAt));

        var second = first.Then(program, new ResumeBookmark(bookmark.Id));
        Assert.Equal(["after"], second.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, second.State.SubStatus);
        Assert.Empty(second.Then(program, new ResumeBookmark(bookmark.Id)).Lines());
    }

    [Fact]
    public void StartAt_InThePast_DoesNotWait() =>
        Assert.Equal(["after"], Start(Program(Sequence(Activity("wait", "StartAt", ("dateTime", Literal("2026-03-16T02:05:00Z"))), WriteLine("after", Literal("after"))))).Lines());

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0 0 0 30 2 *")]
    [InlineData(null)]
    public void Cron_WithoutATimeToCome_IsAnIncident(string? expression)
    {
        var burst = Start(Program(Sequence(Activity("wait", "Cron", ("cronExpression", Literal(expression))))));

        Assert.Equal(("wait", true), (Assert.Single(burst.State.Incidents).ActivityId, burst.State.Incidents[0].Message.Contains("time to come", StringComparison.Ordinal)));
        Assert.Empty(burst.State.Bookmarks);
    }

    [Fact]
    public void Correlate_BeforeAWait_HoldsOverIt()
    {
        var program = Program(Sequence(
            Activity("key", "Correlate", ("correlationId", Script("'claim-' + 7"))),
            Activity("wait", "Event", ("eventName", Literal("paid"))),
            WriteLine("line", Script("getCorrelationId()"))));

        var first = WorkflowEngine.Run(program, null, new StartWorkflow(CorrelationId: "given"), Environment());
        Assert.Equal("claim-7", first.State.CorrelationId);

        Assert.Equal(["claim-7"], first.Then(program, new ResumeEvent("paid")).Lines());
    }
}
