using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Demo;

/// <summary>When a story must begin so that, told at its pace, it stands where its plot wants it now.</summary>
internal static class DemoSchedule
{
    /// <summary>Business hours from opening to the last thing done, plus how long nothing has happened since.</summary>
    private static (double Worked, double Idle) HoursOf(DemoPlot plot) => plot switch
    {
        DemoPlot.Register => (0, 0.3),
        DemoPlot.Supplement or DemoPlot.NotAccepted or DemoPlot.Merged => (0.7, 6),
        DemoPlot.Analysis => (2.7, 1),
        DemoPlot.Withdrawn => (7.7, 4),
        DemoPlot.NewFacts => (13.7, 3),
        DemoPlot.Breached => (2.7, 118),
        DemoPlot.Solution => (9.7, 2),
        DemoPlot.Disagreed or DemoPlot.Mediation or DemoPlot.Approval => (18.7, 2),
        DemoPlot.Appraisal => (15.7, 20),
        DemoPlot.Extension => (129.7, 3),
        DemoPlot.Extended => (134.7, 12),
        DemoPlot.Execution => (22.7, 2),
        DemoPlot.Feedback => (32.7, 1),
        DemoPlot.Recovery or DemoPlot.Closing => (37.7, 1),
        DemoPlot.CloseApproval => (38.7, 2),
        DemoPlot.RevisitToday => (38.7, 8),
        DemoPlot.RevisitOverdue => (38.7, 40),
        DemoPlot.RevisitTried => (48.7, 4),
        DemoPlot.Revisited => (58.7, 8),
        DemoPlot.Review => (68.7, 10),
        DemoPlot.Ended => (58.7, 330),
        _ => throw new InvalidOperationException($"Plot {plot} has no pace."),
    };

    /// <summary>Later cases of a plot have waited longer, so that their clocks show every colour.</summary>
    /// <param name="turn">0 for the first case of the plot, 1 for the second…</param>
    public static DateTimeOffset OpensAt(DemoPlot plot, int turn, WorkCalendar calendar, DateTimeOffset now)
    {
        var (worked, idle) = HoursOf(plot);
        var spread = plot is DemoPlot.RevisitToday or DemoPlot.RevisitOverdue ? 0.4 : plot is DemoPlot.Register ? 1.1 : 4.3;
        return Back(calendar, now, worked + idle + (turn * spread));
    }

    /// <summary>The instant so many business hours before another.</summary>
    private static DateTimeOffset Back(WorkCalendar calendar, DateTimeOffset from, double hours)
    {
        var left = TimeSpan.FromHours(hours);
        var day = calendar.WorkingDayOnOrBefore(calendar.LocalDate(from));
        var end = from < calendar.ClosingOf(day) ? from : calendar.ClosingOf(day);
        while (true)
        {
            var available = end - calendar.OpeningOf(day);
            if (available >= left)
            {
                return (end - left).ToOffset(calendar.UtcOffset);
            }

            left -= available > TimeSpan.Zero ? available : TimeSpan.Zero;
            day = calendar.PreviousWorkingDay(day);
            end = calendar.ClosingOf(day);
        }
    }
}
