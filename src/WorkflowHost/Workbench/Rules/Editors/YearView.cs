using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop;

namespace WorkflowHost.Workbench.Rules.Editors;

/// <summary>What a day of a calendar that is being edited is.</summary>
internal enum DayLook
{
    Working,
    Weekend,
    Off,
    MakeUp,
}

/// <param name="Name">The holiday it belongs to.</param>
internal sealed record CalendarDay(DateOnly Date, DayLook Look, LocalizedText? Name)
{
    public string Css => Look switch
    {
        DayLook.Working => "work",
        DayLook.Weekend => "rest",
        DayLook.Off => "off",
        _ => "make",
    };

    public bool IsWorked => Look is DayLook.Working or DayLook.MakeUp;
}

/// <param name="FirstWeekday">Of its first day: 1 Monday to 7 Sunday.</param>
internal sealed record CalendarMonth(int Number, int FirstWeekday, IReadOnlyList<CalendarDay> Days)
{
    public int WorkingDays => Days.Count(day => day.IsWorked);
}

/// <summary>A year of a calendar as a person reads one, also while its JSON isn't good yet: what can't be read is left out.</summary>
internal sealed record YearView(int Year, IReadOnlyList<CalendarMonth> Months)
{
    public int WorkingDays => Months.Sum(month => month.WorkingDays);

    public static YearView Of(JsonObject root)
    {
        var year = int.TryParse(RuleSheet.TextOf(root, "year"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 1999 and < 2200 ? number : 2000;
        var off = new Dictionary<DateOnly, LocalizedText>();
        foreach (var stretch in RuleSheet.ObjectsOf(root, "off"))
        {
            if (DateOf(RuleSheet.TextOf(stretch, "from")) is { } from && DateOf(RuleSheet.TextOf(stretch, "to")) is { } to && to.DayNumber - from.DayNumber < 366)
            {
                var name = stretch["name"] as JsonObject ?? [];
                for (var day = from; day <= to; day = day.AddDays(1))
                {
                    off[day] = new(RuleSheet.TextOf(name, "zh"), RuleSheet.TextOf(name, "en"));
                }
            }
        }

        var made = RuleSheet.TextsOf(root, "makeUpDays").Select(DateOf).OfType<DateOnly>().ToHashSet();
        return new(year, [.. Enumerable.Range(1, 12).Select(month => MonthOf(year, month, off, made))]);
    }

    /// <summary>
    /// What a click on a day means: a weekend day is worked or not; a weekday that was a day off in a stretch of its own is worked again, and
    /// any other becomes a day off. Days within a longer holiday are changed there, by its begin and end.
    /// </summary>
    public static void Toggle(JsonObject root, CalendarDay day)
    {
        var text = day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            var made = RuleSheet.TextsOf(root, "makeUpDays");
            var now = made.Contains(text) ? made.Where(each => each != text) : made.Append(text).Order(StringComparer.Ordinal);
            root["makeUpDays"] = new JsonArray([.. now.Select(each => JsonValue.Create(each))]);
            return;
        }

        if (root["off"] is not JsonArray off)
        {
            root["off"] = off = [];
        }

        var alone = off.OfType<JsonObject>().FirstOrDefault(each => RuleSheet.TextOf(each, "from") == text && RuleSheet.TextOf(each, "to") == text);
        if (alone is not null)
        {
            off.Remove(alone);
        }
        else if (day.Look == DayLook.Working)
        {
            off.Add(new JsonObject { ["name"] = new JsonObject { ["zh"] = "休息日", ["en"] = "Day off" }, ["from"] = text, ["to"] = text });
        }
    }

    private static CalendarMonth MonthOf(int year, int month, Dictionary<DateOnly, LocalizedText> off, HashSet<DateOnly> made)
    {
        var first = new DateOnly(year, month, 1);
        var days = Enumerable.Range(0, DateTime.DaysInMonth(year, month)).Select(offset => DayOf(first.AddDays(offset), off, made));
        return new(month, first.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)first.DayOfWeek, [.. days]);
    }

    private static CalendarDay DayOf(DateOnly date, Dictionary<DateOnly, LocalizedText> off, HashSet<DateOnly> made) => new(
        date,
        made.Contains(date) ? DayLook.MakeUp
            : off.ContainsKey(date) ? DayLook.Off
            : date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayLook.Weekend
            : DayLook.Working,
        off.GetValueOrDefault(date));

    private static DateOnly? DateOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
