using System.Globalization;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Tests.Clocks;

/// <summary>Every due time of the acceptance scenarios, to the second. Civil Code art. 201-203.</summary>
public sealed class DueDateTests
{
    [Theory]
    [InlineData("NAT", "2026-10-16", "2026-10-16T23:59:59", "2026-10-16T18:00:00")]
    [InlineData("WD", "2026-10-16", "2026-10-16T23:59:59", "2026-10-16T18:00:00")]
    [InlineData("NAT", "2026-10-17", "2026-10-19T23:59:59", "2026-10-16T18:00:00")] // a Saturday
    public void Start_WithADayThatSomebodyHasSet_IsDueOnThatDay(string unit, string day, string due, string internalDue)
    {
        var clock = ClockRules.Start(ClockBuilder.Policy(unit, 15), "c1", China.At("2026-10-12T10:00:00"), China.Calendar, dueOn: DateOnly.Parse(day, CultureInfo.InvariantCulture)).Value;

        Assert.Equal((China.At(due), China.At(internalDue)), (clock.DueAt, clock.InternalDueAt!.Value));
        Assert.Contains(clock.Derivation, step => step.Code == "date.given" && step.Args[0] == day);
        var paused = ClockRules.Resume(ClockRules.Pause(clock, China.At("2026-10-13T10:00:00"), "鉴定").Value, China.At("2026-10-16T10:00:00"), China.Calendar).Value;
        Assert.Equal(China.Calendar.LocalDate(paused.InternalDueAt!.Value), China.Calendar.WorkingDayOnOrBefore(DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(3)));
    }

    [Fact]
    public void Start_OfHoursWithADay_IsRefused() => Assert.Equal(
        "clock.day_of_hours",
        ClockRules.Start(ClockBuilder.Policy("HR", 4), "c1", China.At("2026-10-12T10:00:00"), China.Calendar, dueOn: new DateOnly(2026, 10, 16)).Refusal!.Code);

    [Theory]
    // SC-01: hotline complaint just before National Day, received 2026-09-29T16:40.
    [InlineData("HR", 24, "2026-09-29T16:40:00", "2026-09-30T16:40:00", null, false)]
    [InlineData("BH", 4, "2026-09-29T16:40:00", "2026-09-30T11:40:00", null, false)]
    [InlineData("WD", 3, "2026-09-29T16:40:00", "2026-10-09T18:00:00", null, false)]
    [InlineData("WD", 10, "2026-09-29T16:40:00", "2026-10-19T18:00:00", null, false)]
    [InlineData("NAT", 15, "2026-09-29T16:40:00", "2026-10-14T23:59:59", "2026-10-14T18:00:00", false)]
    [InlineData("WD", 3, "2026-10-12T10:30:00", "2026-10-15T18:00:00", null, false)]
    [InlineData("NAT", 30, "2026-10-12T10:30:00", "2026-11-11T23:59:59", "2026-11-11T18:00:00", false)]
    // SC-03: letter received 2026-03-16T10:05, decision sent 2026-05-28T16:00, review asked for 2026-06-10T11:00.
    [InlineData("NAT", 15, "2026-03-16T10:05:00", "2026-03-31T23:59:59", "2026-03-31T18:00:00", false)]
    [InlineData("NAT", 30, "2026-03-16T10:05:00", "2026-04-15T23:59:59", "2026-04-15T18:00:00", false)]
    [InlineData("WD", 10, "2026-03-16T10:05:00", "2026-03-30T18:00:00", null, false)]
    [InlineData("NAT", 30, "2026-05-28T16:00:00", "2026-06-29T23:59:59", "2026-06-26T18:00:00", false)]
    [InlineData("NAT", 30, "2026-06-10T11:00:00", "2026-07-10T23:59:59", "2026-07-10T18:00:00", false)]
    // SC-06: long-term-care application of 2026-08-10T10:00.
    [InlineData("WD", 2, "2026-08-10T10:00:00", "2026-08-12T18:00:00", null, false)]
    [InlineData("WD", 10, "2026-08-20T11:00:00", "2026-09-03T18:00:00", null, false)]
    [InlineData("NAT", 7, "2026-09-08T09:00:00", "2026-09-15T23:59:59", "2026-09-15T18:00:00", false)]
    [InlineData("WD", 10, "2026-09-16T10:00:00", "2026-09-30T18:00:00", null, false)]
    [InlineData("NAT", 30, "2026-08-19T16:20:00", "2026-09-18T23:59:59", "2026-09-18T18:00:00", false)]
    [InlineData("NAT", 10, "2026-09-18T15:00:00", "2026-09-28T23:59:59", "2026-09-28T18:00:00", false)]
    [InlineData("NAT", 60, "2026-08-19T16:20:00", "2026-10-19T23:59:59", "2026-10-16T18:00:00", false)]
    [InlineData("NAT", 7, "2026-10-09T09:00:00", "2026-10-16T23:59:59", "2026-10-16T18:00:00", false)]
    [InlineData("WD", 30, "2026-08-20T11:00:00", "2026-10-08T18:00:00", null, false)]
    // SC-08: accident at night in the holiday, 2026-10-03T02:15.
    [InlineData("HR", 24, "2026-10-03T02:15:00", "2026-10-04T02:15:00", null, false)]
    [InlineData("MIN", 10, "2026-10-03T02:15:00", "2026-10-03T02:25:00", null, false)]
    [InlineData("MIN", 30, "2026-12-31T23:45:00", "2027-01-01T00:15:00", null, false)]
    [InlineData("HR", 2, "2026-10-03T02:15:00", "2026-10-03T04:15:00", null, false)]
    [InlineData("NAT", 30, "2026-10-12T11:00:00", "2026-11-11T23:59:59", "2026-11-11T18:00:00", false)]
    [InlineData("NAT", 60, "2026-10-12T11:00:00", "2026-12-11T23:59:59", "2026-12-11T18:00:00", false)]
    [InlineData("NAT", 10, "2026-10-28T16:00:00", "2026-11-09T23:59:59", "2026-11-06T18:00:00", false)]
    [InlineData("WD", 5, "2026-11-03T14:00:00", "2026-11-10T18:00:00", null, false)]
    [InlineData("WD", 15, "2026-11-03T14:00:00", "2026-11-24T18:00:00", null, false)]
    // SC-10: after the close of the third quarter of 2026.
    [InlineData("WD", 5, "2026-09-30T18:00:00", "2026-10-13T18:00:00", null, false)]
    [InlineData("WD", 10, "2026-09-30T18:00:00", "2026-10-20T18:00:00", null, false)]
    [InlineData("WD", 15, "2026-09-30T18:00:00", "2026-10-27T18:00:00", null, false)]
    [InlineData("NAT", 90, "2026-10-27T14:00:00", "2027-01-25T23:59:59", "2027-01-25T18:00:00", true)]
    // SC-12: complaint of 2026-12-21T10:00, with 2027 not loaded.
    [InlineData("HR", 24, "2026-12-21T10:00:00", "2026-12-22T10:00:00", null, false)]
    [InlineData("WD", 3, "2026-12-21T10:00:00", "2026-12-24T18:00:00", null, false)]
    [InlineData("NAT", 15, "2026-12-21T10:00:00", "2027-01-05T23:59:59", "2027-01-05T18:00:00", true)]
    [InlineData("WD", 10, "2026-12-21T10:00:00", "2027-01-04T18:00:00", null, true)]
    // Art. 202: the same-numbered day, or the month's end.
    [InlineData("MON", 6, "2026-08-31T10:00:00", "2027-03-01T23:59:59", "2027-02-26T18:00:00", true)]
    [InlineData("MON", 1, "2026-08-31T10:00:00", "2026-09-30T23:59:59", "2026-09-30T18:00:00", false)]
    public void Start_PeriodOfTheScenario_IsDueToTheSecond(string unit, int amount, string at, string due, string? internalDue, bool isProvisional)
    {
        var clock = ClockBuilder.Started(unit, amount, at);
        Assert.Equal(China.At(due), clock.DueAt);
        Assert.Equal(internalDue is null ? null : China.At(internalDue), clock.InternalDueAt);
        Assert.Equal(isProvisional, clock.IsProvisional);
    }

    [Fact]
    public void Start_InstantInUtcWithFraction_CountsInChinasTimeAndWholeSeconds()
    {
        var clock = ClockRules.Start(ClockBuilder.Policy("HR", 1), "c1", new DateTimeOffset(2026, 9, 29, 8, 40, 0, 500, TimeSpan.Zero), China.Calendar).Value;
        Assert.Equal(China.At("2026-09-29T17:40:00"), clock.DueAt);
        Assert.Equal(TimeSpan.FromHours(8), clock.DueAt.Offset);
    }

    [Fact]
    public void Start_ShortPeriodInsideAHoliday_HasNoInternalDeadlineBeforeItsStart()
    {
        var clock = ClockBuilder.Started("NAT", 1, "2026-10-02T10:00:00");
        Assert.Equal(China.At("2026-10-08T23:59:59"), clock.DueAt);
        Assert.Equal(China.At("2026-10-08T18:00:00"), clock.InternalDueAt);
    }

    /// <summary>SC-03: 15 → 30 replaces, +30 adds, the appraisal's 17 days aren't counted (Order 2020 No. 3 art. 18).</summary>
    [Fact]
    public void Extend_ComplexThenSpecialThenAppraisal_MatchesScenarioThree()
    {
        var policy = ClockBuilder.Shipped("complaint-statutory");
        var clock = ClockBuilder.StartShipped("complaint-statutory", "2026-03-16T10:05:00");
        clock = ClockRules.Extend(clock, policy, ClockBuilder.Grant("complex", "2026-03-24T15:00:00"), China.Calendar).Value;
        Assert.Equal(China.At("2026-04-15T23:59:59"), clock.DueAt);
        Assert.Equal(China.At("2026-04-15T18:00:00"), clock.InternalDueAt);
        clock = ClockRules.Extend(clock, policy, ClockBuilder.Grant("special", "2026-04-13T10:00:00", "exec"), China.Calendar).Value;
        Assert.Equal(China.At("2026-05-15T23:59:59"), clock.DueAt);
        clock = ClockRules.Pause(clock, China.At("2026-04-20T09:30:00"), "鉴定").Value;
        clock = ClockRules.Resume(clock, China.At("2026-05-07T16:00:00"), China.Calendar).Value;
        Assert.Equal(China.At("2026-06-01T23:59:59"), clock.DueAt);
        Assert.Equal(China.At("2026-06-01T18:00:00"), clock.InternalDueAt);
        Assert.True(ClockRules.Stop(clock, China.At("2026-05-28T16:00:00")).Value.IsMet);
    }

    /// <summary>SC-06: acceptance in 5 working days, standing still while the customer completes the documents.</summary>
    [Fact]
    public void Resume_WorkingDaysAfterSupplement_CountsTheRestFromTheDayAfter()
    {
        var clock = ClockBuilder.Started("WD", 5, "2026-08-10T10:00:00");
        clock = ClockRules.Pause(clock, China.At("2026-08-12T15:00:00"), "补正").Value;
        clock = ClockRules.Resume(clock, China.At("2026-08-19T16:20:00"), China.Calendar).Value;
        Assert.Equal(China.At("2026-08-24T18:00:00"), clock.DueAt);
    }

    [Theory]
    [InlineData("WD", 2, "2026-09-22T10:00:00", "2026-09-24T15:00:00", "2026-10-12T11:00:00", "2026-10-12T18:00:00")] // paused on the last day
    [InlineData("WD", 3, "2026-09-22T10:00:00", "2026-09-22T11:00:00", "2026-09-23T11:00:00", "2026-09-29T18:00:00")] // paused on the start day
    [InlineData("BH", 4, "2026-09-28T16:00:00", "2026-09-28T17:00:00", "2026-09-29T10:00:00", "2026-09-29T13:00:00")]
    [InlineData("HR", 24, "2026-09-28T16:00:00", "2026-09-28T17:00:00", "2026-09-29T10:30:00", "2026-09-30T09:30:00")]
    public void Resume_AfterOnePause_GivesBackWhatWasNotUsed(string unit, int amount, string start, string pause, string resume, string due)
    {
        var clock = ClockRules.Pause(ClockBuilder.Started(unit, amount, start), China.At(pause), "test").Value;
        Assert.Equal(China.At(due), ClockRules.Resume(clock, China.At(resume), China.Calendar).Value.DueAt);
    }

    /// <summary>SC-12: the notice for 2027 arrives; provisional dates settle, what fired stays fired.</summary>
    /// <summary>
    /// The un-rolled last day is 10-01, in the National Day holiday; the deadline rolls to 10-08. Paused on 10-05 no day of the
    /// period is left, so its last day is the one on which it goes on: never a deadline that lies before that.
    /// </summary>
    [Theory]
    [InlineData("2026-10-05T12:00:00", "2026-10-05T12:00:00", "2026-10-08T23:59:59")]
    [InlineData("2026-10-05T12:00:00", "2026-10-06T12:00:00", "2026-10-08T23:59:59")]
    [InlineData("2026-10-05T12:00:00", "2026-10-15T12:00:00", "2026-10-15T23:59:59")]
    [InlineData("2026-10-01T12:00:00", "2026-10-15T12:00:00", "2026-10-15T23:59:59")]
    [InlineData("2026-09-30T12:00:00", "2026-10-15T12:00:00", "2026-10-16T23:59:59")]
    public void Resume_PausedAroundAHolidayRoll_IsDueOnTheDayItGoesOnAtTheEarliest(string pause, string resume, string due)
    {
        var clock = ClockRules.Pause(ClockBuilder.Started("NAT", 10, "2026-09-21T09:00:00"), China.At(pause), "test").Value;
        Assert.Equal(China.At("2026-10-08T23:59:59"), clock.DueAt);
        Assert.Equal(China.At(due), ClockRules.Resume(clock, China.At(resume), China.Calendar).Value.DueAt);
    }

    [Fact]
    public void Recompute_CalendarOf2027Loaded_SettlesProvisionalDates()
    {
        var clock = ClockBuilder.Started("WD", 10, "2026-12-21T10:00:00") with { Fired = [new FiredStep("half", 0, China.At("2026-12-28T02:00:00"))] };
        var settled = ClockRules.Recompute(clock, China.CalendarWith2027);
        Assert.Equal(China.At("2027-01-05T18:00:00"), settled.DueAt);
        Assert.False(settled.IsProvisional);
        Assert.Single(settled.Fired);
        var statutory = ClockRules.Recompute(ClockBuilder.Started("NAT", 15, "2026-12-21T10:00:00"), China.CalendarWith2027);
        Assert.Equal(China.At("2027-01-05T23:59:59"), statutory.DueAt);
        Assert.False(statutory.IsProvisional);
    }

    [Fact]
    public void Recompute_EndedClock_LeavesHistoryAlone()
    {
        var clock = ClockRules.Stop(ClockBuilder.Started("WD", 10, "2026-12-21T10:00:00"), China.At("2027-01-04T17:00:00")).Value;
        Assert.Same(clock, ClockRules.Recompute(clock, China.CalendarWith2027));
    }
}
