namespace WorkflowHost.Sop.Tests.Calendars;

/// <summary>Against the State Council's notices for 2025 (国办发明电〔2024〕12号) and 2026 (2025-11-04).</summary>
public sealed class WorkCalendarTests
{
    [Theory]
    [InlineData(1, 21)]
    [InlineData(2, 16)]
    [InlineData(3, 22)]
    [InlineData(4, 21)]
    [InlineData(5, 19)]
    [InlineData(6, 21)]
    [InlineData(7, 23)]
    [InlineData(8, 21)]
    [InlineData(9, 22)]
    [InlineData(10, 18)]
    [InlineData(11, 21)]
    [InlineData(12, 23)]
    public void WorkingDays_MonthOf2026_MatchTheNotice(int month, int expected)
    {
        var first = new DateOnly(2026, month, 1);
        Assert.Equal(expected, China.Calendar.WorkingDaysBetween(first.AddDays(-1), first.AddMonths(1).AddDays(-1)));
    }

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    public void WorkingDays_WholeYear_Are248(int year) =>
        Assert.Equal(248, China.Calendar.WorkingDaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)));

    [Theory]
    [InlineData("2026-10-10", true)] // Saturday, made up
    [InlineData("2026-09-20", true)] // Sunday, made up
    [InlineData("2026-10-11", false)] // Sunday
    [InlineData("2026-10-01", false)] // National Day, a Thursday
    [InlineData("2026-10-08", true)] // Thursday after the holiday
    [InlineData("2025-01-26", true)] // Sunday before Spring Festival, made up
    [InlineData("2026-02-23", false)] // last day of Spring Festival, a Monday
    public void IsWorkingDay_DayOfTheNotice_FollowsIt(string day, bool expected) =>
        Assert.Equal(expected, China.Calendar.IsWorkingDay(China.Day(day)));

    [Fact]
    public void IsWorkingDay_YearNotLoaded_FallsBackToWeekends()
    {
        Assert.False(China.Calendar.IsLoaded(2027));
        Assert.True(China.Calendar.IsWorkingDay(new DateOnly(2027, 1, 1)));
        Assert.False(China.Calendar.IsWorkingDay(new DateOnly(2027, 1, 2)));
        Assert.True(China.Calendar.IsProvisional(new DateOnly(2026, 12, 31), new DateOnly(2027, 1, 1)));
        Assert.False(China.Calendar.IsProvisional(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)));
    }

    [Theory]
    [InlineData("2026-09-30", "2026-10-08", "2026-09-29")]
    [InlineData("2026-10-09", "2026-10-10", "2026-10-08")]
    [InlineData("2026-10-11", "2026-10-12", "2026-10-10")]
    public void Neighbours_AroundNationalDay_SkipTheHoliday(string day, string next, string previous)
    {
        Assert.Equal(China.Day(next), China.Calendar.NextWorkingDay(China.Day(day)));
        Assert.Equal(China.Day(previous), China.Calendar.PreviousWorkingDay(China.Day(day)));
    }

    [Theory]
    [InlineData("2026-09-29T16:40:00", 4, "2026-09-30T11:40:00")] // over night
    [InlineData("2026-09-30T17:00:00", 2, "2026-10-08T10:00:00")] // over the holiday
    [InlineData("2026-09-29T09:00:00", 9, "2026-09-29T18:00:00")] // a whole day ends at closing, not at the next opening
    [InlineData("2026-10-03T02:15:00", 1, "2026-10-08T10:00:00")] // begins in the holiday
    [InlineData("2026-09-29T18:00:00", 1, "2026-09-30T10:00:00")]
    public void AddBusinessTime_HoursFromStart_StandStillOutsideHours(string start, int hours, string expected) =>
        Assert.Equal(China.At(expected), China.Calendar.AddBusinessTime(China.At(start), TimeSpan.FromHours(hours)));

    [Fact]
    public void BusinessTimeBetween_SwappedInstants_IsNegative()
    {
        var from = China.At("2026-09-29T16:40:00");
        var to = China.At("2026-09-30T11:40:00");
        Assert.Equal(TimeSpan.FromHours(4), China.Calendar.BusinessTimeBetween(from, to));
        Assert.Equal(TimeSpan.FromHours(-4), China.Calendar.BusinessTimeBetween(to, from));
    }

    [Fact]
    public void LocalDate_InstantInAnotherOffset_IsChinasDate() =>
        Assert.Equal(new DateOnly(2026, 9, 30), China.Calendar.LocalDate(new DateTimeOffset(2026, 9, 29, 16, 30, 0, TimeSpan.Zero)));

    /// <summary>SC-12 and SC-06; Civil Code art. 202: month ends never drift, since each month counts from the first day.</summary>
    [Theory]
    [InlineData("2026-08-31", 1, "2026-09-30", false)]
    [InlineData("2026-08-31", 2, "2026-11-02", false)]
    [InlineData("2026-08-31", 3, "2026-11-30", false)]
    [InlineData("2026-08-31", 4, "2026-12-31", false)]
    [InlineData("2026-08-31", 5, "2027-02-01", true)]
    [InlineData("2026-08-31", 6, "2027-03-01", true)]
    [InlineData("2026-10-09", 1, "2026-11-09", false)]
    [InlineData("2026-10-09", 2, "2026-12-09", false)]
    [InlineData("2026-10-09", 3, "2027-01-11", true)]
    [InlineData("2026-10-09", 6, "2027-04-09", true)]
    [InlineData("2026-10-09", 9, "2027-07-09", true)]
    [InlineData("2026-10-09", 12, "2027-10-11", true)]
    public void AddMonths_MonthlyPlan_KeepsTheDayAndRolls(string start, int months, string expected, bool isProvisional)
    {
        var day = China.Calendar.AddMonths(China.Day(start), months);
        Assert.Equal(China.Day(expected), day);
        Assert.Equal(isProvisional, China.Calendar.IsProvisional(China.Day(start), day));
    }
}
