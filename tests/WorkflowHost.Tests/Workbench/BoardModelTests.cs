using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Workbench.Board;
using WorkflowHost.Workbench.Revisits;

namespace WorkflowHost.Tests.Workbench;

public sealed class BoardModelTests
{
    [Fact]
    public void Board_Groups_FollowTheDaysOfTheDesk()
    {
        var view = new BoardView([Item("late", -1), Item("tonight", 5), Item("tomorrow", 10), Item("week", 100), Item("later", 900), Item("stands", -5, ClockState.Paused)], [], new Dictionary<ClockState, int>(), false);
        Assert.Equal(["overdue", "today", "tomorrow", "week", "later", "paused"], BoardModel.Groups(view, null, Samples.Now).Select(group => group.Key));
        Assert.Equal("stands", Assert.Single(Assert.Single(BoardModel.Groups(view, ClockState.Paused, Samples.Now)).Items).CaseId);
        Assert.Empty(BoardModel.Groups(view, ClockState.Red, Samples.Now));
    }

    [Fact]
    public void Attempt_NotConnected_SendsNoAnswersAndNoRating()
    {
        var attempt = new AttemptModel { Result = AttemptResult.NoAnswer, HasProblem = true, Comment = " 无人 ", RescheduleTo = DateTime.UnixEpoch };
        var request = attempt.ToRequest(new() { ["rating"] = 1 });
        Assert.Null(request.Answers);
        Assert.Null(request.Rating);
        Assert.False(request.HasProblem);
        Assert.Null(request.RescheduleTo);
        Assert.Equal("无人", request.Comment);
    }

    [Fact]
    public void Attempt_Connected_TakesTheRatingFromTheScript()
    {
        var request = new AttemptModel { Result = AttemptResult.Connected }.ToRequest(new() { ["rating"] = 2 });
        Assert.Equal(2, request.Rating);
    }

    [Fact]
    public void Attempt_Rescheduled_NamesTheInstantInChinaTime()
    {
        var request = new AttemptModel { Result = AttemptResult.Rescheduled, RescheduleTo = new DateTime(2026, 9, 30, 10, 0, 0, DateTimeKind.Unspecified) }.ToRequest(null);
        Assert.Equal(new DateTimeOffset(2026, 9, 30, 2, 0, 0, TimeSpan.Zero), request.RescheduleTo);
    }

    private static BoardItem Item(string id, double hours, ClockState colour = ClockState.Green)
    {
        var due = Samples.Now.AddHours(hours);
        return new(id, "TS", "标题", null, 3, "analysis", null, new("p", "时限", "Clock", Samples.Now, due, colour, 1, false), [], null, null, null, null, null, null, "complaint");
    }
}
