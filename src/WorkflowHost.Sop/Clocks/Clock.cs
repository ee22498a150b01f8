using System.Text.Json.Serialization;

namespace WorkflowHost.Sop.Clocks;

public enum ClockStatus
{
    Running,
    Paused,

    /// <summary>Done; <see cref="Clock.IsMet"/> says whether in time.</summary>
    Stopped,

    /// <summary>No longer needed: withdrawn, merged, not accepted.</summary>
    Cancelled,
}

/// <summary>
/// A running deadline of a case: what happened to it, and what follows from that. Immutable; <see cref="ClockRules"/>
/// makes the next one. That a deadline is overdue follows from the time (<see cref="IsOverdueAt"/>); only a breach that the
/// clock went on from is stored (<see cref="MissedDueAt"/>).
/// </summary>
public sealed record Clock
{
    public required string Id { get; init; }

    public required string PolicyId { get; init; }

    public required string CalendarId { get; init; }

    public string? LadderId { get; init; }

    public required ClockKind Kind { get; init; }

    public required ClockUnit Unit { get; init; }

    /// <summary>The policy's amount when the clock started: a later policy doesn't reach back.</summary>
    public required int Amount { get; init; }

    /// <summary>The amount was given to this case, not by the policy: the policy's own, however it changes, doesn't replace it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasOwnAmount { get; init; }

    /// <summary>The last day that somebody has set, in place of the count; null counts <see cref="Amount"/>. Pauses and extensions move it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? DueOn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPausable { get; init; }

    /// <summary>The last day is not rolled off rest days.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StaysOnRestDays { get; init; }

    /// <summary>The amount is the shorter one of an expedited case.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsExpedited { get; init; }

    /// <summary>Whether new facts start the period again, by the policy when the clock started. Null in a clock stored before this was kept: then they do.</summary>
    public bool? RestartsOnNewFacts { get; init; }

    public required ClockStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Where the count begins: the start, or the arrival of the latest new facts.</summary>
    public required DateTimeOffset CountsFrom { get; init; }

    /// <summary>The last instant in time; for natural days the statutory one, rolled off rest days. While paused, the last one known.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>
    /// For natural days: closing time of the last working day not after the un-rolled last day, since regulators judge
    /// files by the un-rolled date too. Null for other units.
    /// </summary>
    public DateTimeOffset? InternalDueAt { get; init; }

    /// <summary>The deadline leans on a year whose calendar isn't loaded, and may move when it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsProvisional { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Null until the clock is stopped or when it was cancelled.</summary>
    public bool? IsMet { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public string? EndReason { get; init; }

    /// <summary>
    /// The deadline that had passed unmet when the period was started again or the clock was cancelled; null when none had.
    /// Neither makes it undone.
    /// </summary>
    public DateTimeOffset? MissedDueAt { get; init; }

    /// <summary>Counts restarts and extensions from 0; a ladder step may be marked to fire again in each period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Period { get; init; }

    /// <summary>
    /// The times in which the clock stood still, in order and without overlap. A second reason ends one pause and begins
    /// the next at the same instant.
    /// </summary>
    public IReadOnlyList<ClockPause> Pauses { get; init; } = [];

    /// <summary>Why the clock stands still now, the oldest first; it runs again when the last of them has ended. Null while it runs.</summary>
    public IReadOnlyList<string>? PauseReasons { get; init; }

    public IReadOnlyList<ClockExtension> Extensions { get; init; } = [];

    public IReadOnlyList<ClockRestart> Restarts { get; init; } = [];

    public IReadOnlyList<FiredStep> Fired { get; init; } = [];

    public IReadOnlyList<DerivationStep> Derivation { get; init; } = [];

    /// <summary>What people work towards and ladders run on.</summary>
    [JsonIgnore]
    public DateTimeOffset TargetAt => InternalDueAt ?? DueAt;

    /// <summary>Since when the clock stands still, whatever reason came first; null when it doesn't.</summary>
    [JsonIgnore]
    public DateTimeOffset? PausedAt => Status == ClockStatus.Paused
        ? ClockPause.Joined(Pauses.Where(pause => pause.From >= CountsFrom))[^1].From
        : null;

    [JsonIgnore]
    public bool IsEnded => Status is ClockStatus.Stopped or ClockStatus.Cancelled;

    /// <summary>
    /// Whether the deadline in force has passed unmet. A deadline named to the second holds for that whole second.
    /// A paused clock can't be overdue; a window closes without a breach.
    /// </summary>
    public bool IsOverdueAt(DateTimeOffset now) => Kind != ClockKind.Window && Status switch
    {
        ClockStatus.Running => IsPast(DueAt, now),
        ClockStatus.Stopped => IsMet == false,
        _ => false,
    };

    /// <summary>Whether a deadline of this clock was missed: the one in force, or one before the period was started again or the clock was cancelled.</summary>
    public bool IsBreachedAt(DateTimeOffset now) => MissedDueAt is not null || IsOverdueAt(now);

    internal static bool IsPast(DateTimeOffset due, DateTimeOffset now) => now >= due.AddSeconds(1);
}
