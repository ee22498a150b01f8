using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Tests.Clocks;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Ladders;

public sealed class LadderPlanTests
{
    private static readonly Ladder Statutory = RealPack.Pack.Ladders["statutory"];

    private static PlannedFiring Step(Clock clock, string id, string now) =>
        LadderPlan.Next(clock, Statutory, China.Calendar, China.At(now)).Single(firing => firing.StepId == id);

    /// <summary>SC-01, SC-08, SC-12: calendar time between start and internal deadline, delivery in working hours.</summary>
    [Theory]
    [InlineData(15, "2026-09-29T16:40:00", "half", "2026-10-07T05:20:00", "2026-10-08T09:00:00")]
    [InlineData(15, "2026-09-29T16:40:00", "late", "2026-10-11T17:44:00", "2026-10-12T09:00:00")]
    [InlineData(15, "2026-09-29T16:40:00", "internal", "2026-10-14T18:00:00", "2026-10-14T18:00:00")]
    [InlineData(15, "2026-09-29T16:40:00", "day-before", "2026-10-13T23:59:59", "2026-10-14T09:00:00")]
    [InlineData(15, "2026-09-29T16:40:00", "two-hours-before", "2026-10-14T21:59:59", "2026-10-14T21:59:59")]
    [InlineData(15, "2026-09-29T16:40:00", "breach", "2026-10-15T09:00:00", "2026-10-15T09:00:00")]
    [InlineData(30, "2026-10-12T11:00:00", "half", "2026-10-27T14:30:00", "2026-10-27T14:30:00")]
    [InlineData(30, "2026-10-12T11:00:00", "late", "2026-11-05T16:36:00", "2026-11-05T16:36:00")]
    [InlineData(15, "2026-12-21T10:00:00", "half", "2026-12-29T02:00:00", "2026-12-29T09:00:00")]
    public void Next_StatutoryClock_FiresToTheSecond(int days, string start, string step, string fires, string delivers)
    {
        var firing = Step(ClockBuilder.Started("NAT", days, start), step, start);
        Assert.Equal(China.At(fires), firing.FiresAt);
        Assert.Equal(China.At(delivers), firing.DeliverAt);
    }

    [Fact]
    public void Next_FiringWithoutWorkingTimeLeft_IsDeliveredAtTheHundredPercentPoint()
    {
        // A day's clock over a holiday: the next opening would come days after the deadline.
        var clock = ClockBuilder.Started("HR", 24, "2026-10-01T20:00:00");
        Assert.Equal(clock.DueAt, Step(clock, "half", "2026-10-01T20:00:00").DeliverAt);
    }

    [Fact]
    public void Next_PausedOrEndedClock_PlansNothing()
    {
        var clock = ClockBuilder.Started("NAT", 15, "2026-09-29T16:40:00");
        var paused = ClockRules.Pause(clock, China.At("2026-10-01T10:00:00"), "鉴定").Value;
        var told = ClockRules.Stop(clock, China.At("2026-10-12T10:30:00")).Value;
        Assert.Empty(LadderPlan.Next(paused, Statutory, China.Calendar, China.At("2026-10-09T10:00:00")));
        Assert.Empty(LadderPlan.Next(told, Statutory, China.Calendar, China.At("2026-10-12T10:30:00"))); // SC-01: the 100 % step is cancelled
    }

    [Fact]
    public void Next_AfterAPause_CountsOnlyRunningTime()
    {
        var clock = ClockBuilder.Started("HR", 10, "2026-10-12T08:00:00");
        clock = ClockRules.Pause(clock, China.At("2026-10-12T10:00:00"), "鉴定").Value;
        clock = ClockRules.Resume(clock, China.At("2026-10-12T14:00:00"), China.Calendar).Value;
        Assert.Equal(China.At("2026-10-12T17:00:00"), Step(clock, "half", "2026-10-12T14:00:00").FiresAt); // 2 h before the pause, 3 h after
    }

    [Fact]
    public void Next_FiredStep_DoesNotComeBackUntilNewFacts()
    {
        var clock = ClockBuilder.StartShipped("complaint-statutory", "2026-03-16T10:05:00");
        clock = LadderPlan.MarkFired(clock, Step(clock, "half", "2026-03-24T09:00:00"));
        clock = LadderPlan.MarkFired(clock, Step(clock, "late", "2026-03-30T09:00:00"));
        var now = China.At("2026-03-30T09:00:00");
        Assert.DoesNotContain(LadderPlan.Next(clock, Statutory, China.Calendar, now), firing => firing.StepId is "half" or "late");

        var extended = ClockRules.Extend(clock, ClockBuilder.Shipped("complaint-statutory"), ClockBuilder.Grant("complex", "2026-03-30T10:00:00"), China.Calendar).Value;
        var plan = LadderPlan.Next(extended, Statutory, China.Calendar, now);
        Assert.DoesNotContain(plan, firing => firing.StepId == "half");
        Assert.Contains(plan, firing => firing.StepId == "late"); // the longer period gets its own prompt

        var restarted = ClockRules.Restart(clock, China.At("2026-03-30T10:00:00"), "新证据", China.Calendar).Value;
        Assert.Contains(LadderPlan.Next(restarted, Statutory, China.Calendar, now), firing => firing.StepId == "half");
    }

    [Fact]
    public void Next_CaseEnteredLate_TellsOnlyTheLatestShare()
    {
        var clock = ClockBuilder.Started("NAT", 15, "2026-09-29T16:40:00");
        var plan = LadderPlan.Next(clock, Statutory, China.Calendar, China.At("2026-10-12T09:00:00"));
        Assert.True(plan.Single(firing => firing.StepId == "half").IsSuperseded);
        Assert.False(plan.Single(firing => firing.StepId == "late").IsSuperseded);
    }

    /// <summary>Back-entry after an outage: the deadline is long over, and everybody is told of that once and of nothing before it.</summary>
    [Fact]
    public void Next_CaseEnteredAfterItsDeadline_TellsOnlyTheBreach()
    {
        var clock = ClockBuilder.Started("NAT", 15, "2026-09-01T10:00:00");
        var plan = LadderPlan.Next(clock, Statutory, China.Calendar, China.At("2026-09-24T10:00:00"));
        Assert.Equal(["breach"], plan.Where(firing => !firing.IsSuperseded).Select(firing => firing.StepId));
    }

    [Fact]
    public void Next_AfterTheBreach_RepeatsEveryWorkingDayAndCatchesUpOnce()
    {
        var clock = ClockBuilder.Started("NAT", 15, "2026-09-29T16:40:00");
        Assert.Equal(China.At("2026-10-15T09:00:00"), Step(clock, "breach", "2026-10-14T10:00:00").FiresAt);
        clock = LadderPlan.MarkFired(clock, Step(clock, "breach", "2026-10-15T09:00:00"));
        Assert.Equal(China.At("2026-10-16T09:00:00"), Step(clock, "breach", "2026-10-15T09:00:00").FiresAt);
        // The host was down over a week: one reminder, the latest.
        Assert.Equal(China.At("2026-10-23T09:00:00"), Step(clock, "breach", "2026-10-25T12:00:00").FiresAt);
    }

    [Fact]
    public void MarkFired_Twice_RecordsOnce()
    {
        var clock = ClockBuilder.Started("NAT", 15, "2026-09-29T16:40:00");
        var firing = Step(clock, "half", "2026-10-08T09:00:00");
        Assert.Single(LadderPlan.MarkFired(LadderPlan.MarkFired(clock, firing), firing).Fired);
    }

    [Theory]
    [InlineData("2026-09-30T10:00:00", ClockColour.Green)]
    [InlineData("2026-10-07T05:20:00", ClockColour.Amber)]
    [InlineData("2026-10-11T17:44:00", ClockColour.Red)]
    [InlineData("2026-10-14T23:59:59", ClockColour.Red)]
    [InlineData("2026-10-15T00:00:00", ClockColour.Breached)]
    public void Colour_AlongTheStatutoryClock_FollowsTheLadder(string now, ClockColour expected) =>
        Assert.Equal(expected, ClockColours.At(ClockBuilder.Started("NAT", 15, "2026-09-29T16:40:00"), Statutory, China.At(now)));

    [Fact]
    public void Colour_WindowThatClosed_IsNoBreach() =>
        Assert.Equal(ClockColour.Green, ClockColours.At(ClockBuilder.StartShipped("review-request-window", "2026-10-12T10:30:00"), null, China.At("2027-01-01T00:00:00")));
}
