using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>Why a rehearsal went no further.</summary>
public enum StopReason
{
    /// <summary>The case came to its end.</summary>
    Ended,

    /// <summary>Somebody has to decide, and nobody told what.</summary>
    WaitsForPerson,

    /// <summary>Only something from outside would move it: an event, another workflow, an answer.</summary>
    WaitsForOutside,

    /// <summary>Steps failed and nothing else is left to do.</summary>
    Failed,

    /// <summary>The case couldn't be opened, or a decision wasn't taken: see the refusal.</summary>
    Refused,

    /// <summary>More happened than <see cref="RehearsalLimits.Commands"/>.</summary>
    TooManyCommands,

    /// <summary>A step came round more often than <see cref="RehearsalLimits.Rounds"/>.</summary>
    TooManyRounds,

    /// <summary>It took longer than <see cref="RehearsalLimits.Time"/>.</summary>
    TooLong,

    /// <summary>Playing it took longer than anybody waits; see <see cref="RehearsalRequest.Patience"/>.</summary>
    OutOfTime,
}

/// <param name="ActivityId">The step it stopped at; null when it is at none in particular.</param>
/// <param name="Refusal">Why the command was refused, for <see cref="StopReason.Refused"/>.</param>
public sealed record RehearsalStop(StopReason Reason, Sentence Sentence, string? ActivityId, CaseRefusal? Refusal);

/// <summary>One run of one activity.</summary>
/// <param name="CompletedAt">Null while it waits, and when it was cancelled or failed.</param>
/// <param name="Outcomes">Empty for the plain <c>Done</c>.</param>
public sealed record RehearsedStep(string ActivityId, string Name, string Type, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, IReadOnlyList<string> Outcomes);

/// <summary>A letter or message the customer would have got.</summary>
public sealed record RehearsedNotice(DateTimeOffset At, string Channel, string Target, string? NoticeId, string? Subject, string? Body);

/// <summary>A case of another SOP that would have been opened.</summary>
/// <param name="Fields">Values of its opening form, as they were handed over; the form was not asked.</param>
public sealed record RehearsedLinkedCase(DateTimeOffset At, string DefinitionId, string LinkKind, JsonObject Fields);

/// <summary>A form that was filled in for the rehearsal because nobody gave these values.</summary>
/// <param name="ActivityId">The step; null for the opening form.</param>
public sealed record FilledForm(string? ActivityId, string FormId, JsonObject Values);

/// <summary>What another system, workflow or case was taken to answer, since none was asked.</summary>
/// <param name="Type">What the step waited for, e.g. <c>Elsa.SendHttpRequest</c>.</param>
/// <param name="Outcome">How it answered; see <see cref="RehearsedDecision"/>.</param>
/// <param name="Outcomes">How it may answer, the usual answer first; of an HTTP request any other status code too.</param>
/// <param name="Values">What it answered.</param>
public sealed record RehearsedAnswer(DateTimeOffset At, string ActivityId, string Name, string Type, string Outcome, IReadOnlyList<string> Outcomes, JsonObject Values);

/// <summary>How a case went.</summary>
public sealed record RehearsalResult
{
    public required RehearsalStop Stop { get; init; }

    /// <summary>The virtual instant at which it stopped.</summary>
    public required DateTimeOffset StoppedAt { get; init; }

    /// <summary>The case as it was left; null when it couldn't be opened.</summary>
    public CaseState? State { get; init; }

    /// <summary>The activities in the order they began; containers left out.</summary>
    public IReadOnlyList<RehearsedStep> Path { get; init; } = [];

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>Every task, as its row would stand.</summary>
    public IReadOnlyList<CaseTask> Tasks { get; init; } = [];

    /// <summary>Every clock, as its row would stand, in the order they began.</summary>
    public IReadOnlyList<Clock> Clocks { get; init; } = [];

    public IReadOnlyList<Revisit> Revisits { get; init; } = [];

    public IReadOnlyList<RehearsedNotice> Notices { get; init; } = [];

    public IReadOnlyList<RehearsedLinkedCase> LinkedCases { get; init; } = [];

    /// <summary>Reminders and escalations to colleagues.</summary>
    public IReadOnlyList<StaffNotification> Notifications { get; init; } = [];

    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    public IReadOnlyList<FilledForm> Filled { get; init; } = [];

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<RehearsedAnswer> Answers { get; init; } = [];
}
