using WorkflowHost.Runtime.Cases;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Inbox;

/// <summary>Which tasks of the inbox are looked at.</summary>
public enum InboxTab
{
    Mine,
    Claimable,
}

/// <summary>A narrowing by the clock that breaches next.</summary>
public enum InboxDue
{
    All,
    Overdue,
    Within24Hours,
}

/// <summary>The inbox's list and the row the keyboard stands on. Not thread safe; one per page.</summary>
public sealed class InboxModel(CaseTime time)
{
    private InboxView _view = new([], [], false);

    public InboxTab Tab { get; private set; }

    public InboxDue Due { get; private set; }

    /// <summary>The row the keyboard stands on; -1 while none was chosen.</summary>
    public int At { get; private set; } = -1;

    public int MineCount => _view.Mine.Count;

    public int ClaimableCount => _view.Claimable.Count;

    public bool HasMore => _view.HasMore;

    public int OverdueCount => All.Count(item => IsWithin(item, InboxDue.Overdue));

    public int SoonCount => All.Count(item => IsWithin(item, InboxDue.Within24Hours));

    public IReadOnlyList<InboxItem> Items =>
        [.. (Tab == InboxTab.Mine ? _view.Mine : _view.Claimable).Where(item => IsWithin(item, Due))];

    public InboxItem? Selected => At >= 0 && At < Items.Count ? Items[At] : null;

    private IReadOnlyList<InboxItem> All => Tab == InboxTab.Mine ? _view.Mine : _view.Claimable;

    /// <summary>Takes a fresh reading; the keyboard stays on the same task if it is still there.</summary>
    public void Show(InboxView view)
    {
        var task = Selected?.TaskId;
        _view = view;
        Settle(task);
    }

    /// <summary>Takes what the address says.</summary>
    public void Choose(string? tab, string? due)
    {
        var task = Selected?.TaskId;
        Tab = tab == "claimable" ? InboxTab.Claimable : InboxTab.Mine;
        Due = due switch
        {
            "overdue" => InboxDue.Overdue,
            "24h" => InboxDue.Within24Hours,
            _ => InboxDue.All,
        };
        Settle(task);
    }

    public void Move(int by)
    {
        if (Items.Count > 0)
        {
            At = Math.Clamp(At + by, 0, Items.Count - 1);
        }
    }

    /// <summary>Whichever is nearer: the task's own deadline or the case's next one.</summary>
    private static DateTimeOffset? NearestDue(InboxItem item) =>
        (item.TaskDueAt, item.NextBreach?.DueAt) switch
        {
            ({ } task, { } clock) => task < clock ? task : clock,
            (var task, var clock) => task ?? clock,
        };

    private bool IsWithin(InboxItem item, InboxDue due) => due switch
    {
        InboxDue.Overdue => NearestDue(item) < time.Now,
        InboxDue.Within24Hours => NearestDue(item) is { } at && at >= time.Now && at < time.Now.AddHours(24),
        _ => true,
    };

    private void Settle(string? task)
    {
        At = -1;
        for (var i = 0; task is not null && i < Items.Count; i++)
        {
            if (Items[i].TaskId == task)
            {
                At = i;
            }
        }
    }
}
