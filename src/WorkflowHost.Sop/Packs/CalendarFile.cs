using System.Globalization;
using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Packs;

/// <summary>One year of one calendar, as its file says it.</summary>
internal sealed record CalendarFile(string Id, string TimeZone, TimeSpan UtcOffset, TimeOnly OpensAt, TimeOnly ClosesAt, CalendarYear Year)
{
    private const int FirstYear = 2000;
    private const int LastYear = 2199;

    public static void Read(PackObject from, PackContent content)
    {
        var year = from.Int("year", FirstYear, LastYear);
        var file = new CalendarFile(
            from.Id(), from.Text("timeZone"), Offset(from), from.Time("opensAt"), from.Time("closesAt"),
            new CalendarYear
            {
                Year = year,
                Off = [.. from.List("off").Select(node => ReadOff(node, year))],
                MakeUpDays = [.. from.List("makeUpDays").Select(node => ReadMakeUpDay(node, year))],
                Provenance = from.Provenance(),
            });
        if (file.OpensAt >= file.ClosesAt)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "opensAt must come before closesAt.");
            return;
        }
        CheckWorkingDays(file, from.OptionalInt("workingDays", 0, 366), from);
        CheckSiblings(file, from, content);
        content.CalendarFiles.Add((from.Node, file));
    }

    public static WorkCalendar Join(IEnumerable<CalendarFile> files)
    {
        var all = files.ToList();
        var first = all[0];
        return new WorkCalendar(first.Id, first.TimeZone, first.UtcOffset, (first.OpensAt, first.ClosesAt), all.Select(file => file.Year));
    }

    private static TimeSpan Offset(PackObject from)
    {
        var text = from.Text("utcOffset");
        if (DateTimeOffset.TryParseExact("2000-01-01T00:00:00" + text, "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var probe))
        {
            return probe.Offset;
        }
        if (text.Length > 0)
        {
            from.Optional("utcOffset")!.Fault(PackFaultCodes.WrongFormat, $"Expected an offset such as +08:00, found {text}.");
        }
        return default;
    }

    private static DaysOff ReadOff(PackNode node, int year)
    {
        var from = node.AsObject();
        var off = new DaysOff(from.Localized("name"), from.Date("from"), from.Date("to"));
        from.Close();
        if (off.From > off.To)
        {
            node.Fault(PackFaultCodes.Contradiction, "from must not come after to.");
            return off with { To = off.From };
        }
        if (off.From.Year != year || off.To.Year != year)
        {
            node.Fault(PackFaultCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"The days must lie in {year}; a break over New Year has a part in each year's file."));
        }
        return off;
    }

    private static DateOnly ReadMakeUpDay(PackNode node, int year)
    {
        var date = PackObject.DateOf(node);
        if (date != default && date.Year != year)
        {
            node.Fault(PackFaultCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"The day must lie in {year}."));
        }
        else if (date != default && date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
        {
            node.Fault(PackFaultCodes.Contradiction, $"{node.Element} is a {date.DayOfWeek}; only Saturdays and Sundays are made up on.");
        }
        return date;
    }

    /// <summary>The number of working days everybody can look up is the control sum of a hand-typed calendar.</summary>
    private static void CheckWorkingDays(CalendarFile file, int? expected, PackObject from)
    {
        if (expected is null)
        {
            return;
        }
        var counted = Join([file]).WorkingDaysBetween(new DateOnly(file.Year.Year - 1, 12, 31), new DateOnly(file.Year.Year, 12, 31));
        if (counted != expected)
        {
            from.Optional("workingDays")!.Fault(PackFaultCodes.ControlNumber, string.Create(CultureInfo.InvariantCulture,
                $"The file says {expected} working days, its days off and make-up days give {counted}."));
        }
    }

    private static void CheckSiblings(CalendarFile file, PackObject from, PackContent content)
    {
        var siblings = content.CalendarFiles.Select(other => other.File).Where(other => other.Id == file.Id).ToList();
        if (siblings.Any(other => other.Year.Year == file.Year.Year))
        {
            from.Node.Fault(PackFaultCodes.DuplicateId, string.Create(CultureInfo.InvariantCulture, $"Calendar {file.Id} has the year {file.Year.Year} in two files."));
        }
        if (siblings.Any(other => (other.TimeZone, other.UtcOffset, other.OpensAt, other.ClosesAt) != (file.TimeZone, file.UtcOffset, file.OpensAt, file.ClosesAt)))
        {
            from.Node.Fault(PackFaultCodes.Contradiction, $"The files of calendar {file.Id} name different zones or business hours.");
        }
    }
}
