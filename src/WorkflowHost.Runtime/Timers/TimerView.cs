using WorkflowHost.Sop;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Timers;

public enum TimerState
{
    Pending,

    /// <summary>Due, and not yet fired.</summary>
    Late,

    /// <summary>It failed at least once. It is tried again and again, at last every 30 minutes; a person can put right what stops it and have it tried now.</summary>
    Failed,
}

/// <summary>A timer as the timers page lists it.</summary>
/// <param name="Subject">
/// What waits: the policy id of the clock or of the revisit, by <paramref name="Kind"/>, or the name of the waiting step as it
/// was drawn. Null when the case can't be read.
/// </param>
/// <param name="Text">What people will be told, of a reminder or escalation; null otherwise.</param>
/// <param name="Channel">How the customer will be written to, of a revisit; null otherwise.</param>
/// <param name="LateBySeconds">Whole seconds since it was due; 0 while it is not.</param>
/// <param name="CanRunNow">Whether it may be had before its time; see <see cref="TimerDesk.RunNowAsync"/>.</param>
/// <param name="CanSkip">Whether it may be left out; see <see cref="TimerDesk.SkipAsync"/>.</param>
public sealed record TimerView(
    string CaseId,
    string CaseNumber,
    string DefinitionId,
    string TimerId,
    CaseTimerKind Kind,
    string? Subject,
    LocalizedText? Text,
    ContactChannel? Channel,
    DateTimeOffset DueAt,
    TimerState State,
    long LateBySeconds,
    int Failures,
    string? LastError,
    bool CanRunNow,
    bool CanSkip);

/// <param name="DefinitionId">Only timers of this SOP or workflow.</param>
/// <param name="Cursor"><see cref="Cases.Page{T}.Next"/> of the stretch before; null begins at the top.</param>
/// <param name="Take">1 to 200.</param>
public sealed record TimerFilter(TimerState? State = null, string? DefinitionId = null, string? Cursor = null, int Take = 50);
