namespace WorkflowHost.Sop.Clocks;

/// <summary>How far a clock has come. The way is running calendar time: time in which the clock stood still doesn't count.</summary>
public static class ClockProgress
{
    /// <summary>The instant, to the whole second, at which so many percent of the way to the target are behind.</summary>
    public static DateTimeOffset InstantAt(Clock clock, int percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        var way = RunningTime(clock, clock.TargetAt);
        var left = TimeSpan.FromSeconds(way.Ticks / TimeSpan.TicksPerSecond * percent / 100);
        var cursor = clock.CountsFrom;
        foreach (var pause in PausesOf(clock))
        {
            var run = pause.From - cursor;
            if (left <= run)
            {
                return cursor + left;
            }
            left -= run;
            cursor = pause.To!.Value;
        }
        return cursor + left;
    }

    /// <summary>The share of the way that is behind, in percent; above 100 after the target, 0 before the start.</summary>
    public static double PercentAt(Clock clock, DateTimeOffset now)
    {
        var way = RunningTime(clock, clock.TargetAt);
        var gone = RunningTime(clock, clock.PausedAt ?? clock.StoppedAt ?? now);
        return way <= TimeSpan.Zero ? 100 : Math.Max(0, gone / way * 100);
    }

    /// <summary>A pause that is still open takes nothing from the way yet: the target doesn't know it either.</summary>
    private static TimeSpan RunningTime(Clock clock, DateTimeOffset until)
    {
        var total = until - clock.CountsFrom;
        foreach (var pause in PausesOf(clock))
        {
            var from = pause.From < until ? pause.From : until;
            var to = pause.To < until ? pause.To.Value : until;
            total -= to - from;
        }
        return total;
    }

    private static IEnumerable<ClockPause> PausesOf(Clock clock) =>
        clock.Pauses.Where(pause => pause.To > clock.CountsFrom);
}
