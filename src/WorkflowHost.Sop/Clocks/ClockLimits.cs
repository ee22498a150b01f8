using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Clocks;

/// <summary>How a policy goes beyond a limit.</summary>
public enum LimitBreachKind
{
    TooLong,
    ExtendedTooLong,
    TooShort,
}

/// <summary>A policy that isn't within a limit.</summary>
/// <param name="Found">The policy's period, with its extensions for <see cref="LimitBreachKind.ExtendedTooLong"/>.</param>
/// <param name="Allowed">The limit's period.</param>
/// <param name="Example">A day on which a clock started would go beyond it; null when every day would do.</param>
public sealed record LimitBreach(ClockLimit Limit, LimitBreachKind Kind, ClockPeriod Found, ClockPeriod Allowed, DateOnly? Example);

/// <summary>Holds clock policies against the limits set from outside.</summary>
public static class ClockLimits
{
    /// <summary>Every way in which the policy isn't within the limits that hold for it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="limits">All limits; those for other policies are passed over.</param>
    /// <param name="calendar">The policy's calendar: working days and natural days can only be compared on one.</param>
    public static IReadOnlyList<LimitBreach> Breaches(ClockPolicy policy, IEnumerable<ClockLimit> limits, WorkCalendar calendar)
    {
        var breaches = new List<LimitBreach>();
        foreach (var limit in limits.Where(each => each.ClockIds.Contains(policy.Id, StringComparer.Ordinal)))
        {
            var plain = new ClockPeriod(policy.Unit, policy.Amount);
            var extended = new ClockPeriod(policy.Unit, Extended(policy));
            Check(limit, LimitBreachKind.TooLong, plain, limit.AtMost, longer: true);
            if (extended != plain)
            {
                Check(limit, LimitBreachKind.ExtendedTooLong, extended, limit.ExtendedAtMost ?? limit.AtMost, longer: true);
            }

            Check(limit, LimitBreachKind.TooShort, plain, limit.AtLeast, longer: false);
        }

        return breaches;

        void Check(ClockLimit limit, LimitBreachKind kind, ClockPeriod found, ClockPeriod? allowed, bool longer)
        {
            if (allowed is { } bound && Beyond(policy, found, bound, calendar, longer) is { IsBeyond: true } beyond)
            {
                breaches.Add(new(limit, kind, found, bound, beyond.Example));
            }
        }
    }

    /// <summary>The longest the policy may become by its own extension rules.</summary>
    private static int Extended(ClockPolicy policy)
    {
        var amount = policy.Amount;
        foreach (var rule in policy.Extensions)
        {
            amount = rule.Mode == ExtensionMode.Replace ? Math.Max(amount, rule.Amount) : amount + rule.Amount;
        }

        return amount;
    }

    /// <summary>
    /// Periods of one unit compare by their amount. Others only on the calendar: a clock is started on every day of the years loaded,
    /// and the first one that goes beyond is the example.
    /// </summary>
    private static (bool IsBeyond, DateOnly? Example) Beyond(ClockPolicy policy, ClockPeriod found, ClockPeriod bound, WorkCalendar calendar, bool longer)
    {
        if (found.Unit == bound.Unit)
        {
            return (longer ? found.Amount > bound.Amount : found.Amount < bound.Amount, null);
        }

        foreach (var year in calendar.Years)
        {
            var end = new DateOnly(year.Year, 12, 31);
            for (var day = new DateOnly(year.Year, 1, 1); day <= end; day = day.AddDays(1))
            {
                var startedAt = new DateTimeOffset(day.ToDateTime(calendar.OpensAt), calendar.UtcOffset);
                var (due, limit) = (DueAt(policy, found, startedAt, calendar), DueAt(policy, bound, startedAt, calendar));
                if (longer ? due > limit : due < limit)
                {
                    return (true, day);
                }
            }
        }

        return (false, null);
    }

    private static DateTimeOffset DueAt(ClockPolicy policy, ClockPeriod period, DateTimeOffset startedAt, WorkCalendar calendar) =>
        ClockRules.Start(policy with { Unit = period.Unit, Amount = period.Amount, CalendarId = calendar.Id }, policy.Id, startedAt, calendar).Value.DueAt;
}
