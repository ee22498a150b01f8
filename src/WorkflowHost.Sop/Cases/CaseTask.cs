using System.Collections.Immutable;

namespace WorkflowHost.Sop.Cases;

public enum CaseTaskStatus
{
    Open,
    Completed,
    Cancelled,
}

/// <summary>Work for a person: one wait of a <c>Sop.HumanTask</c> step.</summary>
/// <param name="Id">Unique over all cases.</param>
/// <param name="ActivityId">The step's activity in the workflow.</param>
/// <param name="BookmarkId">The wait that completing the task resumes; when the workflow drops it, the task is cancelled.</param>
/// <param name="Name">The step's name as the process owner drew it.</param>
/// <param name="Stage">Stage code of the SOP's profile, e.g. <c>analysis</c>.</param>
/// <param name="FormId">The form that is filled to complete it.</param>
/// <param name="Role">Role code whose members may claim it.</param>
/// <param name="Outcomes">The decisions a person may take; each is a port of the step.</param>
/// <param name="ExcludedStaff">Staff who may not work it (回避, complaint handling measure Art. 17; other handler for a review).</param>
/// <param name="ClockId">The task's own clock, if the step names a policy.</param>
public sealed record CaseTask(
    string Id,
    string CaseId,
    string ActivityId,
    string BookmarkId,
    string Name,
    string? Stage,
    string FormId,
    string Role,
    ImmutableArray<string> Outcomes,
    ImmutableArray<string> ExcludedStaff,
    string? Instruction,
    string? ClockId,
    DateTimeOffset? DueAt,
    DateTimeOffset CreatedAt)
{
    public CaseTaskStatus Status { get; init; } = CaseTaskStatus.Open;

    public string? AssigneeId { get; init; }

    public string? AssigneeName { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? CompletedBy { get; init; }

    public string? Outcome { get; init; }

    /// <summary>The field under which the form's values are kept together; null keeps each as a field of the case.</summary>
    public string? Scope { get; init; }

    /// <summary>Who completes it counts among those who handled the case, whatever the role.</summary>
    public bool IsHandling { get; init; }

    /// <summary>Field of the form that says when the work was done; null counts when it was entered.</summary>
    public string? DoneAtField { get; init; }

    /// <summary>What good work looks like in this step (服务标准); null where the SOP says nothing.</summary>
    public string? ServiceStandard { get; init; }

    /// <summary>What to do when the step can't be done the usual way (应急预案); null where the SOP says nothing.</summary>
    public string? Contingency { get; init; }

    /// <summary>The skill that who claims it must have; null asks for none.</summary>
    public string? Skill { get; init; }

    /// <summary>Counts the task's changes, from 1; a command may demand the version it was decided on.</summary>
    public long Version { get; init; } = 1;
}
