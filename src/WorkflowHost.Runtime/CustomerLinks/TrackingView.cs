namespace WorkflowHost.Runtime.CustomerLinks;

public enum TrackedStepState
{
    Done,
    Current,
    Next,
}

/// <summary>One step of the SOP as the customer sees it.</summary>
/// <param name="ExpectedAt">When the present step is to be done, by the deadlines that run; null for others or when none runs.</param>
public sealed record TrackedStep(string Zh, string En, TrackedStepState State, DateTimeOffset? ExpectedAt);

/// <summary>Something the customer was told of the case.</summary>
public sealed record TrackedMessage(DateTimeOffset At, string Text);

/// <summary>How a case stands, for its customer: nothing of staff, grounds, deadlines of the house or risk.</summary>
/// <param name="IsOver">Dealt with, or no longer pursued.</param>
/// <param name="Wanted">What the customer still has to hand in, a line each; null when nothing.</param>
/// <param name="WantedUntil">Until when.</param>
/// <param name="ContactName">The coordinator or handler; null when nobody is named yet.</param>
public sealed record TrackingView(
    string Number,
    string NameZh,
    string NameEn,
    DateTimeOffset OpenedAt,
    bool IsOver,
    IReadOnlyList<TrackedStep> Steps,
    string? Wanted,
    DateTimeOffset? WantedUntil,
    IReadOnlyList<TrackedMessage> Messages,
    string? ContactName,
    string? ContactPhone,
    string? CompanyName);
