using System.Globalization;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Runtime.Cases;

/// <summary>How a clock looks, whatever its status.</summary>
public enum ClockState
{
    Green,
    Amber,
    Red,
    Breached,
    Paused,

    /// <summary>Stopped in time, and no deadline before it was missed.</summary>
    Met,

    /// <summary>Stopped after the deadline, or after one that was missed before the period was started again.</summary>
    Late,

    Cancelled,
}

/// <summary>A clock as the case page explains it.</summary>
/// <param name="Unit">In what the period and its extensions are counted.</param>
/// <param name="Colour">State at the time of reading.</param>
/// <param name="DueAt">The last instant in time: for natural days the statutory one.</param>
/// <param name="InternalDueAt">What people work towards, where the policy has its own; never after <paramref name="DueAt"/>.</param>
/// <param name="PercentElapsed">Share of the way to the target that is behind; above 100 when overdue.</param>
/// <param name="RemainingWorkingTime">Business time left to the target; negative when overdue; null once ended or paused.</param>
/// <param name="Derivation">The reasoning that led to the deadline; <see cref="DerivationIn"/> puts it into words.</param>
/// <param name="Ladder">Reminders and escalations: those fired and those to come.</param>
/// <param name="Source">Where the period comes from: an article, or that it is our default.</param>
/// <param name="NeedsReview">Nobody has read the period in its own text: 示例，须合规复核.</param>
public sealed record ClockView(
    string Id,
    string PolicyId,
    string NameZh,
    string NameEn,
    ClockKind Kind,
    ClockUnit Unit,
    ClockStatus Status,
    ClockState Colour,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? InternalDueAt,
    bool IsProvisional,
    double PercentElapsed,
    TimeSpan? RemainingWorkingTime,
    DateTimeOffset? StoppedAt,
    string? EndReason,
    IReadOnlyList<DerivationStep> Derivation,
    IReadOnlyList<LadderStepView> Ladder,
    IReadOnlyList<ClockPause> Pauses,
    IReadOnlyList<ClockExtension> Extensions,
    IReadOnlyList<ClockRestart> Restarts,
    string? Source = null,
    bool NeedsReview = false)
{
    /// <summary>The deadline that had passed unmet when the period was started again or the clock was cancelled; null when none had.</summary>
    public DateTimeOffset? MissedDueAt { get; init; }

    /// <summary>What people work towards.</summary>
    public DateTimeOffset TargetAt => InternalDueAt ?? DueAt;

    /// <summary>The derivation in words.</summary>
    public IReadOnlyList<string> DerivationIn(CultureInfo culture) => [.. Derivation.Select(step => DerivationText.Render(step, culture))];
}

/// <summary>A step of a clock's ladder.</summary>
/// <param name="At">When it fired, or when it will fire as things stand.</param>
public sealed record LadderStepView(
    string StepId,
    string TextZh,
    string TextEn,
    IReadOnlyList<string> Roles,
    string Action,
    DateTimeOffset At,
    DateTimeOffset? DeliverAt,
    bool IsFired,
    bool IsSuperseded);

/// <summary>The clock that will breach next, small enough for a list.</summary>
public sealed record ClockBadge(
    string PolicyId,
    string NameZh,
    string NameEn,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    ClockState Colour,
    double PercentElapsed,
    bool IsProvisional);
