using System.Collections.Frozen;

namespace WorkflowHost.Sop.Calendars;

/// <summary>
/// Working days and business hours of one place. A year whose notice isn't loaded falls back to "Monday to Friday";
/// every date that leans on such a year is provisional and has to be computed again when the notice arrives.
/// Immutable, safe for concurrent use. Source: Civil Code art. 200-204; State Council yearly notices.
/// </summary>
public sealed class WorkCalendar
{
    private readonly FrozenSet<int> _years;
    private readonly FrozenSet<DateOnly> _off;
    private readonly FrozenSet<DateOnly> _makeUp;

    /// <param name="id">The id clocks refer to, such as <c>cn</c>.</param>
    /// <param name="timeZone">IANA name, for screens and schedules.</param>
    /// <param name="utcOffset">The zone's fixed offset; zones with daylight saving aren't served by this calendar.</param>
    /// <param name="hours">Opening and closing time of every working day.</param>
    /// <param name="years">The loaded years.</param>
    public WorkCalendar(string id, string timeZone, TimeSpan utcOffset, (TimeOnly OpensAt, TimeOnly ClosesAt) hours, IEnumerable<CalendarYear> years)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(hours.OpensAt, hours.ClosesAt);
        Id = id;
        TimeZone = timeZone;
        UtcOffset = utcOffset;
        OpensAt = hours.OpensAt;
        ClosesAt = hours.ClosesAt;
        Years = [.. years.OrderBy(year => year.Year)];
        _years = Years.Select(year => year.Year).ToFrozenSet();
        _off = Years.SelectMany(year => year.Off).SelectMany(Days).ToFrozenSet();
        _makeUp = Years.SelectMany(year => year.MakeUpDays).ToFrozenSet();
    }

    public string Id { get; }

    public string TimeZone { get; }

    public TimeSpan UtcOffset { get; }

    public TimeOnly OpensAt { get; }

    public TimeOnly ClosesAt { get; }

    public IReadOnlyList<CalendarYear> Years { get; }

    public bool IsLoaded(int year) => _years.Contains(year);

    /// <summary>Whether a result that leans on these dates (both included) may change when a notice is loaded.</summary>
    public bool IsProvisional(DateOnly from, DateOnly to)
    {
        for (var year = from.Year; year <= to.Year; year++)
        {
            if (!IsLoaded(year))
            {
                return true;
            }
        }
        return false;
    }

    public bool IsWorkingDay(DateOnly date) =>
        _makeUp.Contains(date) || (!IsWeekend(date) && !_off.Contains(date));

    /// <summary>A weekend day that is worked (调休上班日).</summary>
    public bool IsMakeUpDay(DateOnly date) => _makeUp.Contains(date);

    /// <summary>The first working day strictly after the date.</summary>
    public DateOnly NextWorkingDay(DateOnly date) => WorkingDayOnOrAfter(date.AddDays(1));

    /// <summary>The last working day strictly before the date.</summary>
    public DateOnly PreviousWorkingDay(DateOnly date) => WorkingDayOnOrBefore(date.AddDays(-1));

    public DateOnly WorkingDayOnOrAfter(DateOnly date)
    {
        while (!IsWorkingDay(date))
        {
            date = date.AddDays(1);
        }
        return date;
    }

    public DateOnly WorkingDayOnOrBefore(DateOnly date)
    {
        while (!IsWorkingDay(date))
        {
            date = date.AddDays(-1);
        }
        return date;
    }

    /// <summary>The n-th working day after the date; the date itself is never counted (Civil Code art. 201). Zero gives the date.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public DateOnly AddWorkingDays(DateOnly date, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (var left = count; left > 0; left--)
        {
            date = NextWorkingDay(date);
        }
        return date;
    }

    /// <summary>Working days after <paramref name="after"/> up to and including <paramref name="upTo"/>; zero when the range is empty.</summary>
    public int WorkingDaysBetween(DateOnly after, DateOnly upTo)
    {
        var count = 0;
        for (var date = after.AddDays(1); date <= upTo; date = date.AddDays(1))
        {
            count += IsWorkingDay(date) ? 1 : 0;
        }
        return count;
    }

    /// <summary>The same-numbered day so many months later, else that month's end (Civil Code art. 202), rolled to a working day (art. 203).</summary>
    /// <remarks>Always count from the first day of a series: counting from the previous result would let month ends drift.</remarks>
    public DateOnly AddMonths(DateOnly start, int months) => WorkingDayOnOrAfter(start.AddMonths(months));

    public DateOnly LocalDate(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(UtcOffset).DateTime);

    public TimeOnly LocalTime(DateTimeOffset instant) => TimeOnly.FromDateTime(instant.ToOffset(UtcOffset).DateTime);

    public DateTimeOffset At(DateOnly date, TimeOnly time) => new(date.ToDateTime(time), UtcOffset);

    /// <summary>The last second of the day: a period counted in days ends at 24:00 (Civil Code art. 203).</summary>
    public DateTimeOffset EndOf(DateOnly date) => At(date, new TimeOnly(23, 59, 59));

    public DateTimeOffset OpeningOf(DateOnly date) => At(date, OpensAt);

    public DateTimeOffset ClosingOf(DateOnly date) => At(date, ClosesAt);

    /// <summary>Whether people are at work; opening and closing instants included.</summary>
    public bool IsOpenAt(DateTimeOffset instant)
    {
        var time = LocalTime(instant);
        return time >= OpensAt && time <= ClosesAt && IsWorkingDay(LocalDate(instant));
    }

    /// <summary>The instant itself while open, else the next opening.</summary>
    public DateTimeOffset OpenAtOrAfter(DateTimeOffset instant)
    {
        if (IsOpenAt(instant))
        {
            return instant;
        }
        var date = LocalDate(instant);
        return IsWorkingDay(date) && LocalTime(instant) < OpensAt ? OpeningOf(date) : OpeningOf(NextWorkingDay(date));
    }

    /// <summary>The first opening instant strictly after the given one.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset instant)
    {
        var date = LocalDate(instant);
        return IsWorkingDay(date) && LocalTime(instant) < OpensAt ? OpeningOf(date) : OpeningOf(NextWorkingDay(date));
    }

    /// <summary>
    /// The instant at which so much business time has passed; the clock stands still outside business hours.
    /// A period that ends exactly at closing ends that day, not at the next opening.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public DateTimeOffset AddBusinessTime(DateTimeOffset start, TimeSpan amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, TimeSpan.Zero);
        var cursor = start.ToOffset(UtcOffset);
        while (amount > TimeSpan.Zero)
        {
            cursor = OpenAtOrAfter(cursor);
            var untilClosing = ClosingOf(LocalDate(cursor)) - cursor;
            if (amount <= untilClosing)
            {
                return cursor + amount;
            }
            amount -= untilClosing;
            cursor = NextOpening(cursor);
        }
        return cursor;
    }

    /// <summary>Business time between two instants; negative when <paramref name="to"/> is the earlier one.</summary>
    public TimeSpan BusinessTimeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from)
        {
            return -BusinessTimeBetween(to, from);
        }
        var total = TimeSpan.Zero;
        for (var date = LocalDate(from); date <= LocalDate(to); date = date.AddDays(1))
        {
            if (!IsWorkingDay(date))
            {
                continue;
            }
            var start = Later(OpeningOf(date), from);
            var end = Earlier(ClosingOf(date), to);
            total += end > start ? end - start : TimeSpan.Zero;
        }
        return total;
    }

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static IEnumerable<DateOnly> Days(DaysOff off)
    {
        for (var date = off.From; date <= off.To; date = date.AddDays(1))
        {
            yield return date;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
