using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Clocks;

/// <summary>Standing still and going on.</summary>
public static partial class ClockRules
{
    /// <summary>
    /// Stops the count, for instance for an external appraisal. Refused once the deadline has passed: what is missed
    /// stays missed. A clock that stands still takes a further reason, as when mediation begins during an appraisal.
    /// </summary>
    public static Outcome<Clock> Pause(Clock clock, DateTimeOffset at, string reason)
    {
        var reasons = OpenReasons(clock);
        if (clock.IsEnded || reasons.Contains(reason, StringComparer.Ordinal))
        {
            return NotRunning(clock);
        }
        if (!clock.IsPausable)
        {
            return Refusal.Of("clock.not_pausable", ("clock", clock.Id), ("policy", clock.PolicyId));
        }
        if (TimeGoesBack(clock, at) is { } refusal)
        {
            return refusal;
        }
        if (clock.Status == ClockStatus.Running && Clock.IsPast(clock.DueAt, at))
        {
            return Refusal.Of("clock.pause_late", ("clock", clock.Id), ("at", Iso(at)), ("dueAt", Iso(clock.DueAt)));
        }
        return StandingStill(clock, Normal(at, clock), [.. reasons, reason]);
    }

    /// <summary>
    /// Ends one reason to stand still, or all of them; the clock runs again when none is left, and the time in which at
    /// least one held isn't counted. The end of a reason is often heard of late, when another has begun or ended
    /// meanwhile: the history is then put right. An end before the reason's own begin means that it never held; refusing
    /// it would leave the clock standing still for good.
    /// </summary>
    /// <param name="clock">The paused clock.</param>
    /// <param name="at">When the reason ended.</param>
    /// <param name="calendar">The clock's calendar.</param>
    /// <param name="reason">The reason given to <see cref="Pause"/>; null ends all.</param>
    public static Outcome<Clock> Resume(Clock clock, DateTimeOffset at, WorkCalendar calendar, string? reason = null)
    {
        var reasons = OpenReasons(clock);
        if (reasons.Count == 0 || (reason is not null && !reasons.Contains(reason, StringComparer.Ordinal)))
        {
            return Refusal.Of("clock.not_paused",
                ("clock", clock.Id), ("status", clock.Status.ToString()), ("reason", reason ?? string.Empty), ("reasons", string.Join("; ", reasons)));
        }
        if (ClockRange.Leaves(clock.Id, at) is { } outside)
        {
            return outside;
        }
        IReadOnlyList<string> ended = reason is null ? reasons : [reason];
        var pauses = ended.Aggregate(clock.Pauses, (history, over) => ClockPause.Without(history, over, Normal(at, calendar)));
        var left = reasons.Except(ended).ToList();
        return left.Count > 0
            ? clock with { Pauses = pauses, PauseReasons = left }
            : Computed(clock with { Status = ClockStatus.Running, Pauses = pauses, PauseReasons = null }, calendar);
    }

    /// <summary>The reasons that hold now. A clock stored before there could be several has its one reason in its last pause.</summary>
    private static IReadOnlyList<string> OpenReasons(Clock clock) => clock.Status != ClockStatus.Paused
        ? []
        : clock.PauseReasons ?? [clock.Pauses[^1].Reason];

    /// <summary>The clock standing still for these reasons from the instant on; what held before is kept as a pause of its own.</summary>
    private static Clock StandingStill(Clock clock, DateTimeOffset from, IReadOnlyList<string> reasons)
    {
        var before = ClockPause.EndedBy(clock.Pauses, from);
        // Two reasons that begin together are one pause, not an empty one and another.
        before = before.Count > 0 && before[^1].From == from ? [.. before.SkipLast(1)] : before;
        return clock with
        {
            Status = ClockStatus.Paused,
            Pauses = [.. before, new ClockPause(from, null, ClockPause.Told(reasons))],
            PauseReasons = reasons,
        };
    }
}
