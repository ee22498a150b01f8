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

    /// <summary>Ninety minutes that a case was given stay ninety when the rules are applied again, unless they count in another unit by then.</summary>
    [Fact]
    public void Reapply_AmountWasTheCasesOwn_IsKept()
    {
        var policy = ClockBuilder.Policy("MIN", 240);
        var clock = ClockBuilder.Started("MIN", 90, "2026-03-16T10:00:00") with { HasOwnAmount = true };
        Assert.False(ClockRules.DiffersFrom(clock, policy));

        var longer = ClockRules.Reapply(clock, policy with { Amount = 480, IsPausable = false }, China.Calendar).Value;

        Assert.Equal((90, false, clock.DueAt), (longer.Amount, longer.IsPausable, longer.DueAt));
        Assert.Equal(5, ClockRules.Reapply(clock, ClockBuilder.Policy("HR", 5), China.Calendar).Value.Amount);
    }

    [Fact]
    public void Extend_SpecialBeforeComplex_IsOutOfOrder() => Assert.Equal(
        "clock.extension_out_of_order",
        ClockRules.Extend(Received, Statutory, ClockBuilder.Grant("special", "2026-03-20T10:00:00", "exec"), China.Calendar).Refusal?.Code);

    /// <summary>That the case is complex may come out during the appraisal; the deadline follows when the clock resumes.</summary>
    [Fact]
    public void Extend_PausedClock_CountsWhenItResumes()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-20T10:00:00"), "鉴定").Value;
        var extended = ClockRules.Extend(paused, Statutory, ClockBuilder.Grant("complex", "2026-03-24T15:00:00"), China.Calendar).Value;
        Assert.Equal(ClockStatus.Paused, extended.Status);
        Assert.Equal(China.At("2026-04-25T23:59:59").AddDays(2), ClockRules.Resume(extended, China.At("2026-03-30T10:00:00"), China.Calendar).Value.DueAt);
    }

    /// <summary>Order 2020 No. 3 art. 18 and 23: neither an appraisal nor mediation is counted, and no day twice.</summary>
    [Fact]
    public void Resume_AppraisalAndMediationOverlap_ExcludesTheirUnion()
    {
        var clock = ClockRules.Pause(Received, China.At("2026-03-18T10:00:00"), "鉴定").Value;
        clock = ClockRules.Pause(clock, China.At("2026-03-20T10:00:00"), "调解").Value;
        Assert.Equal("clock.not_running", ClockRules.Pause(clock, China.At("2026-03-21T10:00:00"), "调解").Refusal?.Code);
        Assert.Equal(China.At("2026-03-18T10:00:00"), clock.PausedAt);

        clock = ClockRules.Resume(clock, China.At("2026-03-24T10:00:00"), China.Calendar, "鉴定").Value;
        Assert.Equal(ClockStatus.Paused, clock.Status);
        Assert.Equal(["调解"], clock.PauseReasons);
        Assert.Equal("clock.not_paused", ClockRules.Resume(clock, China.At("2026-03-25T10:00:00"), China.Calendar, "鉴定").Refusal?.Code);

        clock = ClockRules.Resume(clock, China.At("2026-03-25T10:00:00"), China.Calendar, "调解").Value;
        Assert.Equal(ClockStatus.Running, clock.Status);
        Assert.Null(clock.PauseReasons);
        var once = ClockRules.Pause(Received, China.At("2026-03-18T10:00:00"), "x").Value;
        Assert.Equal(ClockRules.Resume(once, China.At("2026-03-25T10:00:00"), China.Calendar).Value.DueAt, clock.DueAt);
        Assert.Equal(["鉴定", "鉴定; 调解", "调解"], clock.Pauses.Select(pause => pause.Reason));
    }

    [Fact]
    public void Resume_WithoutAReason_EndsAllReasons()
    {
        var clock = ClockRules.Pause(Received, China.At("2026-03-18T10:00:00"), "鉴定").Value;
        clock = ClockRules.Pause(clock, China.At("2026-03-18T10:00:00"), "调解").Value;
        Assert.Single(clock.Pauses);
        Assert.Equal(ClockStatus.Running, ClockRules.Resume(clock, China.At("2026-03-25T10:00:00"), China.Calendar).Value.Status);
    }

    [Fact]
    public void Resume_ClockStoredBeforeReasonsWereKept_KnowsItsReason()
    {
        var old = ClockRules.Pause(Received, China.At("2026-03-18T10:00:00"), "鉴定").Value with { PauseReasons = null };
        Assert.Equal(ClockStatus.Running, ClockRules.Resume(old, China.At("2026-03-25T10:00:00"), China.Calendar, "鉴定").Value.Status);
    }

    /// <summary>Another machine's clock may be minutes ahead; what was done before the count begins is done in time.</summary>
    [Fact]
    public void StopAndCancel_BeforeTheCountBegins_HappenAtItsBegin()
    {
        var early = China.At("2026-03-16T10:02:00");
        var stopped = ClockRules.Stop(Received, early).Value;
        Assert.True(stopped.IsMet);
        Assert.Equal(Received.CountsFrom, stopped.StoppedAt);
        Assert.Equal(Received.CountsFrom, ClockRules.Cancel(Received, early, "merged").Value.StoppedAt);
        Assert.Equal("clock.time_goes_back", ClockRules.Pause(Received, early, "鉴定").Refusal?.Code);
    }

    [Theory]
    [InlineData(1999, 12, 31)]
    [InlineData(2100, 12, 30)]
    [InlineData(1, 1, 1)]
    [InlineData(9999, 12, 31)]
    public void Start_OutsideTheCountableYears_IsRefused(int year, int month, int day) => Assert.Equal(
        "clock.out_of_range",
        ClockRules.Start(Statutory, "c1", new DateTimeOffset(year, month, day, 23, 59, 59, TimeSpan.Zero), China.Calendar).Refusal?.Code);

    [Fact]
    public void Restart_PolicyThatDoesNot_IsRefused()
    {
        var register = ClockBuilder.StartShipped("register", "2026-03-16T10:05:00");
        Assert.Equal("clock.restart_not_allowed", ClockRules.Restart(register, China.At("2026-03-16T10:06:00"), "新证据", China.Calendar).Refusal?.Code);
        var life = ClockBuilder.StartShipped("life-reply", "2026-03-16T10:05:00");
        Assert.False(ClockRules.Restart(life, China.At("2026-03-16T10:06:00"), "新证据", China.Calendar).IsRefused);
    }

    [Fact]
    public void Pause_AfterTheDeadline_IsRefused() =>
        Assert.Equal("clock.pause_late", ClockRules.Pause(Received, China.At("2026-04-01T00:00:00"), "鉴定").Refusal?.Code);

    [Fact]
    public void Pause_PolicyThatMayNot_IsRefused() =>
        Assert.Equal("clock.not_pausable", ClockRules.Pause(ClockBuilder.StartShipped("register", "2026-03-16T10:05:00"), China.At("2026-03-16T10:06:00"), "x").Refusal?.Code);

    /// <summary>A mistyped end must not let the statutory clock stand still for the rest of the case.</summary>
    [Fact]
    public void Resume_BeforeThePause_RunsAsIfItHadNeverStoodStill()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-20T10:00:00"), "鉴定").Value;
        var resumed = ClockRules.Resume(paused, China.At("2026-03-19T09:59:00"), China.Calendar, "鉴定").Value;
        Assert.Equal((ClockStatus.Running, Received.DueAt), (resumed.Status, resumed.DueAt));
        Assert.Equal([new ClockPause(China.At("2026-03-20T10:00:00"), China.At("2026-03-20T10:00:00"), "鉴定")], resumed.Pauses);
        Assert.Equal("clock.not_paused", ClockRules.Resume(Received, China.At("2026-03-20T09:59:00"), China.Calendar).Refusal?.Code);
    }

    /// <summary>The end of mediation on the 23rd is entered after the appraisal's end on the 24th: only what lies before each end stays excluded.</summary>
    [Fact]
    public void Resume_HeardOfAfterAnotherReasonEnded_PutsTheHistoryRight()
    {
        var clock = ClockRules.Pause(Received, China.At("2026-03-18T10:00:00"), "鉴定").Value;
        clock = ClockRules.Pause(clock, China.At("2026-03-20T10:00:00"), "调解").Value;
        clock = ClockRules.Resume(clock, China.At("2026-03-24T10:00:00"), China.Calendar, "鉴定").Value;

        clock = ClockRules.Resume(clock, China.At("2026-03-23T10:00:00"), China.Calendar, "调解").Value;

        Assert.Equal(ClockStatus.Running, clock.Status);
        Assert.Equal(China.At("2026-03-31T23:59:59").AddDays(7), clock.DueAt); // 04-06 was a day off: 03-18 to 03-24 are 6 days
    }

    [Fact]
    public void Resume_BeforeNewFactsThatCameDuringThePause_RunsFromTheNewFacts()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-18T10:00:00"), "鉴定").Value;
        var restarted = ClockRules.Restart(paused, China.At("2026-03-20T10:00:00"), "新证据", China.Calendar).Value;

        var resumed = ClockRules.Resume(restarted, China.At("2026-03-19T10:00:00"), China.Calendar, "鉴定").Value;

        Assert.Equal((ClockStatus.Running, China.At("2026-04-07T23:59:59")), (resumed.Status, resumed.DueAt)); // 03-20 + 15 = 04-04, a holiday until 04-06
    }

    [Fact]
    public void Stop_BeforeAPauseThatWasEnteredMeanwhile_IsMetWithoutIt()
    {
        var paused = ClockRules.Pause(Received, China.At("2026-03-20T10:00:00"), "鉴定").Value;
        var stopped = ClockRules.Stop(paused, China.At("2026-03-19T16:00:00")).Value;
        Assert.Equal((true, China.At("2026-03-19T16:00:00")), (stopped.IsMet, stopped.StoppedAt));
        Assert.Empty(stopped.Pauses);
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

    /// <summary>Order 2020 No. 3 art. 18 speaks of new facts within the period: those that come later undo no breach.</summary>
    [Theory]
    [InlineData("2026-03-31T23:59:59", false)]
    [InlineData("2026-04-01T10:00:00", true)]
    public void Restart_AroundTheDeadline_KeepsABreach(string at, bool isMissed)
    {
        var restarted = ClockRules.Restart(Received, China.At(at), "新证据", China.Calendar).Value;
        var stopped = ClockRules.Stop(restarted, China.At("2026-04-02T10:00:00")).Value;

        Assert.Equal(isMissed ? Received.DueAt : null, stopped.MissedDueAt);
        Assert.True(stopped.IsMet);
        Assert.Equal(isMissed, stopped.IsBreachedAt(China.At("2026-04-02T10:00:00")));
        Assert.False(restarted.IsOverdueAt(China.At("2026-04-02T10:00:00")));
    }

    [Fact]
    public void Cancel_AfterTheDeadline_KeepsTheBreach()
    {
        var cancelled = ClockRules.Cancel(Received, China.At("2026-04-02T10:00:00"), "withdrawn").Value;
        Assert.Equal(Received.DueAt, cancelled.MissedDueAt);
        Assert.True(cancelled.IsBreachedAt(China.At("2026-04-02T10:00:00")));
    }

    /// <summary>Another target by severity or complexity is for the same work: what was excluded stays excluded.</summary>
    [Fact]
    public void Succeed_PausedClock_StandsStillAndKeepsItsPauses()
    {
        var clock = ClockBuilder.StartShipped("finish-wd10", "2026-03-16T10:05:00");
        clock = ClockRules.Resume(ClockRules.Pause(clock, China.At("2026-03-17T10:00:00"), "调解").Value, China.At("2026-03-19T10:00:00"), China.Calendar).Value;
        clock = ClockRules.Pause(clock, China.At("2026-03-20T10:00:00"), "鉴定").Value;

        var successor = ClockRules.Succeed(clock, ClockBuilder.Shipped("finish-wd20"), "c2", China.Calendar).Value;

        Assert.Equal((ClockStatus.Paused, "finish-wd20", 20), (successor.Status, successor.PolicyId, successor.Amount));
        Assert.Equal(clock.Pauses, successor.Pauses);
        var resumed = ClockRules.Resume(successor, China.At("2026-03-30T10:00:00"), China.Calendar, "鉴定").Value;
        Assert.Equal(China.At("2026-04-24T18:00:00"), resumed.DueAt); // used: 17th, 20th; the other 18 from 03-31, without Qingming on Monday 04-06
    }

    [Fact]
    public void Succeed_ExtendedClock_TakesOverWhatThePolicyKnows()
    {
        var renamed = Statutory with { Id = "complaint-statutory-2" };
        Assert.Equal(Complex.DueAt, ClockRules.Succeed(Complex, renamed, "c2", China.Calendar).Value.DueAt);
        Assert.Empty(ClockRules.Succeed(Complex, ClockBuilder.Shipped("finish-wd20"), "c2", China.Calendar).Value.Extensions);
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
