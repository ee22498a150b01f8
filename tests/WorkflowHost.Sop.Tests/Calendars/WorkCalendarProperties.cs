using FsCheck;
using FsCheck.Fluent;

namespace WorkflowHost.Sop.Tests.Calendars;

/// <summary>The algebra of working days and business hours, make-up days and unloaded years included.</summary>
public sealed class WorkCalendarProperties
{
    private static readonly Gen<DateOnly> Days = Gen.Choose(0, 900).Select(days => new DateOnly(2025, 1, 1).AddDays(days));

    private static readonly Gen<DateTimeOffset> Instants = Gen.Choose(0, 800 * 24 * 60).Select(minutes => China.At("2025-01-01T00:00:00").AddMinutes(minutes));

    [Fact]
    public void WorkingDaysBetween_TwoStretches_AddUp() => Check(
        from a in Days
        from b in Gen.Choose(0, 200)
        from c in Gen.Choose(0, 200)
        select (From: a, Middle: a.AddDays(b), To: a.AddDays(b + c)),
        days => China.Calendar.WorkingDaysBetween(days.From, days.Middle) + China.Calendar.WorkingDaysBetween(days.Middle, days.To)
            == China.Calendar.WorkingDaysBetween(days.From, days.To));

    [Fact]
    public void AddWorkingDays_ThenCounted_IsTheNumber() => Check(
        from day in Days
        from count in Gen.Choose(0, 120)
        select (day, count),
        sample =>
        {
            var last = China.Calendar.AddWorkingDays(sample.day, sample.count);
            return China.Calendar.WorkingDaysBetween(sample.day, last) == sample.count && (sample.count == 0 || China.Calendar.IsWorkingDay(last));
        });

    /// <summary>Made-up days are working days like any other, and only ever weekend days.</summary>
    [Fact]
    public void MakeUpDay_OfAnyYear_IsAWorkedWeekendDay() => Check(Days, day => !China.Calendar.IsMakeUpDay(day)
        || (China.Calendar.IsWorkingDay(day) && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && China.Calendar.WorkingDaysBetween(day.AddDays(-1), day) == 1));

    [Fact]
    public void NextAndPrevious_AroundAWorkingDay_AreEachOthersInverse() => Check(Days.Where(China.Calendar.IsWorkingDay), day =>
        China.Calendar.PreviousWorkingDay(China.Calendar.NextWorkingDay(day)) == day && China.Calendar.NextWorkingDay(China.Calendar.PreviousWorkingDay(day)) == day);

    [Fact]
    public void AddBusinessTime_ThenCounted_IsTheTime() => Check(
        from at in Instants
        from minutes in Gen.Choose(0, 60 * 200)
        select (at, Time: TimeSpan.FromMinutes(minutes)),
        sample => China.Calendar.BusinessTimeBetween(sample.at, China.Calendar.AddBusinessTime(sample.at, sample.Time)) == sample.Time);

    [Fact]
    public void AddMonths_AnyDay_EndsOnAWorkingDayNotBeforeItsNumber() => Check(
        from day in Days
        from months in Gen.Choose(1, 24)
        select (day, months),
        sample =>
        {
            var plain = sample.day.AddMonths(sample.months);
            var due = China.Calendar.AddMonths(sample.day, sample.months);
            return China.Calendar.IsWorkingDay(due) && due >= plain && China.Calendar.WorkingDaysBetween(plain.AddDays(-1), due) == 1;
        });

    private static void Check<T>(Gen<T> samples, Func<T, bool> holds) =>
        Prop.ForAll(samples.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(2026, 1125));
}
