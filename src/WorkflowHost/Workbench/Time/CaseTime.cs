using System.Globalization;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Time;

/// <summary>
/// Instants and distances as people at the desk read them: wall time of the case's zone (Asia/Shanghai,
/// +08:00 without daylight saving) and the distance to a deadline in the two largest units. Thread safe.
/// </summary>
public sealed class CaseTime(TimeProvider clock, Texts texts)
{
    /// <summary>The zone every case of this product is worked in (domain 4.0).</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public DateTimeOffset Now => clock.GetUtcNow().ToOffset(Offset);

    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <summary>Day and minute; the year only when it is not the current one.</summary>
    public string Short(DateTimeOffset at)
    {
        var local = at.ToOffset(Offset);
        return local.ToString(local.Year == Now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    public string Full(DateTimeOffset at) => at.ToOffset(Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public string Day(DateTimeOffset at) => at.ToOffset(Offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Clock(DateTimeOffset at) => at.ToOffset(Offset).ToString("HH:mm", CultureInfo.InvariantCulture);

    public string Weekday(DateTimeOffset at) => texts[$"time.weekday.{(int)at.ToOffset(Offset).DayOfWeek}"];

    /// <summary>"还有 2 天 3 小时" before the instant, "已超 5 小时" after it.</summary>
    public string Distance(DateTimeOffset due)
    {
        var left = due - clock.GetUtcNow();
        return left >= TimeSpan.Zero
            ? texts["time.left", ("span", Span(left))]
            : texts["time.over", ("span", Span(-left))];
    }

    /// <summary>"5 分钟前" for something that happened; the short date when it is more than a week old.</summary>
    public string Ago(DateTimeOffset at)
    {
        var since = clock.GetUtcNow() - at;
        if (since < TimeSpan.FromMinutes(1))
        {
            return texts["time.just_now"];
        }

        return since > TimeSpan.FromDays(7) ? Short(at) : texts["time.ago", ("span", Span(since))];
    }

    /// <summary>A length of time in its two largest units, minutes being the smallest.</summary>
    public string Span(TimeSpan span)
    {
        var days = (int)span.TotalDays;
        return (days, span.Hours, span.Minutes) switch
        {
            ( >= 10, _, _) => Days(days),
            ( > 0, > 0, _) => $"{Days(days)} {Hours(span.Hours)}",
            ( > 0, _, _) => Days(days),
            (_, >= 6, _) => Hours(span.Hours),
            (_, > 0, > 0) => $"{Hours(span.Hours)} {Minutes(span.Minutes)}",
            (_, > 0, _) => Hours(span.Hours),
            (_, _, > 0) => Minutes(span.Minutes),
            _ => texts["time.under_a_minute"],
        };
    }

    /// <summary>Business time in hours and minutes: a working day is nine hours, so days would mislead.</summary>
    public string WorkingSpan(TimeSpan span)
    {
        var hours = (int)span.TotalHours;
        return hours == 0 ? Minutes(span.Minutes) : span.Minutes == 0 || hours >= 10 ? Hours(hours) : $"{Hours(hours)} {Minutes(span.Minutes)}";
    }

    private string Days(int n) => texts["time.days", ("n", n)];

    private string Hours(int n) => texts["time.hours", ("n", n)];

    private string Minutes(int n) => texts["time.minutes", ("n", n)];
}
