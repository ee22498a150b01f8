using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>What people do where nobody told the rehearsal what to decide.</summary>
public enum RehearsalStyle
{
    /// <summary>Every task ends with the first of its outcomes.</summary>
    FirstOutcome,

    /// <summary>The rehearsal stops at the first step that nobody decides.</summary>
    OnlyDecisions,
}

/// <summary>
/// What is decided at a step: a task's outcome, or of a revisit <c>Successful</c>, <c>Problem</c>, <c>Cancelled</c> or <c>Unreachable</c>; of a linked
/// case <c>Done</c> or <c>Refused</c>, where <see cref="Fields"/> are what it reports; of an HTTP request the status code, <c>Failed to connect</c> or
/// <c>Timeout</c>, where they are the answer's JSON; of other workflows <c>Done</c>, or of many at once <c>Finished</c>, <c>Faulted</c> or
/// <c>Cancelled</c>, where they are the outputs.
/// </summary>
/// <param name="ActivityId">The step.</param>
/// <param name="Outcome">One of its outcomes.</param>
public sealed record RehearsedDecision(string ActivityId, string Outcome)
{
    /// <summary>Values of the form; what is required besides is filled in.</summary>
    public JsonObject Fields { get; init; } = [];

    /// <summary>How long after the task was opened; by default <see cref="RehearsalRequest.TimePerTask"/> of business time. Other systems and cases answer at once.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Holds each time the step is reached; else once, and the next decision of the step the time after.</summary>
    public bool IsEveryTime { get; init; }
}

/// <summary>Something raised on the case from outside.</summary>
/// <param name="EventName">As <see cref="RaiseCaseEvent"/> names it.</param>
/// <param name="After">Since the case was opened.</param>
public sealed record RehearsedEvent(string EventName, TimeSpan After)
{
    public JsonObject Fields { get; init; } = [];
}

/// <summary>Bounds of a rehearsal; a draft may go round for ever.</summary>
public sealed record RehearsalLimits
{
    /// <summary>Things that happen to the case: tasks done, timers fired. Default 1,000.</summary>
    public int Commands { get; init; } = 1000;

    /// <summary>Times one step may be done. Default 20.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>Virtual time. Default five years.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromDays(5 * 366);
}

/// <summary>A case to be played through in virtual time. Nothing of it is stored or sent.</summary>
public sealed record RehearsalRequest
{
    /// <summary>The program, usually of a draft. It must be of an SOP.</summary>
    public required WorkflowProgram Program { get; init; }

    public required SopPack Pack { get; init; }

    /// <summary>When the case is opened.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The opening form; what is required besides is filled in.</summary>
    public JsonObject Fields { get; init; } = [];

    /// <summary>The people; a role that fewer than two of them have gets stand-ins, so that four eyes can be rehearsed too.</summary>
    public IReadOnlyList<StaffMember> Staff { get; init; } = [];

    /// <summary>Published programs by definition id, for workflows that run others; null for an id nothing is published under.</summary>
    public Func<string, WorkflowProgram?>? Programs { get; init; }

    public IReadOnlyList<RehearsedDecision> Decisions { get; init; } = [];

    public IReadOnlyList<RehearsedEvent> Events { get; init; } = [];

    public RehearsalStyle Style { get; init; }

    /// <summary>Business time from a task's opening to its end. Default one hour.</summary>
    public TimeSpan TimePerTask { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long reminders and escalations are watched once nobody does anything any more. Default zero.</summary>
    public TimeSpan WatchesFor { get; init; }

    public RehearsalLimits Limits { get; init; } = new();

    /// <summary>Once it is cancelled the rehearsal ends as <see cref="StopReason.OutOfTime"/>, within the time that one script may take.</summary>
    public CancellationToken Patience { get; init; }
}
