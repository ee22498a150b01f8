using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Timers;

public enum TimerState
{
    Pending,

    /// <summary>Due, and not yet fired.</summary>
    Late,

    /// <summary>Its tries are used up; waits for a person.</summary>
    Failed,
}

/// <summary>A timer as the timers page lists it.</summary>
public sealed record TimerView(
    string CaseId,
    string CaseNumber,
    string TimerId,
    CaseTimerKind Kind,
    DateTimeOffset DueAt,
    TimerState State,
    int Failures,
    string? LastError);

/// <param name="Take">1 to 500.</param>
public sealed record TimerFilter(TimerState? State = null, int Take = 200);
