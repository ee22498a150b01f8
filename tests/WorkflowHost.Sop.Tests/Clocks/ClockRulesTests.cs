using System.Text.Json;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Tests.Clocks;

public sealed class ClockRulesTests
{
    private static readonly ClockPolicy Statutory = ClockBuilder.Shipped("complaint-statutory");

    private static Clock Received => ClockBuilder.StartShipped("complaint-statutory", "2026-03-16T10:05:00");

    private static Clock Complex => ClockRules.Extend(Received, Statutory, ClockBuilder.Grant("complex", "2026-03-24T15:00:00"), China.Calendar).Value;

    /// <summary>SC-03: one second after the deadline is too late; the deadline's own second is not (Civil Code art. 203: until 24:00).</summary>
    [Theory]
    [InlineData("2026-04-15T23:59:59", null)]
    [InlineData("2026-04-16T00:00:00", "clock.extension_late")]
    [InlineData("2026-04-16T09:00:00", "clock.extension_late")]
    public void Extend_AroundTheDeadline_IsRefusedWhenLate(string at, string? code) =>
        Assert.Equal(code, ClockRules.Extend(Complex, Statutory, ClockBuilder.Grant("special", at, "exec"), China.Calendar).Refusal?.Code);

    [Theory]
    [InlineData("special", "handler", true, "r", "clock.extension_not_authorised")]
    [InlineData("special", "exec", false, "r", "clock.extension_needs_notice")]
    [InlineData("special", "exec", true, " ", "clock.extension_needs_reason")]
    [InlineData("complex", "exec", true, "r", "clock.extension_already_granted")]
    [InlineData("other", "exec", true, "r", "clock.extension_unknown")]
    public void Extend_WithoutWhatTheRuleAsksFor_IsRefused(string rule, string role, bool isTold, string reason, string code) =>
        Assert.Equal(code, ClockRules.Extend(Complex, Statutory, ClockBuilder.Grant(rule, "2026-04-13T10:00:00", role, isTold, reason), China.Calendar).Refusal?.Code);

    [Fact]
    public void Extend_SpecialBeforeComplex_IsOutOfOrder() => Assert.Equal(
        "clock.extension_out_of_order",
        ClockRules.Extend(Received, Statutory, ClockBuilder.Grant("special", "2026-03-20T10:00:00", "exec"), China.Calendar).Refusal?.Code);

    [Fact]
    public void Extend_PausedClock_IsRefused()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-20T10:00:00"), "鉴定").Value;
        Assert.Equal("clock.not_running", ClockRules.Extend(paused, Statutory, ClockBuilder.Grant("complex", "2026-03-24T15:00:00"), China.Calendar).Refusal?.Code);
    }

    [Fact]
    public void Pause_AfterTheDeadline_IsRefused() =>
        Assert.Equal("clock.pause_late", ClockRules.Pause(Received, China.At("2026-04-01T00:00:00"), "鉴定").Refusal?.Code);

    [Fact]
    public void Pause_PolicyThatMayNot_IsRefused() =>
        Assert.Equal("clock.not_pausable", ClockRules.Pause(ClockBuilder.StartShipped("register", "2026-03-16T10:05:00"), China.At("2026-03-16T10:06:00"), "x").Refusal?.Code);

    [Fact]
    public void Resume_BeforeThePause_IsRefused()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-20T10:00:00"), "鉴定").Value;
        Assert.Equal("clock.time_goes_back", ClockRules.Resume(paused, China.At("2026-03-20T09:59:00"), China.Calendar).Refusal?.Code);
        Assert.Equal("clock.not_paused", ClockRules.Resume(Received, China.At("2026-03-20T09:59:00"), China.Calendar).Refusal?.Code);
    }

    [Theory]
    [InlineData("2026-03-31T23:59:59", true)]
    [InlineData("2026-04-01T00:00:00", false)]
    public void Stop_AroundTheDeadline_SaysWhetherMet(string at, bool isMet)
    {
        var stopped = ClockRules.Stop(Received, China.At(at)).Value;
        Assert.Equal(isMet, stopped.IsMet);
        Assert.Equal(!isMet, stopped.IsBreachedAt(China.At("2026-05-01T00:00:00")));
        Assert.Equal("clock.not_running", ClockRules.Stop(stopped, China.At(at)).Refusal?.Code);
    }

    [Fact]
    public void Stop_PausedClock_IsMetAndClosesThePause()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-20T10:00:00"), "鉴定").Value;
        var stopped = ClockRules.Stop(paused, China.At("2026-06-01T10:00:00")).Value;
        Assert.True(stopped.IsMet);
        Assert.Equal(China.At("2026-06-01T10:00:00"), stopped.Pauses[0].To);
    }

    /// <summary>Order 2020 No. 3 art. 15: a withdrawal ends the procedure the day it is received.</summary>
    [Fact]
    public void Cancel_Withdrawal_EndsWithoutBreach()
    {
        var cancelled = ClockRules.Cancel(Received, China.At("2026-03-20T10:00:00"), "withdrawn").Value;
        Assert.Equal(ClockStatus.Cancelled, cancelled.Status);
        Assert.Null(cancelled.IsMet);
        Assert.False(cancelled.IsBreachedAt(China.At("2026-12-01T10:00:00")));
    }

    /// <summary>Order 2020 No. 3 art. 18: new facts start the period again from the new material.</summary>
    [Fact]
    public void Restart_NewFacts_CountsFromTheNewMaterial()
    {
        var special = ClockRules.Extend(Complex, Statutory, ClockBuilder.Grant("special", "2026-04-13T10:00:00", "exec"), China.Calendar).Value;
        var restarted = ClockRules.Restart(special, China.At("2026-04-20T11:00:00"), "新证据", China.Calendar).Value;
        Assert.Equal(China.At("2026-05-20T23:59:59"), restarted.DueAt); // complex stays: 30 days; the added 30 days go
        Assert.Equal(China.At("2026-05-15T23:59:59"), restarted.Restarts[0].PreviousDueAt);
        Assert.True(ClockRules.Extend(restarted, Statutory, ClockBuilder.Grant("special", "2026-05-18T10:00:00", "exec"), China.Calendar).Value.DueAt > restarted.DueAt);
    }

    [Fact]
    public void Restart_WhilePaused_StaysPausedFromTheNewMaterial()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-18T10:00:00"), "鉴定").Value;
        var restarted = ClockRules.Restart(paused, China.At("2026-03-20T10:00:00"), "新证据", China.Calendar).Value;
        Assert.Equal(ClockStatus.Paused, restarted.Status);
        var resumed = ClockRules.Resume(restarted, China.At("2026-03-25T10:00:00"), China.Calendar).Value;
        Assert.Equal(China.At("2026-04-09T23:59:59"), resumed.DueAt); // 03-20 + 15 days + 5 days of the pause since then
    }

    [Fact]
    public void RemainingBusinessTime_RunningPausedAndLate_FollowsTheTarget()
    {
        Assert.Equal(TimeSpan.FromHours(1), ClockRules.RemainingBusinessTime(Received, China.At("2026-03-31T17:00:00"), China.Calendar));
        Assert.Equal(TimeSpan.FromHours(-1), ClockRules.RemainingBusinessTime(Received, China.At("2026-04-01T10:00:00"), China.Calendar));
        var paused = ClockRules.Pause(Received, China.At("2026-03-31T16:00:00"), "鉴定").Value;
        Assert.Equal(TimeSpan.FromHours(2), ClockRules.RemainingBusinessTime(paused, China.At("2026-05-01T10:00:00"), China.Calendar));
    }

    [Fact]
    public void Json_ClockWithHistory_ComesBackTheSame()
    {
        var clock = ClockRules.Pause(Complex, China.At("2026-03-26T10:00:00"), "鉴定").Value with { Fired = [new FiredStep("half", 0, China.At("2026-03-24T02:00:00"))] };
        var text = JsonSerializer.Serialize(clock, ClocksJson.Default.Clock);
        var back = JsonSerializer.Deserialize(text, ClocksJson.Default.Clock)!;
        Assert.Equal(text, JsonSerializer.Serialize(back, ClocksJson.Default.Clock));
        Assert.Equal(clock.DueAt, ClockRules.Recompute(back, China.Calendar).DueAt);
        Assert.Equal(ClockStatus.Paused, back.Status);
    }
}
