using System.Globalization;
using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Clocks;

/// <summary>
/// What may happen to a clock. Every function is pure and answers with the next clock or with the reason why not;
/// instants may come in any offset and are kept in the calendar's.
/// Sources: Civil Code art. 200-204; Order 2020 No. 3 art. 15, 18, 23.
/// </summary>
public static partial class ClockRules
{
    /// <summary>
    /// Starts a clock; the fraction of a second is dropped, since deadlines are named to the second. A ladder id
    /// given here takes the place of the policy's own, as when severity chooses it.
    /// </summary>
    /// <exception cref="ArgumentException">The calendar isn't the policy's.</exception>
    public static Outcome<Clock> Start(ClockPolicy policy, string id, DateTimeOffset at, WorkCalendar calendar, string? ladderId = null, bool isExpedited = false)
    {
        if (policy.CalendarId != calendar.Id)
        {
            throw new ArgumentException($"Policy {policy.Id} counts by calendar {policy.CalendarId}, not {calendar.Id}.", nameof(calendar));
        }
        if (ClockRange.Leaves(id, at) is { } outside)
        {
            return outside;
        }
        var startedAt = Normal(at, calendar);
        var clock = new Clock
        {
            Id = id,
            PolicyId = policy.Id,
            CalendarId = calendar.Id,
            LadderId = ladderId ?? policy.LadderId,
            Kind = policy.Kind,
            Unit = policy.Unit,
            Amount = isExpedited && policy.ExpeditedAmount is { } shorter ? shorter : policy.Amount,
            IsExpedited = isExpedited && policy.ExpeditedAmount is not null,
            StaysOnRestDays = policy.StaysOnRestDays,
            IsPausable = policy.IsPausable,
            RestartsOnNewFacts = policy.RestartsOnNewFacts,
            Status = ClockStatus.Running,
            StartedAt = startedAt,
            CountsFrom = startedAt,
        };
        return Computed(clock, calendar);
    }

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
    /// least one held isn't counted.
    /// </summary>
    /// <param name="clock">The paused clock.</param>
    /// <param name="at">When the reason ended; not before anything else that happened to the clock.</param>
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
        if (TimeGoesBack(clock, at) is { } refusal)
        {
            return refusal;
        }
        var left = reason is null ? [] : reasons.Where(open => open != reason).ToList();
        return left.Count > 0
            ? StandingStill(clock, Normal(at, calendar), left)
            : Computed(ClosePause(clock, at) with { Status = ClockStatus.Running }, calendar);
    }

    /// <summary>
    /// Counts the period anew from new facts (Order 2020 No. 3 art. 18). That the case is complex stays true, so a
    /// replaced amount stays; time that was added for special reasons goes, and may be asked for again.
    /// A paused clock stays paused, its pause beginning with the new facts. Refused where the policy's period doesn't
    /// start again.
    /// </summary>
    public static Outcome<Clock> Restart(Clock clock, DateTimeOffset at, string reason, WorkCalendar calendar)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        if (clock.RestartsOnNewFacts == false)
        {
            return Refusal.Of("clock.restart_not_allowed", ("clock", clock.Id), ("policy", clock.PolicyId));
        }
        if (TimeGoesBack(clock, at) is { } refusal)
        {
            return refusal;
        }
        var from = Normal(at, calendar);
        IReadOnlyList<ClockPause> pauses = clock.Status == ClockStatus.Paused
            ? [.. clock.Pauses.SkipLast(1), clock.Pauses[^1] with { To = from }, new ClockPause(from, null, clock.Pauses[^1].Reason)]
            : clock.Pauses;
        return Computed(
            clock with
            {
                CountsFrom = from,
                Pauses = pauses,
                Extensions = [.. clock.Extensions.Where(extension => extension.Mode == ExtensionMode.Replace)],
                Restarts = [.. clock.Restarts, new ClockRestart(from, reason, clock.DueAt)],
                Fired = [],
                Period = clock.Period + 1,
            },
            calendar);
    }

    /// <summary>
    /// Shortens a target to the policy's expedited amount, counted from the same start. Statutory periods and windows have
    /// none, so haste never takes time from the customer or from a rule. Refused when the shorter target would already be
    /// over: it would only turn work that is in time into a breach.
    /// </summary>
    public static Outcome<Clock> Expedite(Clock clock, ClockPolicy policy, DateTimeOffset at, WorkCalendar calendar)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        if (clock.IsExpedited || policy.ExpeditedAmount is not { } shorter || shorter >= clock.Amount)
        {
            return Refusal.Of("clock.not_expeditable", ("clock", clock.Id), ("policy", clock.PolicyId));
        }
        var computed = Computed(clock with { Amount = shorter, IsExpedited = true, Period = clock.Period + 1 }, calendar);
        return !computed.IsRefused && clock.Status == ClockStatus.Running && Clock.IsPast(computed.Value.TargetAt, at)
            ? Refusal.Of("clock.expedite_late", ("clock", clock.Id), ("at", Iso(at)), ("dueAt", Iso(computed.Value.TargetAt)))
            : computed;
    }

    /// <summary>
    /// The work the clock measures is done. A paused clock may be stopped too; its deadline can't have passed. Work done
    /// before the count begins (a letter dated a few minutes ahead by another machine) meets it at its begin.
    /// </summary>
    public static Outcome<Clock> Stop(Clock clock, DateTimeOffset at)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        at = at < clock.CountsFrom ? clock.CountsFrom : at;
        if (TimeGoesBack(clock, at) is { } refusal)
        {
            return refusal;
        }
        var met = clock.Status == ClockStatus.Paused || !Clock.IsPast(clock.DueAt, at);
        return ClosePause(clock, at) with { Status = ClockStatus.Stopped, StoppedAt = Normal(at, clock), IsMet = met };
    }

    /// <summary>The clock is no longer needed, as when a complaint is withdrawn (art. 15) or merged.</summary>
    public static Outcome<Clock> Cancel(Clock clock, DateTimeOffset at, string reason)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        at = at < LastChange(clock) ? LastChange(clock) : at;
        return ClosePause(clock, at) with { Status = ClockStatus.Cancelled, StoppedAt = Normal(at, clock), EndReason = reason };
    }

    /// <summary>
    /// Counts again after a calendar was loaded or changed. An ended clock is history and stays as it is; steps that
    /// fired stay fired.
    /// </summary>
    public static Clock Recompute(Clock clock, WorkCalendar calendar)
    {
        if (clock.IsEnded)
        {
            return clock;
        }
        var computed = Computed(clock, calendar);
        return computed.IsRefused ? clock : computed.Value;
    }

    /// <summary>
    /// Business hours left until the target; negative once it has passed. A paused clock keeps what it had when it was paused.
    /// </summary>
    public static TimeSpan RemainingBusinessTime(Clock clock, DateTimeOffset now, WorkCalendar calendar) =>
        calendar.BusinessTimeBetween(clock.PausedAt ?? clock.StoppedAt ?? now, clock.TargetAt);

    private static Outcome<Clock> Computed(Clock clock, WorkCalendar calendar)
    {
        var counted = DueDate.Of(clock, calendar);
        if (counted.IsRefused)
        {
            return counted.Refusal;
        }
        var due = counted.Value;
        return clock with
        {
            DueAt = due.DueAt,
            InternalDueAt = due.InternalDueAt,
            IsProvisional = due.IsProvisional,
            Derivation = due.Derivation,
        };
    }

    /// <summary>The reasons that hold now. A clock stored before there could be several has its one reason in its last pause.</summary>
    private static IReadOnlyList<string> OpenReasons(Clock clock) => clock.Status != ClockStatus.Paused
        ? []
        : clock.PauseReasons ?? [clock.Pauses[^1].Reason];

    /// <summary>The clock standing still for these reasons from the instant on; what held before is kept as a pause of its own.</summary>
    private static Clock StandingStill(Clock clock, DateTimeOffset from, IReadOnlyList<string> reasons)
    {
        var before = ClosePause(clock, from).Pauses;
        // Two reasons that begin together are one pause, not an empty one and another.
        before = before.Count > 0 && before[^1].From == from ? [.. before.SkipLast(1)] : before;
        return clock with
        {
            Status = ClockStatus.Paused,
            Pauses = [.. before, new ClockPause(from, null, string.Join("; ", reasons))],
            PauseReasons = reasons,
        };
    }

    private static Clock ClosePause(Clock clock, DateTimeOffset at) => clock.Status == ClockStatus.Paused
        ? clock with { Pauses = [.. clock.Pauses.SkipLast(1), clock.Pauses[^1] with { To = Normal(at, clock) }], PauseReasons = null }
        : clock;

    private static Refusal NotRunning(Clock clock) =>
        Refusal.Of("clock.not_running", ("clock", clock.Id), ("status", clock.Status.ToString()));

    /// <summary>What happens to a clock happens after all that happened to it before, and in years that can be counted.</summary>
    private static Refusal? TimeGoesBack(Clock clock, DateTimeOffset at)
    {
        var last = LastChange(clock);
        return at < last
            ? Refusal.Of("clock.time_goes_back", ("clock", clock.Id), ("at", Iso(at)), ("last", Iso(last)))
            : ClockRange.Leaves(clock.Id, at);
    }

    private static DateTimeOffset LastChange(Clock clock)
    {
        var last = clock.Pauses.Count == 0 ? clock.CountsFrom : clock.Pauses[^1].To ?? clock.Pauses[^1].From;
        return last > clock.CountsFrom ? last : clock.CountsFrom;
    }

    private static DateTimeOffset Normal(DateTimeOffset at, Clock clock) => WholeSeconds(at.ToOffset(clock.CountsFrom.Offset));

    private static DateTimeOffset Normal(DateTimeOffset at, WorkCalendar calendar) => WholeSeconds(at.ToOffset(calendar.UtcOffset));

    private static DateTimeOffset WholeSeconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
