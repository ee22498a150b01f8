namespace WorkflowHost.Sop.Clocks;

/// <summary>A time in which the clock stood still; open while <see cref="To"/> is null.</summary>
/// <param name="From">When it began to stand still, or went on doing so for other reasons.</param>
/// <param name="To">When that ended.</param>
/// <param name="Reason">All reasons that held in this time, divided by semicolons.</param>
public sealed record ClockPause(DateTimeOffset From, DateTimeOffset? To, string Reason)
{
    private const string Divider = "; ";

    internal static string Told(IEnumerable<string> reasons) => string.Join(Divider, reasons);

    /// <summary>The pauses with those that follow each other without a gap made one: how long the clock stood still at a stretch.</summary>
    internal static IReadOnlyList<ClockPause> Joined(IEnumerable<ClockPause> pauses)
    {
        var joined = new List<ClockPause>();
        foreach (var pause in pauses)
        {
            if (joined.Count > 0 && joined[^1].To == pause.From)
            {
                joined[^1] = joined[^1] with { To = pause.To };
            }
            else
            {
                joined.Add(pause);
            }
        }
        return joined;
    }

    /// <summary>The pauses with the one that holds at the instant cut in two there.</summary>
    internal static IReadOnlyList<ClockPause> SplitAt(IReadOnlyList<ClockPause> pauses, DateTimeOffset at) =>
        [.. pauses.SelectMany(pause => pause.From < at && !(pause.To <= at)
            ? [pause with { To = at }, pause with { From = at }]
            : (ClockPause[])[pause])];

    /// <summary>The pauses as far as they lie before the instant.</summary>
    internal static IReadOnlyList<ClockPause> EndedBy(IReadOnlyList<ClockPause> pauses, DateTimeOffset at) =>
        [.. pauses.Where(pause => pause.From <= at).Select(pause => pause.To <= at ? pause : pause with { To = at })];

    /// <summary>
    /// The pauses without a reason that holds to this day, from the instant on. What others gave reason for stays; where
    /// nothing is left a pause shrinks to its begin, so that it is still seen that there was one.
    /// </summary>
    internal static IReadOnlyList<ClockPause> Without(IReadOnlyList<ClockPause> pauses, string reason, DateTimeOffset at)
    {
        var before = SplitAt(pauses, at);
        var after = new List<ClockPause>(before.Count);
        var isHeld = true;
        for (var i = before.Count - 1; i >= 0; i--)
        {
            var pause = before[i];
            var reasons = pause.Reason == reason ? [reason] : pause.Reason.Split(Divider);
            isHeld = isHeld && !(pause.To <= at) && reasons.Contains(reason) && (i == before.Count - 1 || before[i + 1].From == pause.To);
            var left = reasons.Where(other => other != reason).ToList();
            if (!isHeld)
            {
                after.Add(pause);
            }
            else if (left.Count > 0)
            {
                after.Add(pause with { Reason = Told(left) });
            }
            else if (pause.From > at || i == 0 || before[i - 1].To != pause.From)
            {
                after.Add(pause with { To = pause.From });
            }
        }
        after.Reverse();
        return after;
    }
}
