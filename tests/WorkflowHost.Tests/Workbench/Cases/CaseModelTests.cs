using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Workbench.Cases;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Tests.Workbench.Cases;

public sealed class CaseModelTests
{
    [Fact]
    public void Front_WithSeveralTasks_PrefersMineThenClaimable()
    {
        var model = Of(Samples.Task("other", assignee: "x"), Samples.Task("free"), Samples.Task("mine", assignee: Samples.Handler.Id));
        Assert.Equal("mine", model.Front(null)!.Id);
        Assert.Equal("free", model.Front("free")!.Id);
        Assert.Equal("mine", model.Front("no-longer-open")!.Id);
    }

    [Fact]
    public void Standing_TaskOfAnotherRoleOrExcludedPerson_IsWatchedOnly()
    {
        var model = Of();
        Assert.Equal(TaskStanding.Watching, model.StandingOf(Samples.Task("a", role: "manager")));
        Assert.Equal(TaskStanding.Watching, model.StandingOf(Samples.Task("b") with { ExcludedStaff = [Samples.Handler.Id] }));
        Assert.Equal(TaskStanding.Claimable, model.StandingOf(Samples.Task("c")));
        Assert.Equal(TaskStanding.Mine, model.StandingOf(Samples.Task("d", assignee: Samples.Handler.Id)));
    }

    [Fact]
    public void NextClock_WindowOfTheCustomer_IsNoDeadlineOfOurs()
    {
        var window = Samples.ClockOf("w", ClockState.Green, Samples.Now.AddDays(1), ClockKind.Window);
        var statutory = Samples.ClockOf("s", ClockState.Amber, Samples.Now.AddDays(3));
        var model = new CaseModel(Samples.Case(clocks: [window, statutory]), Samples.Profile, Samples.Handler);
        Assert.Equal("s", model.NextClock!.Id);
    }

    [Fact]
    public void Stages_OfAnOpenAndAClosedCase_StandWhereTheCaseIs()
    {
        var open = Of();
        Assert.Equal([StageStanding.Done, StageStanding.Now, StageStanding.Ahead], Samples.Profile.Stages.Select(open.StandingOf));
        var closed = new CaseModel(Samples.Case(status: CaseStatus.Closed), Samples.Profile, Samples.Handler);
        Assert.All(Samples.Profile.Stages, stage => Assert.Equal(StageStanding.Done, closed.StandingOf(stage)));
    }

    [Fact]
    public void Stages_OfAWithdrawnCase_BreakOffWhereItStood()
    {
        TimelineEntry closed = new("case-1", 7, Samples.Now, "a", "陈静", "case.closed", new Dictionary<string, string> { ["closeType"] = "withdrawn", ["brokenOff"] = "true" });
        var withdrawn = new CaseModel(Samples.Case(status: CaseStatus.Ended) with { Timeline = [closed] }, Samples.Profile, Samples.Handler);
        Assert.Equal("withdrawn", withdrawn.BrokenOff);
        Assert.Equal([StageStanding.Done, StageStanding.BrokenOff, StageStanding.Skipped], Samples.Profile.Stages.Select(withdrawn.StandingOf));
        var satisfied = closed with { Args = new Dictionary<string, string> { ["closeType"] = "satisfied" } };
        Assert.Null(new CaseModel(Samples.Case(status: CaseStatus.Closed) with { Timeline = [satisfied] }, Samples.Profile, Samples.Handler).BrokenOff);
    }

    [Fact]
    public void Task_WithAClock_WearsItsColour()
    {
        var clock = Samples.ClockOf("k", ClockState.Amber, Samples.Now.AddDays(3));
        var model = new CaseModel(Samples.Case(clocks: [clock]), Samples.Profile, Samples.Handler);
        Assert.Equal(ClockState.Amber, model.ColourOf(Samples.Task("t") with { ClockId = "k" }));
        Assert.Null(model.ColourOf(Samples.Task("t")));
    }

    [Fact]
    public void LostTask_SaysWhoDealtWithIt()
    {
        using var _ = new Culture("zh-CN");
        var texts = new Texts();
        var labels = new PackLabels(Samples.PackSource(), new CaseTime(Samples.Clock(), texts), texts);
        var mine = Samples.Task("t", assignee: Samples.Handler.Id);
        string? TextOf(CaseTask now) => LostTask.TextOf(mine, Of(now), texts, labels);

        Assert.Null(TextOf(mine));
        Assert.StartsWith("「问题分析」已由您在另一窗口办理：客户同意", TextOf(mine with { Status = CaseTaskStatus.Completed, CompletedBy = Samples.Handler.Id, Outcome = "agreed" }), StringComparison.Ordinal);
        Assert.StartsWith("「问题分析」已由 刘强 在另一窗口办理", TextOf(mine with { Status = CaseTaskStatus.Completed, CompletedBy = "x", AssigneeName = "刘强", Outcome = "agreed" }), StringComparison.Ordinal);
        Assert.StartsWith("「问题分析」已改派给 李娜", TextOf(mine with { AssigneeId = "y", AssigneeName = "李娜" }), StringComparison.Ordinal);
        Assert.StartsWith("「问题分析」已退回", TextOf(mine with { AssigneeId = null }), StringComparison.Ordinal);
        Assert.Contains("取消", LostTask.TextOf(mine, Of(), texts, labels), StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_CustomerStatement_IsKeptApartFromTheSteps()
    {
        var view = Samples.Case(tasks: [Samples.Task("t")], data: new JsonObject { ["content"] = "无人答复", ["customerName"] = "张伟", ["options"] = new JsonArray() });
        Assert.Equal("content", Assert.Single(FactGroups.Named(view, Samples.Pack, FactGroups.StatementFields)).Field.Name);
        var group = Assert.Single(FactGroups.Of(view, Samples.Profile, Samples.Pack));
        Assert.Equal("intake", group.Stage);
        Assert.Equal("customerName", Assert.Single(group.Facts).Field.Name);
    }

    [Fact]
    public void Timeline_PeopleOnly_LeavesTheBookkeepingOut()
    {
        TimelineEntry[] entries =
        [
            new("c", 1, Samples.Now.AddDays(-1), "a", "陈静", "case.opened", new Dictionary<string, string>()),
            new("c", 2, Samples.Now.AddDays(-1), "a", "陈静", "clock.started", new Dictionary<string, string>()),
            new("c", 3, Samples.Now, Actor.System.Id, "system", "ladder.fired", new Dictionary<string, string>()),
            new("c", 4, Samples.Now, "a", "陈静", "note.added", new Dictionary<string, string> { ["text"] = "已回电" }),
        ];
        var days = TimelineModel.Days(entries, peopleOnly: true);
        Assert.Equal([4, 1], days.SelectMany(day => day.Entries).Select(entry => entry.Sequence));
        Assert.Equal(2, TimelineModel.Days(entries, peopleOnly: false).Count);
        Assert.Equal("已回电", TimelineModel.QuoteOf(entries[3]));
    }

    [Theory]
    [InlineData("status", "Open", true)]
    [InlineData("severity", "9", false)]
    [InlineData("status", "nonsense", false)]
    [InlineData("q", "  ", false)]
    [InlineData("overdue", "true", true)]
    [InlineData("sort", "NextDue", false)]
    public void CaseList_Address_TakesOnlyWhatMakesSense(string key, string value, bool isFiltered) =>
        Assert.Equal(isFiltered, CaseListQuery.Of(name => name == key ? value : null).IsFiltered);

    private static CaseModel Of(params CaseTask[] tasks) => new(Samples.Case(tasks), Samples.Profile, Samples.Handler);
}
