using System.Globalization;
using WorkflowHost.Runtime.Versions;
using WorkflowHost.Sop.Versions;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Api.Versions;

/// <summary>One case to be moved.</summary>
/// <param name="CaseId">Id or number.</param>
/// <param name="Version">The case's version in the preview; refused when it has gone on since. Absent takes any.</param>
/// <param name="Choices">For steps the new version doesn't have, by activity id: the step that takes over, or null to give the wait up.</param>
public sealed record MoveRequest(string? CaseId, long? Version, IReadOnlyDictionary<string, string?>? Choices);

/// <param name="To">The version to go to; the published one when absent.</param>
/// <param name="Cases">1 to 200.</param>
public sealed record MigrationRequest(int? To, IReadOnlyList<MoveRequest>? Cases);

/// <summary>Why something isn't done: the code for programs, the sentence for people.</summary>
public sealed record RefusalBody(string Code, string Message);

/// <summary>A step where the case stands.</summary>
/// <param name="To">The step of the new version that takes over; null when none does.</param>
public sealed record MigratedStepBody(string? ActivityId, string Name, StepFate Fate, string? To, string? ToName);

public sealed record MigratedTaskBody(string TaskId, string Name, ItemFate Fate, string Role, string? AssigneeName, DateTimeOffset? WasDueAt, DateTimeOffset? DueAt);

/// <param name="Policy">The clock's policy in the SOP pack.</param>
/// <param name="BecomesOverdue">The migration alone makes it overdue.</param>
public sealed record MigratedClockBody(string ClockId, string Policy, string Name, ItemFate Fate, DateTimeOffset? WasDueAt, DateTimeOffset? DueAt, bool BecomesOverdue);

public sealed record MigratedListenerBody(string Event, string Name, ItemFate Fate);

public sealed record StepOptionBody(string ActivityId, string Name);

/// <summary>A step where the case waits and that the new version doesn't have: one of the options takes over, or the wait is given up.</summary>
public sealed record MigrationBlockerBody(string ActivityId, string Name, string Reason, IReadOnlyList<StepOptionBody> Options);

/// <summary>Where a case would stand.</summary>
/// <param name="Refusal">Why it can't be moved like this; null when it can.</param>
/// <param name="Notes">What else a person should know.</param>
public sealed record MigrationPreviewBody(
    MovableCase? Case,
    RefusalBody? Refusal,
    IReadOnlyList<MigratedStepBody> Steps,
    IReadOnlyList<MigratedTaskBody> Tasks,
    IReadOnlyList<MigratedClockBody> Clocks,
    IReadOnlyList<MigratedListenerBody> Listeners,
    IReadOnlyList<MigrationBlockerBody> Blockers,
    IReadOnlyList<string> Notes)
{
    public bool CanApply => Refusal is null;

    internal static MigrationPreviewBody Of(MovePreview move, Words words)
    {
        var (preview, culture) = (move.Preview, CultureInfo.CurrentUICulture);
        return new(
            move.Case,
            preview.Outcome.Refusal is { } refusal ? new(refusal.Code, words.Of(refusal)) : null,
            [.. preview.Steps.Select(each => new MigratedStepBody(each.ActivityId, each.Name, each.Fate, each.To?.ActivityId, each.To?.Name))],
            [.. preview.Tasks.Select(each => new MigratedTaskBody(each.Task.Id, each.Task.Name, each.Fate, each.Task.Role, each.Task.AssigneeName, each.Before?.DueAt, each.After?.DueAt))],
            [.. preview.Clocks.Select(each => new MigratedClockBody(each.ClockId, each.PolicyId, each.Name.In(culture), each.Fate, each.WasDueAt, each.DueAt, each.BecomesOverdue))],
            [.. preview.Listeners.Select(each => new MigratedListenerBody(each.EventName, each.Name, each.Fate))],
            [.. preview.Blockers.Select(each => new MigrationBlockerBody(
                each.Step.ActivityId, each.Step.Name, each.Reason.In(culture), [.. each.Options.Select(option => new StepOptionBody(option.ActivityId, option.Name))]))],
            [.. preview.Notes.Select(each => each.In(culture))]);
    }

    internal static MigrationPreviewBody Refused(RefusalBody refusal) => new(null, refusal, [], [], [], [], [], []);
}

/// <summary>What became of one case.</summary>
/// <param name="CaseId">As the request named it.</param>
/// <param name="Case">The case after the move; null when it was refused.</param>
public sealed record MigrationResultBody(string CaseId, MovableCase? Case, RefusalBody? Refusal)
{
    public bool IsMoved => Refusal is null;
}
