using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Revisits;

/// <summary>When a call of a plan is due.</summary>
/// <param name="DueAt">Closing time of the day.</param>
/// <param name="IsProvisional">Leans on a year whose calendar isn't loaded.</param>
public sealed record PlannedCall(RevisitOccurrence Occurrence, DateOnly Day, DateTimeOffset DueAt, bool IsProvisional);

/// <summary>
/// Counting the calls of a plan. A call after days is due on the last of them, before a rest and not after it, since the
/// customer was promised a call within so many days; a call after months is due on the same-numbered day or the month's
/// end (Civil Code art. 202), rolled to the next working day.
/// </summary>
public static class RevisitPlanRules
{
    /// <summary>The call of that number, or null when the plan is over before.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="begunAt">The event the plan counts from, such as the start of care.</param>
    /// <param name="index">From 0.</param>
    /// <param name="calendar">The calendar of the plan's revisit policy.</param>
    public static PlannedCall? Call(RevisitPlan plan, DateTimeOffset begunAt, int index, WorkCalendar calendar) =>
        plan.Occurrence(index) is { } occurrence ? Call(occurrence, begunAt, calendar) : null;

    /// <summary>The first call from that number on that isn't over yet: what was missed in a pause isn't made up for in a row.</summary>
    public static PlannedCall? Next(RevisitPlan plan, DateTimeOffset begunAt, int fromIndex, DateTimeOffset now, WorkCalendar calendar)
    {
        for (var index = fromIndex; ; index++)
        {
            if (Call(plan, begunAt, index, calendar) is not { } call)
            {
                return null;
            }
            if (call.DueAt >= now || call.DueAt.Year > ClockRange.LastYear)
            {
                return call;
            }
        }
    }

    internal static PlannedCall Call(RevisitOccurrence occurrence, DateTimeOffset begunAt, WorkCalendar calendar)
    {
        var first = calendar.LocalDate(begunAt);
        var day = occurrence.Unit == ClockUnit.Months
            ? calendar.AddMonths(first, occurrence.Amount)
            : WithinDays(first, occurrence.Amount, calendar);
        return new PlannedCall(occurrence, day, calendar.ClosingOf(day), calendar.IsProvisional(first, day));
    }

    private static DateOnly WithinDays(DateOnly first, int days, WorkCalendar calendar)
    {
        var last = first.AddDays(days);
        var day = calendar.WorkingDayOnOrBefore(last);
        // A few days inside a long holiday leave no working day: then the call waits for the first one after it.
        return day > first ? day : calendar.WorkingDayOnOrAfter(last);
    }
}
