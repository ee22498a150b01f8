using System.Globalization;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Revisits;

/// <summary>
/// Planning follow-up calls and recording what came of them. Pure. Quiet hours 21:00-09:00 and the six months of the
/// no-call list come from the rules on telephone marketing of life insurance (2013), applied to all revisits by default.
/// </summary>
public static class RevisitRules
{
    /// <summary>How long a refusal of sales and survey calls holds at least.</summary>
    private const int DoNotCallMonths = 6;

    /// <summary>Plans the first attempt after an event such as "the customer was told".</summary>
    public static Outcome<Revisit> Plan(RevisitPolicy policy, string id, DateTimeOffset triggeredAt, WorkCalendar calendar, CallWishes? wishes = null)
    {
        var counted = Due(policy, triggeredAt, calendar);
        return counted.IsRefused
            ? counted.Refusal
            : Planned(policy, id, new Event(triggeredAt, triggeredAt, null), new When(counted.Value.DueAt, counted.Value.IsProvisional), calendar, wishes);
    }

    /// <summary>Plans the first attempt of one call of a recurring plan, some working days before it is due but never before now.</summary>
    public static Outcome<Revisit> Plan(RevisitPolicy policy, string id, PlannedCall call, DateTimeOffset begunAt, DateTimeOffset now, WorkCalendar calendar, CallWishes? wishes = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return ClockRange.Leaves(policy.Id, call.DueAt) is { } outside
            ? outside
            : Planned(policy, id, new Event(begunAt, LeadOf(call, now, calendar), call.Occurrence), new When(call.DueAt, call.IsProvisional), calendar, wishes);
    }

    private static Outcome<Revisit> Planned(RevisitPolicy policy, string id, Event origin, When due, WorkCalendar calendar, CallWishes? wishes)
    {
        wishes ??= new CallWishes();
        if (wishes.AskedForAt <= origin.CallsFrom)
        {
            // A time that has passed can't be kept any more; the windows decide.
            wishes = wishes with { AskedForAt = null };
        }
        if (wishes.PreferredWindow is { } window && window.From >= window.To)
        {
            return Refusal.Of("revisit.preferred_window_empty", ("from", Clock(window.From)), ("to", Clock(window.To)));
        }
        var slots = new CallSlots(policy, calendar, wishes.PreferredWindow);
        var dialBy = slots.LastBefore(due.DueAt);
        var dueFrom = EarliestOf(origin, slots);
        if (policy.IsBlockedByDoNotCall && wishes.DoNotCallUntil > dueFrom)
        {
            return Refusal.Of("revisit.do_not_call", ("policy", policy.Id), ("until", Iso(wishes.DoNotCallUntil.Value)));
        }
        var first = wishes.AskedForAt ?? slots.First(dueFrom);
        return new Revisit
        {
            Id = id,
            PolicyId = policy.Id,
            Type = policy.Type,
            Status = RevisitStatus.Planned,
            Occurrence = origin.Occurrence,
            TriggeredAt = origin.At,
            DueFrom = dueFrom,
            DueAt = due.DueAt,
            DialBy = dialBy,
            IsProvisional = due.IsProvisional,
            // A deadline too near for the next window still gets its call, outside the windows but in permitted hours.
            NextAttemptAt = wishes.AskedForAt is null && first > dialBy ? dueFrom : first,
            NextChannel = ContactChannel.Phone,
            PreferredWindow = wishes.PreferredWindow,
            AskedForAt = wishes.AskedForAt,
            DoNotCallUntil = wishes.DoNotCallUntil,
        };
    }

    /// <summary>
    /// Counts the due window again after a calendar was loaded; attempts and the customer's wishes stay. Where the due day
    /// moved and nobody has called yet, the first call is planned anew, from now on at the earliest.
    /// </summary>
    public static Revisit Recompute(Revisit revisit, RevisitPolicy policy, WorkCalendar calendar, DateTimeOffset now)
    {
        if (revisit.IsEnded)
        {
            return revisit;
        }
        var call = revisit.Occurrence is { } occurrence ? RevisitPlanRules.Call(occurrence, revisit.TriggeredAt, calendar) : null;
        var due = call is null ? WhenOf(Due(policy, revisit.TriggeredAt, calendar).Value) : WhenOf(call);
        var slots = new CallSlots(policy, calendar, revisit.PreferredWindow);
        var dueFrom = call is null ? slots.Earliest(revisit.TriggeredAt)
            : due.DueAt == revisit.DueAt ? revisit.DueFrom
            : slots.Permitted(LeadOf(call, now, calendar));
        var counted = revisit with { DueFrom = dueFrom, DueAt = due.DueAt, DialBy = slots.LastBefore(due.DueAt), IsProvisional = due.IsProvisional };
        return counted with { NextAttemptAt = NextOf(counted, hasMoved: due.DueAt != revisit.DueAt, slots, now) };
    }

    private static DateTimeOffset? NextOf(Revisit revisit, bool hasMoved, CallSlots slots, DateTimeOffset now)
    {
        if (revisit is not { NextChannel: ContactChannel.Phone, AskedForAt: null, NextAttemptAt: { } planned })
        {
            return revisit.NextAttemptAt;
        }
        if (hasMoved && revisit.Attempts.Count == 0)
        {
            var from = slots.Permitted(revisit.DueFrom > now ? revisit.DueFrom : now);
            var first = slots.First(from);
            return first > revisit.DialBy ? from : first;
        }
        return slots.IsPermitted(planned) ? planned : slots.First(planned);
    }

    /// <summary>Why a call may not be made at this instant, or null. Asked before dialling, and again when the attempt is recorded.</summary>
    public static Refusal? CannotDial(Revisit revisit, RevisitPolicy policy, WorkCalendar calendar, DateTimeOffset at, string number)
    {
        if (revisit.IsEnded)
        {
            return Refusal.Of("revisit.not_open", ("revisit", revisit.Id), ("status", revisit.Status.ToString()));
        }
        if (policy.IsBlockedByDoNotCall && revisit.DoNotCallUntil > at)
        {
            return Refusal.Of("revisit.do_not_call", ("revisit", revisit.Id), ("until", Iso(revisit.DoNotCallUntil.Value)));
        }
        if (revisit.Attempts.Any(attempt => attempt.Result == AttemptResult.WrongNumber && attempt.Number == number))
        {
            return Refusal.Of("revisit.wrong_number", ("revisit", revisit.Id));
        }
        return IsAskedFor(revisit, at) ? null : OutsideHours(revisit, policy, calendar, at) ?? TooOften(revisit, policy, calendar, at);
    }

    /// <summary>
    /// Records an attempt. The new revisit says what comes next in <see cref="Revisit.NextStep"/> and
    /// <see cref="Revisit.NextAttemptAt"/>.
    /// </summary>
    public static Outcome<Revisit> LogAttempt(Revisit revisit, RevisitAttempt attempt, RevisitPolicy policy, WorkCalendar calendar)
    {
        if (CannotLog(revisit, attempt, policy, calendar) is { } refusal)
        {
            return refusal;
        }
        var next = revisit with { Attempts = [.. revisit.Attempts, attempt] };
        var slots = new CallSlots(policy, calendar, revisit.PreferredWindow);
        return attempt.Result switch
        {
            AttemptResult.Connected when !IsSomebodyElse(attempt, policy) => Reached(next, attempt, policy),
            AttemptResult.Rescheduled => next with
            {
                NextAttemptAt = attempt.RescheduleTo,
                NextChannel = ContactChannel.Phone,
                AskedForAt = attempt.RescheduleTo,
            },
            AttemptResult.Refused when policy.IsBlockedByDoNotCall => End(next, RevisitStatus.Cancelled) with
            {
                DoNotCallUntil = attempt.At.AddMonths(DoNotCallMonths),
                EndReason = "refused",
            },
            // Who doesn't want to talk may still want to write.
            AttemptResult.Refused => InWriting(next, attempt.At, slots),
            _ when attempt.Channel == ContactChannel.Letter => End(next, RevisitStatus.Unreachable),
            // Nobody at home: a visit comes on top of the calls and doesn't stand for one.
            _ when attempt.Channel == ContactChannel.Visit => next,
            _ when attempt.Channel != ContactChannel.Phone => ByLetter(next, attempt.At, policy, calendar),
            // Somebody else called us back: our own calls go on as planned.
            _ when attempt.IsInbound => next,
            _ => CallAgain(next, attempt, policy, slots),
        };
    }

    public static Outcome<Revisit> Cancel(Revisit revisit, string reason) => revisit.IsEnded
        ? Refusal.Of("revisit.not_open", ("revisit", revisit.Id), ("status", revisit.Status.ToString()))
        : End(revisit, RevisitStatus.Cancelled) with { EndReason = reason };

    private static Refusal? CannotLog(Revisit revisit, RevisitAttempt attempt, RevisitPolicy policy, WorkCalendar calendar)
    {
        if (revisit.IsEnded)
        {
            return Refusal.Of("revisit.not_open", ("revisit", revisit.Id), ("status", revisit.Status.ToString()));
        }
        var last = revisit.Attempts.Count == 0 ? revisit.TriggeredAt : revisit.Attempts[^1].At;
        if (attempt.At < last)
        {
            return Refusal.Of("revisit.time_goes_back", ("revisit", revisit.Id), ("at", Iso(attempt.At)), ("last", Iso(last)));
        }
        if (attempt.Rating is < 1 or > 5)
        {
            return Refusal.Of("revisit.rating_out_of_range", ("revisit", revisit.Id), ("rating", attempt.Rating.Value.ToString(CultureInfo.InvariantCulture)));
        }
        if (attempt.Result == AttemptResult.Rescheduled && (attempt.RescheduleTo is null || attempt.RescheduleTo <= attempt.At))
        {
            return Refusal.Of("revisit.reschedule_missing", ("revisit", revisit.Id));
        }
        if (ClockRange.Leaves(revisit.Id, attempt.RescheduleTo ?? attempt.At) is { } outside)
        {
            return outside;
        }
        if (!IsPossible(attempt))
        {
            return Refusal.Of("revisit.result_not_allowed", ("revisit", revisit.Id), ("channel", attempt.Channel.ToString()), ("result", attempt.Result.ToString()));
        }
        if (attempt.IsInbound || attempt.Channel == ContactChannel.Visit)
        {
            return null;
        }
        return attempt.Channel == ContactChannel.Phone
            ? CannotDial(revisit, policy, calendar, attempt.At, attempt.Number)
            : ComesTooEarly(revisit, attempt, policy);
    }

    /// <summary>
    /// Writing that reached nobody yet brings the revisit nearer to "unreachable", and is in place only when the calls are
    /// exhausted; the letter only after the message. An answer in writing is one whenever it comes.
    /// </summary>
    private static Refusal? ComesTooEarly(Revisit revisit, RevisitAttempt attempt, RevisitPolicy policy)
    {
        if (attempt.Result is not (AttemptResult.Sent or AttemptResult.WrongNumber) || revisit.NextChannel == attempt.Channel)
        {
            return null;
        }
        return revisit.NextChannel == ContactChannel.Phone
            ? Refusal.Of("revisit.calls_first",
                ("revisit", revisit.Id), ("calls", policy.MaxAttempts.ToString(CultureInfo.InvariantCulture)), ("days", policy.MinDistinctDays.ToString(CultureInfo.InvariantCulture)))
            : attempt.Channel == ContactChannel.Letter
                ? Refusal.Of("revisit.message_first", ("revisit", revisit.Id))
                : null;
    }

    /// <summary>Nothing can be sent by voice, nobody is out or engaged in writing, and who calls us was neither.</summary>
    private static bool IsPossible(RevisitAttempt attempt) => attempt.Result switch
    {
        AttemptResult.Connected or AttemptResult.Rescheduled or AttemptResult.Refused => true,
        _ when attempt.IsInbound => false,
        AttemptResult.NoAnswer => attempt.Channel is ContactChannel.Phone or ContactChannel.Visit,
        AttemptResult.Busy => attempt.Channel == ContactChannel.Phone,
        AttemptResult.WrongNumber => attempt.Channel != ContactChannel.Visit,
        _ => attempt.Channel is not (ContactChannel.Phone or ContactChannel.Visit),
    };

    private static Refusal? OutsideHours(Revisit revisit, RevisitPolicy policy, WorkCalendar calendar, DateTimeOffset at)
    {
        // Who names a time of day asks to be called then.
        if (policy.IsQuiet(calendar.LocalTime(at)) && revisit.PreferredWindow?.Contains(calendar.LocalTime(at)) != true)
        {
            return Refusal.Of("revisit.quiet_hours",
                ("revisit", revisit.Id), ("at", Iso(at)), ("from", Clock(policy.QuietFrom)), ("to", Clock(policy.QuietTo)));
        }
        return policy.AllowsOffDays || calendar.IsWorkingDay(calendar.LocalDate(at))
            ? null
            : Refusal.Of("revisit.off_day", ("revisit", revisit.Id), ("at", Iso(at)));
    }

    private static Refusal? TooOften(Revisit revisit, RevisitPolicy policy, WorkCalendar calendar, DateTimeOffset at)
    {
        var calls = revisit.Attempts.Where(attempt => attempt is { Channel: ContactChannel.Phone, IsInbound: false }).ToList();
        if (calls.Count > 0 && at < calls[^1].At + policy.MinGap)
        {
            return Refusal.Of("revisit.too_soon", ("revisit", revisit.Id), ("at", Iso(at)), ("notBefore", Iso(calls[^1].At + policy.MinGap)));
        }
        var today = calendar.LocalDate(at);
        return calls.Count(call => calendar.LocalDate(call.At) == today) >= policy.MaxAttemptsPerDay
            ? Refusal.Of("revisit.too_many_today", ("revisit", revisit.Id), ("max", policy.MaxAttemptsPerDay.ToString(CultureInfo.InvariantCulture)))
            : null;
    }

    /// <summary>A call the customer asked for counts as asked for within the hour, the time a person can keep.</summary>
    private static bool IsAskedFor(Revisit revisit, DateTimeOffset at) =>
        revisit.AskedForAt is { } asked && at >= asked.AddMinutes(-15) && at <= asked.AddHours(1);

    private static Revisit Reached(Revisit revisit, RevisitAttempt attempt, RevisitPolicy policy) =>
        End(revisit, RevisitStatus.Successful) with
        {
            HasProblem = attempt.HasProblem
                || attempt.Rating <= policy.ProblemRatingAtMost
                || (attempt.Answers is { } answers && policy.ProblemWhen?.Holds(answers) == true),
        };

    private static bool IsSomebodyElse(RevisitAttempt attempt, RevisitPolicy policy) =>
        attempt.Answers is { } answers && policy.NotReachedWhen?.Holds(answers) == true;

    private static Revisit CallAgain(Revisit revisit, RevisitAttempt attempt, RevisitPolicy policy, CallSlots slots)
    {
        var failed = revisit.Attempts.Where(tried => tried is { Channel: ContactChannel.Phone, IsInbound: false }
            && tried.Result != AttemptResult.Rescheduled).ToList();
        var days = failed.Select(tried => slots.DayOf(tried.At)).Distinct().Count();
        if (failed.Count >= policy.MaxAttempts && days >= policy.MinDistinctDays)
        {
            return InWriting(revisit, attempt.At, slots);
        }
        return revisit with
        {
            NextAttemptAt = slots.Next(failed),
            NextChannel = ContactChannel.Phone,
            AskedForAt = null,
        };
    }

    /// <summary>The instant itself, or the end of the policy's quiet hours: no message rings at night either.</summary>
    internal static DateTimeOffset NotQuiet(DateTimeOffset at, RevisitPolicy policy, WorkCalendar calendar) => new CallSlots(policy, calendar, preferred: null).NotQuiet(at);

    private static Revisit InWriting(Revisit revisit, DateTimeOffset at, CallSlots slots)
    {
        // A message to a number that doesn't exist reaches nobody.
        var numbers = revisit.Attempts.Where(attempt => attempt.Channel == ContactChannel.Phone).ToList();
        var channel = numbers.Count > 0 && numbers.All(attempt => attempt.Result == AttemptResult.WrongNumber)
            ? ContactChannel.Letter
            : ContactChannel.SmsLink;
        return revisit with { NextAttemptAt = slots.NotQuiet(at), NextChannel = channel, AskedForAt = null };
    }

    private static Revisit ByLetter(Revisit revisit, DateTimeOffset at, RevisitPolicy policy, WorkCalendar calendar) => revisit with
    {
        NextAttemptAt = calendar.OpeningOf(calendar.AddWorkingDays(calendar.LocalDate(at), policy.LetterAfterWorkingDays)),
        NextChannel = ContactChannel.Letter,
        AskedForAt = null,
    };

    private static Revisit End(Revisit revisit, RevisitStatus status) =>
        revisit with { Status = status, NextAttemptAt = null, NextChannel = null };

    /// <summary>What a revisit follows.</summary>
    /// <param name="At">The event.</param>
    /// <param name="CallsFrom">The instant from which calls may be made; for a single revisit the event itself, and the policy leaves the customer in peace after it.</param>
    private sealed record Event(DateTimeOffset At, DateTimeOffset CallsFrom, RevisitOccurrence? Occurrence);

    private sealed record When(DateTimeOffset DueAt, bool IsProvisional);

    private static When WhenOf(DueDate due) => new(due.DueAt, due.IsProvisional);

    private static When WhenOf(PlannedCall call) => new(call.DueAt, call.IsProvisional);

    private static DateTimeOffset EarliestOf(Event origin, CallSlots slots) =>
        origin.Occurrence is null ? slots.Earliest(origin.CallsFrom) : slots.Permitted(origin.CallsFrom);

    private static DateTimeOffset LeadOf(PlannedCall call, DateTimeOffset now, WorkCalendar calendar)
    {
        var day = call.Day;
        for (var left = call.Occurrence.LeadWorkingDays; left > 0; left--)
        {
            day = calendar.PreviousWorkingDay(day);
        }
        var opening = calendar.OpeningOf(day);
        return opening > now ? opening : now;
    }

    private static Outcome<DueDate> Due(RevisitPolicy policy, DateTimeOffset triggeredAt, WorkCalendar calendar) => DueDate.Of(
        new Clock
        {
            Id = policy.Id,
            PolicyId = policy.Id,
            CalendarId = calendar.Id,
            Kind = ClockKind.Internal,
            Unit = policy.DueUnit,
            Amount = policy.DueAmount,
            Status = ClockStatus.Running,
            StartedAt = triggeredAt,
            CountsFrom = triggeredAt,
        },
        calendar);

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
