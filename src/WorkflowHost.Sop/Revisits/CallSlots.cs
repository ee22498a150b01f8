using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Revisits;

/// <summary>The instants at which calls of one policy are planned. A customer's preferred window takes the place of the policy's.</summary>
internal sealed class CallSlots(RevisitPolicy policy, WorkCalendar calendar, CallWindow? preferred)
{
    private readonly IReadOnlyList<CallWindow> _windows = preferred is null ? policy.Windows : [preferred];

    public DateOnly DayOf(DateTimeOffset at) => calendar.LocalDate(at);

    public bool IsPermitted(DateTimeOffset at) => IsCallDay(DayOf(at)) && !policy.IsQuiet(calendar.LocalTime(at));

    /// <summary>The first instant at which a call after the event is permitted.</summary>
    public DateTimeOffset Earliest(DateTimeOffset triggeredAt) => policy.FirstAttemptAfterWorkingDays == 0
        ? Permitted(triggeredAt)
        : calendar.At(calendar.AddWorkingDays(DayOf(triggeredAt), policy.FirstAttemptAfterWorkingDays), policy.QuietTo);

    /// <summary>The earliest instant inside a window from the given one on.</summary>
    public DateTimeOffset First(DateTimeOffset from) => Search(from, (_, _) => true);

    /// <summary>
    /// The next planned call after failed ones: after the minimum gap, in a window not tried before, and on another day
    /// where the policy's number of days could not be reached otherwise.
    /// </summary>
    public DateTimeOffset Next(IReadOnlyList<RevisitAttempt> failed)
    {
        var last = failed[^1].At;
        var tried = _windows.Where(window => failed.Any(call => window.Contains(calendar.LocalTime(call.At)))).ToList();
        var fresh = tried.Count < _windows.Count ? _windows.Except(tried).ToHashSet() : [.. _windows];
        var days = failed.Select(call => DayOf(call.At)).ToHashSet();
        var callsLeft = Math.Max(1, policy.MaxAttempts - failed.Count);
        var needsNewDay = policy.MinDistinctDays - days.Count >= callsLeft;
        return Search(last + policy.MinGap, (day, window) =>
            fresh.Contains(window)
            && !(needsNewDay && days.Contains(day))
            && failed.Count(call => DayOf(call.At) == day) < policy.MaxAttemptsPerDay);
    }

    /// <summary>The last permitted instant not after the given one.</summary>
    public DateTimeOffset LastBefore(DateTimeOffset due)
    {
        if (IsPermitted(due))
        {
            return due.ToOffset(calendar.UtcOffset);
        }
        // The quiet hours run over midnight: early in the morning the last call was the evening before.
        var day = DayOf(due);
        day = IsCallDay(day) && calendar.LocalTime(due) >= policy.QuietFrom ? day : PreviousCallDay(day);
        return calendar.At(day, policy.QuietFrom);
    }

    /// <summary>The instant itself, or the end of the quiet hours.</summary>
    public DateTimeOffset NotQuiet(DateTimeOffset at)
    {
        var time = calendar.LocalTime(at);
        var day = DayOf(at);
        return !policy.IsQuiet(time) ? at.ToOffset(calendar.UtcOffset)
            : calendar.At(time < policy.QuietTo ? day : day.AddDays(1), policy.QuietTo);
    }

    /// <summary>The first instant from the given one on at which a call is permitted.</summary>
    public DateTimeOffset Permitted(DateTimeOffset from)
    {
        var at = NotQuiet(from);
        while (!IsCallDay(DayOf(at)))
        {
            at = calendar.At(DayOf(at).AddDays(1), policy.QuietTo);
        }
        return at;
    }

    private DateTimeOffset Search(DateTimeOffset from, Func<DateOnly, CallWindow, bool> fits)
    {
        for (var day = DayOf(from); ; day = day.AddDays(1))
        {
            if (!IsCallDay(day))
            {
                continue;
            }
            foreach (var window in _windows.Where(window => fits(day, window)))
            {
                var start = calendar.At(day, window.From);
                var at = start > from ? start : from.ToOffset(calendar.UtcOffset);
                if (at < calendar.At(day, window.To))
                {
                    return at;
                }
            }
        }
    }

    private bool IsCallDay(DateOnly day) => policy.AllowsOffDays || calendar.IsWorkingDay(day);

    private DateOnly PreviousCallDay(DateOnly day)
    {
        do
        {
            day = day.AddDays(-1);
        }
        while (!IsCallDay(day));
        return day;
    }
}
