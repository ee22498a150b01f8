using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Ladders;

/// <summary>How a clock looks at a glance.</summary>
public enum ClockColour
{
    Green,
    Amber,
    Red,

    /// <summary>The deadline itself has passed.</summary>
    Breached,
}

public static class ClockColours
{
    private const int DefaultAmberAtPercent = 50;
    private const int DefaultRedAtPercent = 80;

    /// <summary>
    /// The colour by the ladder's shares, or by 50 and 80 percent without one. Red stays from the target to the deadline;
    /// a paused clock keeps its colour; a stopped one is green when met. A window has a colour only when somebody is to look
    /// after it, that is when it has a ladder; its end breaches nothing, so it stays red.
    /// </summary>
    public static ClockColour At(Clock clock, Ladder? ladder, DateTimeOffset now)
    {
        if (clock.IsOverdueAt(now))
        {
            return ClockColour.Breached;
        }
        if (clock.IsEnded || (clock.Kind == ClockKind.Window && ladder is null))
        {
            return ClockColour.Green;
        }
        var percent = ClockProgress.PercentAt(clock, now);
        return percent >= (ladder?.RedAtPercent ?? DefaultRedAtPercent) ? ClockColour.Red
            : percent >= (ladder?.AmberAtPercent ?? DefaultAmberAtPercent) ? ClockColour.Amber
            : ClockColour.Green;
    }
}
