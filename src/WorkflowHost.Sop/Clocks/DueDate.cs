using System.Globalization;
using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Clocks;

/// <summary>A computed deadline with the reasoning that led to it.</summary>
internal sealed record DueDate(
    DateTimeOffset DueAt,
    DateTimeOffset? InternalDueAt,
    bool IsProvisional,
    IReadOnlyList<DerivationStep> Derivation)
{
    /// <summary>The deadline, or <c>clock.out_of_range</c> when it or the count's begin lies outside the years that can be counted.</summary>
    public static Outcome<DueDate> Of(Clock clock, WorkCalendar calendar)
    {
        if (ClockRange.Leaves(clock.Id, clock.CountsFrom) is { } outside)
        {
            return outside;
        }
        var due = new DueDateCount(clock, calendar).Run();
        return ClockRange.Leaves(clock.Id, due.DueAt) is { } late ? late : due;
    }
}

/// <summary>One counting of a deadline; gathers the steps of its derivation on the way.</summary>
internal sealed class DueDateCount(Clock clock, WorkCalendar calendar)
{
    private readonly List<DerivationStep> _steps = [];
    private readonly IReadOnlyList<ClockPause> _pauses =
        [.. clock.Pauses.Where(pause => pause.To > clock.CountsFrom && pause.To > pause.From)];

    private DateOnly FirstDay => calendar.LocalDate(clock.CountsFrom);

    public DueDate Run()
    {
        if (clock.Restarts.Count == 0)
        {
            Step("clock.started", Text(clock.CountsFrom));
        }
        else
        {
            Step("clock.restarted", Text(clock.CountsFrom), clock.Restarts[^1].Reason);
        }
        if (clock.DueOn is { } given)
        {
            return Given(given);
        }
        if (clock.IsExpedited)
        {
            Step("clock.expedited", Text(clock.Amount));
        }
        var amount = AmountWithExtensions();
        return clock.Unit switch
        {
            ClockUnit.NaturalDays => NaturalDays(amount),
            ClockUnit.WorkingDays => WorkingDays(amount),
            ClockUnit.BusinessHours => BusinessHours(amount),
            ClockUnit.Hours => Elapsed(amount, TimeSpan.FromHours(amount), "hr.count"),
            ClockUnit.Minutes => Elapsed(amount, TimeSpan.FromMinutes(amount), "min.count"),
            ClockUnit.Months => Months(amount),
            _ => throw new InvalidOperationException($"Clock {clock.Id} has the unknown unit {clock.Unit}."),
        };
    }

    /// <summary>A day that somebody has set: the regulator's date, the date of a plan. Only what is granted or excluded later moves it.</summary>
    private DueDate Given(DateOnly last)
    {
        Step("date.given", Text(last));
        foreach (var extension in clock.Extensions)
        {
            var from = extension.Mode == ExtensionMode.Replace ? FirstDay : last;
            last = clock.Unit switch
            {
                ClockUnit.WorkingDays => calendar.AddWorkingDays(from, extension.Amount),
                ClockUnit.Months => from.AddMonths(extension.Amount),
                _ => from.AddDays(extension.Amount),
            };
            Step("date.extended", Text(extension.At), extension.ApprovedBy, Text(last));
        }
        return EndingOn(WithPauses(last));
    }

    private int AmountWithExtensions()
    {
        var amount = clock.Amount;
        foreach (var extension in clock.Extensions)
        {
            amount = extension.Mode == ExtensionMode.Replace ? extension.Amount : amount + extension.Amount;
            Step(extension.Mode == ExtensionMode.Replace ? "extension.replace" : "extension.add",
                Text(extension.At), Text(extension.Amount), extension.ApprovedBy, Text(amount), DerivationText.UnitCode(clock.Unit));
        }
        return amount;
    }

    private DueDate NaturalDays(int amount)
    {
        var last = FirstDay.AddDays(amount);
        Step("nat.count", Text(FirstDay), Text(amount), Text(last));
        return EndingOn(WithPauses(last));
    }

    private DueDate Months(int amount)
    {
        var last = FirstDay.AddMonths(amount);
        Step(last.Day == FirstDay.Day ? "mon.count" : "mon.month_end", Text(FirstDay), Text(amount), Text(last));
        return EndingOn(WithPauses(last));
    }

    /// <summary>
    /// The last day moves by the days of each pause. A pause that begins when the un-rolled last day is over, in the rest
    /// days off which the deadline rolls, finds no day of the period left: the last day is then the one on which it ended,
    /// or the clock would be overdue in the moment it goes on.
    /// </summary>
    private DateOnly WithPauses(DateOnly last)
    {
        foreach (var pause in _pauses)
        {
            var from = calendar.LocalDate(pause.From);
            var to = calendar.LocalDate(pause.To!.Value);
            var days = to.DayNumber - from.DayNumber;
            if (from > last && days > 0)
            {
                last = from;
                Step("nat.pause_after_last", Text(from));
            }
            last = last.AddDays(days);
            Step("nat.pause", Text(from), Text(to), Text(days), pause.Reason);
        }
        return last;
    }

    /// <summary>Civil Code art. 203: a last day that is a rest day moves to the first day after the rest; the un-rolled day keeps ruling internally.</summary>
    private DueDate EndingOn(DateOnly last)
    {
        if (clock.StaysOnRestDays)
        {
            var end = calendar.EndOf(last);
            Step("nat.fixed", Text(end));
            return new DueDate(end, null, false, _steps);
        }
        var rolled = calendar.WorkingDayOnOrAfter(last);
        var due = calendar.EndOf(rolled);
        if (clock.Kind == ClockKind.Window)
        {
            // The customer's time to act: it lasts to the end of its last day (art. 203), and no prudence of ours shortens it.
            Step(rolled == last ? "window.due" : "nat.rolled", Text(last), Text(due));
            return Finish(due, null, rolled);
        }
        Step(rolled == last ? "nat.due" : "nat.rolled", Text(last), Text(due));
        var prudent = calendar.ClosingOf(calendar.WorkingDayOnOrBefore(last));
        // A very short period inside a long holiday has no working day before its end: then only the rolled day is left.
        var internalDue = prudent > clock.CountsFrom ? prudent : calendar.ClosingOf(rolled);
        Step("nat.internal", Text(internalDue));
        return Finish(due, internalDue, rolled);
    }

    /// <summary>Days up to and including the one on which a pause began stay used; the rest counts from the day after it ended.</summary>
    private DueDate WorkingDays(int amount)
    {
        var cursor = FirstDay;
        var left = amount;
        foreach (var pause in ClockPause.Joined(_pauses))
        {
            var from = calendar.LocalDate(pause.From);
            var to = calendar.LocalDate(pause.To!.Value);
            var used = Math.Min(left, calendar.WorkingDaysBetween(cursor, from));
            left -= used;
            cursor = to;
            Step("wd.pause", Text(from), Text(to), Text(used), Text(left));
        }
        // Paused on the very last day: its remaining hours are given back at the next time people are at work.
        var last = left > 0
            ? calendar.AddWorkingDays(cursor, left)
            : calendar.LocalDate(calendar.AddBusinessTime(_pauses[^1].To!.Value, TimeSpan.FromTicks(1)));
        var due = calendar.ClosingOf(last);
        Step("wd.count", Text(FirstDay), Text(amount), Text(due));
        TellMakeUpDays(last);
        return Finish(due, null, last);
    }

    private void TellMakeUpDays(DateOnly last)
    {
        var days = new List<string>();
        for (var date = FirstDay.AddDays(1); date <= last; date = date.AddDays(1))
        {
            if (calendar.IsMakeUpDay(date))
            {
                days.Add(Text(date));
            }
        }
        if (days.Count > 0)
        {
            Step("wd.make_up", string.Join(", ", days));
        }
    }

    private DueDate BusinessHours(int amount)
    {
        var cursor = clock.CountsFrom;
        var left = TimeSpan.FromHours(amount);
        foreach (var pause in ClockPause.Joined(_pauses))
        {
            var used = calendar.BusinessTimeBetween(cursor, pause.From);
            left -= used < left ? used : left;
            cursor = pause.To!.Value;
            Step("bh.pause", Text(pause.From), Text(cursor), Text(left));
        }
        var due = calendar.AddBusinessTime(cursor, left);
        Step("bh.count", Text(amount), Text(calendar.OpensAt), Text(calendar.ClosesAt), Text(due));
        return Finish(due, null, calendar.LocalDate(due));
    }

    private DueDate Elapsed(int amount, TimeSpan time, string step)
    {
        var due = clock.CountsFrom.ToOffset(calendar.UtcOffset) + time;
        foreach (var pause in ClockPause.Joined(_pauses))
        {
            due += pause.To!.Value - pause.From;
            Step("hr.pause", Text(pause.From), Text(pause.To.Value));
        }
        Step(step, Text(amount), Text(due));
        return new DueDate(due, null, false, _steps);
    }

    private DueDate Finish(DateTimeOffset due, DateTimeOffset? internalDue, DateOnly last)
    {
        var provisional = calendar.IsProvisional(FirstDay, last);
        if (provisional)
        {
            Step("calendar.provisional", string.Join(", ", Enumerable.Range(FirstDay.Year, last.Year - FirstDay.Year + 1)
                .Where(year => !calendar.IsLoaded(year)).Select(Text)));
        }
        return new DueDate(due, internalDue, provisional, _steps);
    }

    private void Step(string code, params string[] args) => _steps.Add(new DerivationStep(code, args));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);

    private string Text(DateTimeOffset instant) =>
        instant.ToOffset(calendar.UtcOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
