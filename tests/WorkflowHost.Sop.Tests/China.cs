using System.Globalization;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests;

/// <summary>Instants and calendars of the scenarios; all of them are China's time.</summary>
internal static class China
{
    /// <summary>2025 and 2026, as shipped.</summary>
    public static WorkCalendar Calendar => RealPack.Pack.Calendars["cn"];

    /// <summary>The shipped calendar with an example notice for 2027: 1 to 3 January off, 4 January worked.</summary>
    public static WorkCalendar CalendarWith2027 { get; } = new(
        "cn", "Asia/Shanghai", TimeSpan.FromHours(8), (new TimeOnly(9, 0), new TimeOnly(18, 0)),
        [.. Calendar.Years, new CalendarYear
        {
            Year = 2027,
            Off = [new DaysOff(new LocalizedText("元旦", "New Year"), new DateOnly(2027, 1, 1), new DateOnly(2027, 1, 3))],
            MakeUpDays = [],
            Provenance = new Provenance("an example", Evidence.Memory),
        }]);

    public static DateTimeOffset At(string text) =>
        new(DateTime.Parse(text, CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
