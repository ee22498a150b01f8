using FsCheck;
using FsCheck.Fluent;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Clocks;

public sealed class ClockProperties
{
    private static readonly string[] Units = ["NAT", "WD", "BH", "HR", "MIN", "MON"];

    /// <summary>Any minute from 2025 to early 2027, weekends, nights and an unloaded year included.</summary>
    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Choose(0, 800 * 24 * 60).Select(minutes => China.At("2025-01-01T00:00:00").AddMinutes(minutes));

    private static readonly Gen<(string Unit, int Amount, DateTimeOffset At)> Starts =
        from unit in Gen.Elements(Units)
        from amount in Gen.Choose(1, 60)
        from at in Instants
        select (unit, amount, at);

    [Fact]
    public void PauseAndResume_AnyMoment_NeverShortens() => Check(
        from start in Starts
        from pausePart in Gen.Choose(0, 100)
        from minutes in Gen.Choose(0, 60 * 24 * 40)
        select (start, pausePart, minutes),
        sample =>
        {
            var clock = Started(sample.start);
            var pauseAt = clock.StartedAt + ((clock.DueAt - clock.StartedAt) * sample.pausePart / 100);
            var paused = ClockRules.Pause(clock, pauseAt, "test").Value;
            var resumed = ClockRules.Resume(paused, pauseAt.AddMinutes(sample.minutes), China.Calendar).Value;
            return resumed.DueAt >= clock.DueAt && resumed.DueAt >= resumed.Pauses[0].To;
        });

    /// <summary>However the minutes lie: what stood still for no time is due when it was, and works towards what it did.</summary>
    [Fact]
    public void PauseAndResume_AtOnce_ChangesNothing() => Check(
        from start in Starts
        from pausePart in Gen.Choose(0, 100)
        select (start, pausePart),
        sample =>
        {
            var clock = Started(sample.start);
            var at = clock.StartedAt + ((clock.DueAt - clock.StartedAt) * sample.pausePart / 100);
            var resumed = ClockRules.Resume(ClockRules.Pause(clock, at, "test").Value, at, China.Calendar).Value;
            return (resumed.DueAt, resumed.TargetAt, resumed.IsProvisional) == (clock.DueAt, clock.TargetAt, clock.IsProvisional);
        });

    [Fact]
    public void Resume_ClockThatWasNotOverdue_IsNotOverdueAtOnce() => Check(
        from start in Starts
        from pausePart in Gen.Choose(0, 100)
        from minutes in Gen.Choose(0, 60 * 24 * 40)
        select (start, pausePart, minutes),
        sample =>
        {
            var clock = Started(sample.start);
            var at = clock.StartedAt + ((clock.DueAt - clock.StartedAt) * sample.pausePart / 100);
            var resumed = ClockRules.Resume(ClockRules.Pause(clock, at, "test").Value, at.AddMinutes(sample.minutes), China.Calendar).Value;
            return !resumed.IsOverdueAt(at.AddMinutes(sample.minutes));
        });

    [Fact]
    public void Extend_PausedInTheRoll_IsNeverDueEarlier() => Check(
        from start in Starts
        from pausePart in Gen.Choose(0, 100)
        from minutes in Gen.Choose(0, 60 * 24 * 40)
        select (start with { Unit = "NAT" }, pausePart, minutes),
        sample =>
        {
            var (start, pausePart, minutes) = sample;
            var clock = Started(start);
            var at = clock.StartedAt + ((clock.DueAt - clock.StartedAt) * pausePart / 100);
            var resumed = ClockRules.Resume(ClockRules.Pause(clock, at, "test").Value, at.AddMinutes(minutes), China.Calendar).Value;
            return ClockRules.Recompute(resumed with { Amount = resumed.Amount + 1 }, China.Calendar).DueAt >= resumed.DueAt;
        });

    [Fact]
    public void Start_OneMore_IsNeverDueEarlier() => Check(Starts, start =>
        Started(start with { Amount = start.Amount + 1 }).DueAt >= Started(start).DueAt);

    [Fact]
    public void Start_AnyMoment_IsDueAfterItsStartAndInternallyNotLater() => Check(Starts, start =>
    {
        var clock = Started(start);
        return clock.DueAt > clock.StartedAt && clock.TargetAt <= clock.DueAt && clock.TargetAt > clock.StartedAt;
    });

    /// <summary>Civil Code art. 203: a period in days never ends on a rest day.</summary>
    [Fact]
    public void Start_NaturalDays_EndOnAWorkingDay() => Check(Starts, start =>
        China.Calendar.IsWorkingDay(China.Calendar.LocalDate(Started(start with { Unit = "NAT" }).DueAt)));

    [Fact]
    public void Recompute_NothingChanged_ChangesNothing() => Check(Starts, start =>
    {
        var clock = Started(start);
        return ClockRules.Recompute(clock, China.Calendar).DueAt == clock.DueAt;
    });

    /// <summary>Civil Code art. 202: the month's end stays the month's end, however many months.</summary>
    [Fact]
    public void AddMonths_FromTheThirtyFirst_NeverDrifts() => Check(Gen.Choose(1, 48), months =>
    {
        var start = new DateOnly(2025, 1, 31);
        var due = start.AddMonths(months);
        return due.Day == DateTime.DaysInMonth(due.Year, due.Month) && China.Calendar.AddMonths(start, months) >= due;
    });

    [Fact]
    public void Ladder_WhateverTheHost_FiresEachStepOnceInOrder() => Check(
        from start in Starts
        from wakes in Gen.ListOf(Gen.Choose(1, 60 * 24 * 5), 20)
        select (start, wakes),
        sample =>
        {
            var ladder = RealPack.Pack.Ladders["statutory"];
            var clock = Started(sample.start);
            var told = new List<string>();
            var now = clock.StartedAt;
            foreach (var minutes in sample.wakes)
            {
                now = now.AddMinutes(minutes);
                foreach (var firing in LadderPlan.Next(clock, ladder, China.Calendar, now).Where(firing => firing.DeliverAt <= now))
                {
                    clock = LadderPlan.MarkFired(clock, firing);
                    told.Add($"{firing.StepId} {(firing.StepId == "breach" ? firing.FiresAt : default):O}");
                }
            }
            return told.Count == told.Distinct().Count();
        });

    [Fact]
    public void Ladder_Delivery_IsNeverBeforeTheFiringNorAfterTheTargetItWarnsOf() => Check(Starts, start =>
    {
        var clock = Started(start);
        return LadderPlan.Next(clock, RealPack.Pack.Ladders["statutory"], China.Calendar, clock.StartedAt).All(firing =>
            firing.DeliverAt >= firing.FiresAt && (firing.FiresAt > clock.TargetAt || firing.DeliverAt <= clock.TargetAt));
    });

    private static Clock Started((string Unit, int Amount, DateTimeOffset At) start) =>
        ClockRules.Start(ClockBuilder.Policy(start.Unit, start.Amount), "c1", start.At, China.Calendar).Value;

    private static void Check<T>(Gen<T> samples, Func<T, bool> holds) =>
        Prop.ForAll(samples.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(2026, 1125));
}
