using System.Globalization;
using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Clocks;

/// <summary>
/// What may happen to a clock. Every function is pure and answers with the next clock or with the reason why not;
/// instants may come in any offset and are kept in the calendar's.
/// Sources: Civil Code art. 200-204; Order 2020 No. 3 art. 15, 18, 23.
/// </summary>
public static class ClockRules
{
    /// <summary>
    /// Starts a clock; the fraction of a second is dropped, since deadlines are named to the second. A ladder id
    /// given here takes the place of the policy's own, as when severity chooses it.
    /// </summary>
    /// <exception cref="ArgumentException">The calendar isn't the policy's.</exception>
    public static Outcome<Clock> Start(ClockPolicy policy, string id, DateTimeOffset at, WorkCalendar calendar, string? ladderId = null)
    {
        if (policy.CalendarId != calendar.Id)
        {
            throw new ArgumentException($"Policy {policy.Id} counts by calendar {policy.CalendarId}, not {calendar.Id}.", nameof(calendar));
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
            Amount = policy.Amount,
            IsPausable = policy.IsPausable,
            Status = ClockStatus.Running,
            StartedAt = startedAt,
            CountsFrom = startedAt,
        };
        return Computed(clock, calendar);
    }

    /// <summary>Stops the count, for instance for an external appraisal. Refused once the deadline has passed: what is missed stays missed.</summary>
    public static Outcome<Clock> Pause(Clock clock, DateTimeOffset at, string reason)
    {
        if (clock.Status != ClockStatus.Running)
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
        if (Clock.IsPast(clock.DueAt, at))
        {
            return Refusal.Of("clock.pause_late", ("clock", clock.Id), ("at", Iso(at)), ("dueAt", Iso(clock.DueAt)));
        }
        return clock with
        {
            Status = ClockStatus.Paused,
            Pauses = [.. clock.Pauses, new ClockPause(Normal(at, clock), null, reason)],
        };
    }

    public static Outcome<Clock> Resume(Clock clock, DateTimeOffset at, WorkCalendar calendar)
    {
        if (clock.Status != ClockStatus.Paused)
        {
            return Refusal.Of("clock.not_paused", ("clock", clock.Id), ("status", clock.Status.ToString()));
        }
        var open = clock.Pauses[^1];
        if (at < open.From)
        {
            return Refusal.Of("clock.time_goes_back", ("clock", clock.Id), ("at", Iso(at)), ("last", Iso(open.From)));
        }
        return Computed(
            clock with
            {
                Status = ClockStatus.Running,
                Pauses = [.. clock.Pauses.SkipLast(1), open with { To = Normal(at, calendar) }],
            },
            calendar);
    }

    /// <summary>
    /// Lengthens the period by a rule of the policy. Refused when it comes after the running deadline, without the
    /// approver or the notice the rule asks for, twice, or out of order.
    /// </summary>
    public static Outcome<Clock> Extend(Clock clock, ClockPolicy policy, ExtensionGrant grant, WorkCalendar calendar)
    {
        if (CannotExtend(clock, policy, grant) is { } refusal)
        {
            return refusal;
        }
        var rule = policy.Extensions.Single(candidate => candidate.Id == grant.RuleId);
        var granted = new ClockExtension(rule.Id, rule.Mode, rule.Amount, Normal(grant.At, calendar), grant.ApprovedBy, grant.Reason);
        return Computed(
            clock with { Extensions = [.. clock.Extensions, granted], Period = clock.Period + 1 },
            calendar);
    }

    /// <summary>The reason why an extension would be refused now, or null; lets a screen offer only what can work.</summary>
    public static Refusal? CannotExtend(Clock clock, ClockPolicy policy, ExtensionGrant grant)
    {
        if (clock.Status != ClockStatus.Running)
        {
            return NotRunning(clock);
        }
        var rule = policy.Extensions.FirstOrDefault(candidate => candidate.Id == grant.RuleId);
        if (rule is null)
        {
            return Refusal.Of("clock.extension_unknown", ("clock", clock.Id), ("extension", grant.RuleId));
        }
        if (TimeGoesBack(clock, grant.At) is { } back)
        {
            return back;
        }
        if (Clock.IsPast(clock.DueAt, grant.At))
        {
            return Refusal.Of("clock.extension_late",
                ("clock", clock.Id), ("extension", rule.Id), ("at", Iso(grant.At)), ("dueAt", Iso(clock.DueAt)));
        }
        if (clock.Extensions.Any(extension => extension.RuleId == rule.Id))
        {
            return Refusal.Of("clock.extension_already_granted", ("clock", clock.Id), ("extension", rule.Id));
        }
        if (rule.After is { } before && clock.Extensions.All(extension => extension.RuleId != before))
        {
            return Refusal.Of("clock.extension_out_of_order", ("clock", clock.Id), ("extension", rule.Id), ("after", before));
        }
        return LacksForm(clock, rule, grant);
    }

    private static Refusal? LacksForm(Clock clock, ExtensionRule rule, ExtensionGrant grant)
    {
        if (string.IsNullOrWhiteSpace(grant.Reason))
        {
            return Refusal.Of("clock.extension_needs_reason", ("clock", clock.Id), ("extension", rule.Id));
        }
        if (rule.ApproverRoles.Count > 0 && !rule.ApproverRoles.Contains(grant.ApproverRole, StringComparer.Ordinal))
        {
            return Refusal.Of("clock.extension_not_authorised",
                ("clock", clock.Id), ("extension", rule.Id), ("role", grant.ApproverRole), ("roles", string.Join(", ", rule.ApproverRoles)));
        }
        return rule.NeedsCustomerNotice && !grant.CustomerTold
            ? Refusal.Of("clock.extension_needs_notice", ("clock", clock.Id), ("extension", rule.Id))
            : null;
    }

    /// <summary>
    /// Counts the period anew from new facts (Order 2020 No. 3 art. 18). That the case is complex stays true, so a
    /// replaced amount stays; time that was added for special reasons goes, and may be asked for again.
    /// A paused clock stays paused, its pause beginning with the new facts.
    /// </summary>
    public static Outcome<Clock> Restart(Clock clock, DateTimeOffset at, string reason, WorkCalendar calendar)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
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

    /// <summary>The work the clock measures is done. A paused clock may be stopped too; its deadline can't have passed.</summary>
    public static Outcome<Clock> Stop(Clock clock, DateTimeOffset at)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
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
        return ClosePause(clock, at) with { Status = ClockStatus.Cancelled, StoppedAt = Normal(at, clock), EndReason = reason };
    }

    /// <summary>
    /// Counts again after a calendar was loaded or changed. An ended clock is history and stays as it is; steps that
    /// fired stay fired.
    /// </summary>
    public static Clock Recompute(Clock clock, WorkCalendar calendar) =>
        clock.IsEnded ? clock : Computed(clock, calendar);

    /// <summary>
    /// Business hours left until the target; negative once it has passed. A paused clock keeps what it had when it was paused.
    /// </summary>
    public static TimeSpan RemainingBusinessTime(Clock clock, DateTimeOffset now, WorkCalendar calendar) =>
        calendar.BusinessTimeBetween(clock.PausedAt ?? clock.StoppedAt ?? now, clock.TargetAt);

    private static Clock Computed(Clock clock, WorkCalendar calendar)
    {
        var due = DueDate.Of(clock, calendar);
        return clock with
        {
            DueAt = due.DueAt,
            InternalDueAt = due.InternalDueAt,
            IsProvisional = due.IsProvisional,
            Derivation = due.Derivation,
        };
    }

    private static Clock ClosePause(Clock clock, DateTimeOffset at) => clock.Status == ClockStatus.Paused
        ? clock with { Pauses = [.. clock.Pauses.SkipLast(1), clock.Pauses[^1] with { To = Normal(at, clock) }] }
        : clock;

    private static Refusal NotRunning(Clock clock) =>
        Refusal.Of("clock.not_running", ("clock", clock.Id), ("status", clock.Status.ToString()));

    /// <summary>What happens to a clock happens after all that happened to it before.</summary>
    private static Refusal? TimeGoesBack(Clock clock, DateTimeOffset at)
    {
        var last = clock.Pauses.Count == 0 ? clock.CountsFrom : clock.Pauses[^1].To ?? clock.Pauses[^1].From;
        last = last > clock.CountsFrom ? last : clock.CountsFrom;
        return at < last
            ? Refusal.Of("clock.time_goes_back", ("clock", clock.Id), ("at", Iso(at)), ("last", Iso(last)))
            : null;
    }

    private static DateTimeOffset Normal(DateTimeOffset at, Clock clock) => WholeSeconds(at.ToOffset(clock.CountsFrom.Offset));

    private static DateTimeOffset Normal(DateTimeOffset at, WorkCalendar calendar) => WholeSeconds(at.ToOffset(calendar.UtcOffset));

    private static DateTimeOffset WholeSeconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
