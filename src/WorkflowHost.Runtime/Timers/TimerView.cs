using WorkflowHost.Sop.Cases;

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
public sealed record TimerView(
    string CaseId,
    string CaseNumber,
    string TimerId,
    CaseTimerKind Kind,
    string? Subject,
    DateTimeOffset DueAt,
    TimerState State,
    int Failures,
    string? LastError);

/// <param name="Take">1 to 500.</param>
public sealed record TimerFilter(TimerState? State = null, int Take = 200);
