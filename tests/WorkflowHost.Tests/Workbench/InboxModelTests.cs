using WorkflowHost.Workbench.Inbox;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Tests.Workbench;

public sealed class InboxModelTests
{
    private readonly InboxModel _model = new(new CaseTime(Samples.Clock(), new Texts()));

    [Fact]
    public void Inbox_NarrowedByDue_CountsTheNearerOfTaskAndClock()
    {
        _model.Show(new([Samples.Inbox("1", Samples.Now.AddHours(-1)), Samples.Inbox("2", Samples.Now.AddDays(9), Samples.Now.AddHours(3)), Samples.Inbox("3", null)], [], false));
        Assert.Equal((1, 1), (_model.OverdueCount, _model.SoonCount));
        _model.Choose(null, "24h");
        Assert.Equal("2", Assert.Single(_model.Items).TaskId);
        _model.Choose(null, "overdue");
        Assert.Equal("1", Assert.Single(_model.Items).TaskId);
    }

    [Fact]
    public void Inbox_Refreshed_KeepsTheKeyboardOnTheSameTask()
    {
        _model.Show(new([Samples.Inbox("1", null), Samples.Inbox("2", null)], [], false));
        _model.Move(1);
        _model.Move(1);
        Assert.Equal("2", _model.Selected!.TaskId);
        _model.Show(new([Samples.Inbox("0", null), Samples.Inbox("1", null), Samples.Inbox("2", null)], [], false));
        Assert.Equal("2", _model.Selected!.TaskId);
        _model.Show(new([Samples.Inbox("0", null)], [], false));
        Assert.Null(_model.Selected);
    }

    [Fact]
    public void Inbox_MovingPastTheEnds_StaysInside()
    {
        _model.Show(new([Samples.Inbox("1", null)], [], false));
        _model.Move(-1);
        Assert.Equal("1", _model.Selected!.TaskId);
        _model.Move(5);
        Assert.Equal("1", _model.Selected!.TaskId);
    }
}
