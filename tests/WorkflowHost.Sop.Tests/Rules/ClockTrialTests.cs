using WorkflowHost.Sop.Revisits;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Rules;

/// <summary>Clock policies tried on paper say what a case would get.</summary>
public sealed class ClockTrialTests
{
    private static readonly DateTimeOffset Monday = China.At("2026-09-14T09:00:00");

    /// <summary>Order 2020 No. 3 art. 18, Civil Code art. 201 and 203: 15 days after 14 September end on Tuesday the 29th.</summary>
    [Fact]
    public void Run_StatutoryComplaint_IsDueAfterFifteenDaysAndSaysWhy()
    {
        var trial = Run("complaint-statutory", new(Monday));

        Assert.Equal(China.At("2026-09-29T23:59:59"), trial.DueAt);
        Assert.Contains(trial.Explanation, step => step.Zh.Contains("15 个自然日", StringComparison.Ordinal) && step.En.Contains("15 calendar days", StringComparison.Ordinal));
        Assert.Equal(TrialMomentKind.Start, trial.Moments[0].Kind);
        Assert.Equal(trial.Moments.OrderBy(moment => moment.At), trial.Moments);
        Assert.Contains(trial.Moments, moment => moment.Kind == TrialMomentKind.Ladder && moment.Roles!.Contains("assignee"));
    }

    [Fact]
    public void Run_PauseExtensionAndEventsOutOfOrder_AreCountedInTheirOrder()
    {
        var trial = Run("complaint-statutory", new(Monday, Events:
        [
            new(TrialEventKind.Extend, China.At("2026-09-22T10:00:00"), "complex"),
            new(TrialEventKind.Resume, China.At("2026-09-20T10:00:00")),
            new(TrialEventKind.Pause, China.At("2026-09-16T10:00:00"), "鉴定"),
        ]));

        // 30 days from 14 September end on 14 October; four days stood still: Sunday 18 October rolls to Monday.
        Assert.Equal(China.At("2026-10-19T23:59:59"), trial.DueAt);
        Assert.Equal(
            [TrialMomentKind.Start, TrialMomentKind.Pause, TrialMomentKind.Resume, TrialMomentKind.Extend],
            trial.Moments.Where(moment => moment.Kind < TrialMomentKind.Ladder).Select(moment => moment.Kind));
    }

    [Fact]
    public void Run_LeftPaused_HasNoDeadlineYet()
    {
        var trial = Run("complaint-statutory", new(Monday, Events: [new(TrialEventKind.Pause, China.At("2026-09-16T10:00:00"), "鉴定")]));

        Assert.Null(trial.DueAt);
        Assert.DoesNotContain(trial.Moments, moment => moment.Kind is TrialMomentKind.Due or TrialMomentKind.Ladder);
    }

    [Fact]
    public void Run_YearWithoutCalendar_IsProvisional() => Assert.True(Run("complaint-statutory", new(China.At("2026-12-25T09:00:00"))).IsProvisional);

    [Theory]
    [InlineData("first-contact-24h", TrialEventKind.Pause, "2026-09-14T12:00:00", null, "clock.not_pausable")]
    [InlineData("complaint-statutory", TrialEventKind.Extend, "2026-10-20T12:00:00", "complex", "clock.extension_late")]
    [InlineData("complaint-statutory", TrialEventKind.Extend, "2026-09-16T12:00:00", "special", "clock.extension_out_of_order")]
    public void Run_WhatTheRuleForbids_IsRefusedAsInACase(string policy, TrialEventKind kind, string at, string? subject, string code)
    {
        var outcome = ClockTrial.Run(RealPack.Pack.ClockPolicies[policy], RealPack.Pack, new(Monday, Events: [new(kind, China.At(at), subject)]));

        Assert.Equal(code, outcome.Refusal?.Code);
    }

    [Fact]
    public void Run_EveryShippedPolicy_HasATimelineInBothLanguages() => Assert.All(RealPack.Pack.ClockPolicies.Keys, id =>
    {
        var trial = Run(id, new(Monday));
        Assert.True(trial.DueAt > Monday);
        Assert.All(trial.Moments.Select(moment => moment.Text).Concat(trial.Explanation), text =>
        {
            Assert.NotEmpty(text.Zh);
            Assert.NotEmpty(text.En);
        });
    });

    [Fact]
    public void Revisits_EveryShippedPlan_PlacesItsCallsInOrderWithinTheirTime() => Assert.All(RealPack.Pack.RevisitPlans.Values, plan =>
    {
        var calls = RevisitTrial.Run(plan, RealPack.Pack, Monday).Value;
        Assert.Equal(Enumerable.Range(1, calls.Count), calls.Select(call => call.Number));
        Assert.All(calls, call => Assert.True(call.FirstAttemptAt <= call.DueAt));
        Assert.Equal(calls.OrderBy(call => call.DueAt), calls);
    });

    [Fact]
    public void Revisits_NeverReached_TriesAsOftenAsThePolicySaysAndThenWrites() => Assert.All(RealPack.Pack.RevisitPolicies.Values, policy =>
    {
        var attempts = Assert.Single(RevisitTrial.Run(policy, RealPack.Pack, Monday).Value).Attempts;
        Assert.Equal(policy.MaxAttempts, attempts.Count(attempt => attempt.Channel == ContactChannel.Phone));
        Assert.Equal(ContactChannel.Letter, attempts[^1].Channel);
        Assert.Equal(attempts.OrderBy(attempt => attempt.At), attempts);
    });

    private static ClockTrialResult Run(string policy, ClockTrialRequest request)
    {
        var outcome = ClockTrial.Run(RealPack.Pack.ClockPolicies[policy], RealPack.Pack, request);
        Assert.False(outcome.IsRefused, outcome.Refusal?.ToString());
        return outcome.Value;
    }
}
