using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Versions;

/// <summary>What becomes of a step at which the case stands.</summary>
public enum StepFate
{
    /// <summary>Goes on as it is.</summary>
    Stays,

    /// <summary>Goes on by what the new version says.</summary>
    Changed,

    /// <summary>Another step takes over, by choice.</summary>
    Moved,

    /// <summary>The wait is given up, by choice.</summary>
    GivenUp,

    /// <summary>Begins with the migration: a new listener, or a step that only waited for what is gone.</summary>
    Begins,

    /// <summary>The new version doesn't have it; a choice is needed.</summary>
    Blocked,
}

/// <summary>What becomes of a task, clock or listener.</summary>
public enum ItemFate
{
    Kept,
    Changed,

    /// <summary>Withdrawn or cancelled.</summary>
    Ended,
    New,
}

/// <param name="ActivityId">The step in the version of before; null when it begins.</param>
/// <param name="To">The step in the new version; null when there is none.</param>
public sealed record MigratedStep(string? ActivityId, string Name, StepFate Fate, StepRef? To);

/// <summary>A step by id and by what a person calls it.</summary>
public sealed record StepRef(string ActivityId, string Name, string Type);

/// <summary>A task before and after; null where there was or will be none.</summary>
public sealed record MigratedTask(ItemFate Fate, CaseTask? Before, CaseTask? After)
{
    public CaseTask Task => After ?? Before!;
}

/// <param name="DueAt">When it is due after the migration; null when it ends.</param>
/// <param name="WasDueAt">When it was due before; null when it is new.</param>
/// <param name="BecomesOverdue">The migration alone makes it overdue.</param>
public sealed record MigratedClock(string ClockId, string PolicyId, LocalizedText Name, ItemFate Fate, DateTimeOffset? WasDueAt, DateTimeOffset? DueAt, bool BecomesOverdue);

public sealed record MigratedListener(string EventName, string Name, ItemFate Fate);

/// <summary>A step where the case waits and that the new version doesn't have.</summary>
/// <param name="Options">Steps that may take over, the likeliest first; giving the wait up is always possible too.</param>
public sealed record MigrationBlocker(StepRef Step, Sentence Reason, IReadOnlyList<StepRef> Options);

/// <summary>Where one case would stand on another version. Made by carrying the migration out on paper, so it can't differ from the real one.</summary>
/// <param name="Notes">What else a person should know: steps passed over, values begun anew.</param>
/// <param name="Outcome">The burst to store, or why it can't be done.</param>
public sealed record MigrationPreview(
    int FromVersion,
    int ToVersion,
    IReadOnlyList<MigratedStep> Steps,
    IReadOnlyList<MigratedTask> Tasks,
    IReadOnlyList<MigratedClock> Clocks,
    IReadOnlyList<MigratedListener> Listeners,
    IReadOnlyList<MigrationBlocker> Blockers,
    IReadOnlyList<Sentence> Notes,
    CaseOutcome Outcome)
{
    public bool CanApply => Outcome.Burst is not null;
}
