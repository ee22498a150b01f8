using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Tests.Clocks;

/// <summary>The explanation of a deadline is its arithmetic: who follows its steps arrives at the due time.</summary>
public sealed class ClockExplanationProperties
{
    private static readonly string[] Units = ["NAT", "WD", "BH", "HR", "MIN", "MON"];

    /// <summary>A clock of any unit with none to three times in which it stood still.</summary>
    private static readonly Gen<Clock> Clocks =
        from unit in Gen.Elements(Units)
        from amount in Gen.Choose(1, 60)
        from minutes in Gen.Choose(0, 800 * 24 * 60)
        from pauses in Gen.ListOf(Gen.Choose(0, 60 * 24 * 20), 3)
        from parts in Gen.ListOf(Gen.Choose(1, 90), 3)
        from count in Gen.Choose(0, 3)
        select Paused(Started(unit, amount, China.At("2025-01-01T00:00:00").AddMinutes(minutes)), [.. parts.Zip(pauses).Take(count)]);

    [Fact]
    public void Explanation_OfAnyClock_EndsAtItsDueTime() => Check(Clocks, clock => EndOf(clock) == clock.DueAt);

    [Fact]
    public void Explanation_RoundTheClock_SumsToTheDueTime() => Check(Clocks.Where(IsElapsed), clock =>
    {
        var length = clock.Unit == ClockUnit.Hours ? TimeSpan.FromHours(clock.Amount) : TimeSpan.FromMinutes(clock.Amount);
        var stood = StepsOf(clock, "hr.pause").Aggregate(TimeSpan.Zero, (sum, step) => sum + (Instant(step.Args[1]) - Instant(step.Args[0])));
        return clock.StartedAt + length + stood == clock.DueAt;
    });

    [Fact]
    public void Explanation_InDaysAndMonths_SumsToTheLastDayBeforeRolling() => Check(Clocks.Where(clock => clock.Unit is ClockUnit.NaturalDays or ClockUnit.Months), clock =>
    {
        var last = Day(clock.Derivation.First(step => step.Code is "nat.count" or "mon.count" or "mon.month_end").Args[2]);
        foreach (var step in clock.Derivation.Where(step => step.Code is "nat.pause" or "nat.pause_after_last"))
        {
            last = step.Code == "nat.pause" ? last.AddDays(int.Parse(step.Args[2], CultureInfo.InvariantCulture)) : Day(step.Args[0]);
        }

        var told = clock.Derivation.Single(step => step.Code is "nat.due" or "nat.rolled");
        return Day(told.Args[0]) == last && China.Calendar.EndOf(China.Calendar.WorkingDayOnOrAfter(last)) == clock.DueAt;
    });

    [Fact]
    public void Explanation_InWorkingDays_UsedAndLeftMakeTheAmount() => Check(Clocks.Where(clock => clock.Unit == ClockUnit.WorkingDays), clock =>
    {
        var pauses = StepsOf(clock, "wd.pause");
        var used = pauses.Sum(step => int.Parse(step.Args[2], CultureInfo.InvariantCulture));
        var from = pauses.Count == 0 ? China.Calendar.LocalDate(clock.StartedAt) : Day(pauses[^1].Args[1]);
        var left = clock.Amount - used;
        // Paused on the very last day: nothing is left but that day's end.
        return left == 0 || China.Calendar.WorkingDaysBetween(from, China.Calendar.LocalDate(clock.DueAt)) == left;
    });

    [Fact]
    public void Explanation_InBusinessHours_WhatIsLeftIsCountedToTheDueTime() => Check(Clocks.Where(clock => clock.Unit == ClockUnit.BusinessHours), clock =>
    {
        var pauses = StepsOf(clock, "bh.pause");
        var (from, left) = pauses.Count == 0
            ? (clock.StartedAt, TimeSpan.FromHours(clock.Amount))
            : (Instant(pauses[^1].Args[1]), TimeSpan.ParseExact(pauses[^1].Args[2], "c", CultureInfo.InvariantCulture));
        return China.Calendar.BusinessTimeBetween(from, clock.DueAt) == left;
    });

    /// <summary>Of two that begin, the later never has to be done first.</summary>
    [Fact]
    public void Start_Later_IsNeverDueEarlier() => Check(
        from clock in Clocks
        from minutes in Gen.Choose(0, 60 * 24 * 40)
        select (clock, minutes),
        sample =>
        {
            var first = Started(UnitOf(sample.clock), sample.clock.Amount, sample.clock.StartedAt);
            return Started(UnitOf(sample.clock), sample.clock.Amount, sample.clock.StartedAt.AddMinutes(sample.minutes)).DueAt >= first.DueAt;
        });

    /// <summary>The years whose notice isn't there are the reason, and the only one, and loading it makes the date firm.</summary>
    [Fact]
    public void YearEnd_WithoutACalendar_IsProvisionalUntilItIsLoaded() => Check(
        from unit in Gen.Elements("NAT", "WD", "BH", "MON")
        from amount in Gen.Choose(1, 8)
        from day in Gen.Choose(0, 400)
        select Started(unit, amount, China.At("2026-06-01T10:00:00").AddDays(day)),
        clock =>
        {
            var leansOn2027 = clock.DueAt.Year > 2026 || clock.StartedAt.Year > 2026;
            var firm = ClockRules.Recompute(clock, China.CalendarWith2027);
            return clock.IsProvisional == leansOn2027
                && clock.Derivation.Any(step => step.Code == "calendar.provisional") == leansOn2027
                && (firm.DueAt.Year > 2027 || !firm.IsProvisional)
                && (leansOn2027 || firm.DueAt == clock.DueAt);
        });

    private static bool IsElapsed(Clock clock) => clock.Unit is ClockUnit.Hours or ClockUnit.Minutes;

    /// <summary>The instant in the last sentence that names the deadline.</summary>
    private static DateTimeOffset? EndOf(Clock clock) => clock.Derivation.LastOrDefault(step => step.Code is "nat.due" or "nat.rolled" or "wd.count" or "bh.count" or "hr.count" or "min.count") is { } step
        ? Instant(step.Args[step.Code == "bh.count" ? 3 : step.Code == "wd.count" ? 2 : 1])
        : null;

    private static List<DerivationStep> StepsOf(Clock clock, string code) => [.. clock.Derivation.Where(step => step.Code == code)];

    private static Clock Paused(Clock clock, IReadOnlyList<(int Part, int Minutes)> pauses)
    {
        var from = clock.StartedAt;
        foreach (var (part, minutes) in pauses)
        {
            // To the second, as deadlines are named.
            var at = from.AddSeconds(Math.Floor((clock.DueAt - from).TotalSeconds * part / 100));
            clock = ClockRules.Resume(ClockRules.Pause(clock, at, "test").Value, at.AddMinutes(minutes), China.Calendar).Value;
            from = at.AddMinutes(minutes);
        }

        return clock;
    }

    private static string UnitOf(Clock clock) => clock.Unit switch
    {
        ClockUnit.NaturalDays => "NAT",
        ClockUnit.WorkingDays => "WD",
        ClockUnit.BusinessHours => "BH",
        ClockUnit.Hours => "HR",
        ClockUnit.Minutes => "MIN",
        _ => "MON",
    };

    private static Clock Started(string unit, int amount, DateTimeOffset at) => ClockRules.Start(ClockBuilder.Policy(unit, amount), "c1", at, China.Calendar).Value;

    private static DateTimeOffset Instant(string text) => new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Check<T>(Gen<T> samples, Func<T, bool> holds) =>
        Prop.ForAll(samples.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(2026, 1125));
}
