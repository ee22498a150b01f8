using System.Collections.Immutable;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Cases;

/// <summary>What one person may do with a task.</summary>
public enum TaskStanding
{
    /// <summary>Assigned to me: fill the form and decide.</summary>
    Mine,

    /// <summary>Nobody's, and one of my roles may take it.</summary>
    Claimable,

    /// <summary>Somebody else's, or my roles may not.</summary>
    Watching,
}

/// <summary>Where a case's stage stands on the stepper.</summary>
public enum StageStanding
{
    Done,
    Now,
    Ahead,

    /// <summary>Here the case was broken off: withdrawn, merged, not accepted, transferred.</summary>
    BrokenOff,

    /// <summary>Never reached, because the case was broken off before.</summary>
    Skipped,
}

/// <summary>A case as one person works it: which task is in front, where it stands, what may be done. Immutable.</summary>
/// <param name="View">As read, for this person.</param>
/// <param name="Profile">Stages of the SOP; null for a plain workflow.</param>
public sealed record CaseModel(CaseView View, SopProfile? Profile, Actor Me)
{
    public IReadOnlyList<CaseTask> OpenTasks => [.. View.Tasks.Where(task => task.Status == CaseTaskStatus.Open)];

    /// <summary>Clocks that still count, then those that ended.</summary>
    public IReadOnlyList<ClockView> LiveClocks => [.. View.Clocks.Where(clock => clock.Colour is not (ClockState.Met or ClockState.Late or ClockState.Cancelled))];

    public IReadOnlyList<ClockView> EndedClocks => [.. View.Clocks.Where(clock => clock.Colour is ClockState.Met or ClockState.Late or ClockState.Cancelled)];

    /// <summary>The clock that breaches next; a customer's window is no deadline of ours.</summary>
    public ClockView? NextClock => LiveClocks.Where(clock => clock.Kind != Sop.Clocks.ClockKind.Window && clock.Colour != ClockState.Paused).MinBy(clock => clock.TargetAt)
        ?? LiveClocks.FirstOrDefault(clock => clock.Colour == ClockState.Paused);

    /// <summary>The task in front: the asked-for one, else mine, else one I may claim, else any.</summary>
    public CaseTask? Front(string? taskId) =>
        OpenTasks.FirstOrDefault(task => task.Id == taskId)
        ?? OpenTasks.OrderBy(StandingOf).ThenBy(task => task.DueAt ?? DateTimeOffset.MaxValue).FirstOrDefault();

    public TaskStanding StandingOf(CaseTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.AssigneeId == Me.Id)
        {
            return TaskStanding.Mine;
        }

        return task.AssigneeId is null && Me.IsIn(task.Role) && !task.ExcludedStaff.Contains(Me.Id) ? TaskStanding.Claimable : TaskStanding.Watching;
    }

    /// <summary>How the case ended without being dealt with (its close type: withdrawn, merged…); null when it is open or was dealt with.</summary>
    public string? BrokenOff => View.Summary.Status != CaseStatus.Open
        && View.Timeline.LastOrDefault(entry => entry.Kind == "case.closed") is { } closed
        && closed.Args.ContainsKey("brokenOff")
        ? closed.Args.GetValueOrDefault("closeType")
        : null;

    /// <summary>The state of the clock that measures a task; null when none does.</summary>
    public ClockState? ColourOf(CaseTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return View.Clocks.FirstOrDefault(clock => clock.Id == task.ClockId)?.Colour;
    }

    /// <summary>False for an auditor, who reads and changes nothing.</summary>
    public bool MayWrite => !CaseAccess.OnlyReads(Me);

    public bool MayReassign => Me.IsInAny(Sop.Staff.StaffRoles.Supervisors);

    public StageStanding StandingOf(SopStage stage)
    {
        if (View.Summary.Status != CaseStatus.Open && BrokenOff is null)
        {
            return StageStanding.Done;
        }

        var stages = Profile?.Stages ?? ImmutableArray<SopStage>.Empty;
        var now = IndexOf(stages, View.Summary.Stage);
        var at = IndexOf(stages, stage?.Code);
        var isOver = BrokenOff is not null;
        return at < now ? StageStanding.Done
            : at == now ? isOver ? StageStanding.BrokenOff : StageStanding.Now
            : isOver ? StageStanding.Skipped : StageStanding.Ahead;
    }

    private static int IndexOf(ImmutableArray<SopStage> stages, string? code)
    {
        for (var i = 0; i < stages.Length; i++)
        {
            if (stages[i].Code == code)
            {
                return i;
            }
        }

        return -1;
    }
}
