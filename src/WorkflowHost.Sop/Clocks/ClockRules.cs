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
    /// given here takes the place of the policy's own, as when severity chooses it. A last day that somebody has set, the
    /// regulator or a plan, takes the place of the policy's amount; refused where the policy counts hours.
    /// </summary>
    /// <exception cref="ArgumentException">The calendar isn't the policy's.</exception>
    public static Outcome<Clock> Start(ClockPolicy policy, string id, DateTimeOffset at, WorkCalendar calendar, string? ladderId = null, bool isExpedited = false, DateOnly? dueOn = null)
    {
        if (policy.CalendarId != calendar.Id)
        {
            throw new ArgumentException($"Policy {policy.Id} counts by calendar {policy.CalendarId}, not {calendar.Id}.", nameof(calendar));
        }
        if (ClockRange.Leaves(id, at) is { } outside)
        {
            return outside;
        }
        if (dueOn is not null && policy.Unit is (ClockUnit.BusinessHours or ClockUnit.Hours or ClockUnit.Minutes))
        {
            return Refusal.Of("clock.day_of_hours", ("clock", id), ("policy", policy.Id));
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
            DueOn = dueOn,
            Status = ClockStatus.Running,
            StartedAt = startedAt,
            CountsFrom = startedAt,
        };
        return Computed(clock, calendar);
    }

    /// <summary>
    /// Counts the period anew from new facts (Order 2020 No. 3 art. 18). That the case is complex stays true, so a
    /// replaced amount stays; time that was added for special reasons goes, and may be asked for again.
    /// A paused clock stays paused; of a pause only what lies after the new facts is left out of the new count. Refused where
    /// the policy's period doesn't start again. A deadline that had passed before the new facts came stays missed
    /// (<see cref="Clock.MissedDueAt"/>): art. 18 speaks of new facts within the period.
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
        if (TimeGoesBack(clock, at, clock.CountsFrom) is { } refusal)
        {
            return refusal;
        }
        var from = Normal(at, calendar);
        return Computed(
            clock with
            {
                CountsFrom = from,
                Pauses = ClockPause.SplitAt(clock.Pauses, from),
                MissedDueAt = MissedBy(clock, from),
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
        var computed = Computed(clock with { Amount = shorter, HasOwnAmount = false, IsExpedited = true, Period = clock.Period + 1 }, calendar);
        return !computed.IsRefused && clock.Status == ClockStatus.Running && Clock.IsPast(computed.Value.TargetAt, at)
            ? Refusal.Of("clock.expedite_late", ("clock", clock.Id), ("at", Iso(at)), ("dueAt", Iso(computed.Value.TargetAt)))
            : computed;
    }

    /// <summary>
    /// The work the clock measures is done. A paused clock may be stopped too; its deadline can't have passed. Work done
    /// before the count begins (a letter dated a few minutes ahead by another machine) meets it at its begin, and work done
    /// before a pause that was entered meanwhile meets it without that pause.
    /// </summary>
    public static Outcome<Clock> Stop(Clock clock, DateTimeOffset at)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        if (ClockRange.Leaves(clock.Id, at) is { } outside)
        {
            return outside;
        }
        at = Normal(at < clock.CountsFrom ? clock.CountsFrom : at, clock);
        var met = clock.Status == ClockStatus.Paused || !Clock.IsPast(clock.DueAt, at);
        return clock with { Status = ClockStatus.Stopped, StoppedAt = at, IsMet = met, Pauses = ClockPause.EndedBy(clock.Pauses, at), PauseReasons = null };
    }

    /// <summary>
    /// The clock is no longer needed, as when a complaint is withdrawn (art. 15) or merged. That undoes nothing: a deadline
    /// that had passed stays missed (<see cref="Clock.MissedDueAt"/>).
    /// </summary>
    public static Outcome<Clock> Cancel(Clock clock, DateTimeOffset at, string reason)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        at = Normal(at < LastChange(clock) ? LastChange(clock) : at, clock);
        return clock with
        {
            Status = ClockStatus.Cancelled,
            StoppedAt = at,
            EndReason = reason,
            MissedDueAt = MissedBy(clock, at),
            Pauses = ClockPause.EndedBy(clock.Pauses, at),
            PauseReasons = null,
        };
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

    /// <summary>The first deadline that passed unmet; null when none has. A window closes without one.</summary>
    private static DateTimeOffset? MissedBy(Clock clock, DateTimeOffset at) =>
        clock.MissedDueAt ?? (clock.IsOverdueAt(at) ? clock.DueAt : null);

    private static Refusal NotRunning(Clock clock) =>
        Refusal.Of("clock.not_running", ("clock", clock.Id), ("status", clock.Status.ToString()));

    /// <summary>What happens to a clock happens after all that happened to it before, and in years that can be counted.</summary>
    private static Refusal? TimeGoesBack(Clock clock, DateTimeOffset at) => TimeGoesBack(clock, at, LastChange(clock));

    private static Refusal? TimeGoesBack(Clock clock, DateTimeOffset at, DateTimeOffset last)
    {
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
