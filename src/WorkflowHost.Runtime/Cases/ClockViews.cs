using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Clocks as screens show them at an instant.</summary>
internal static class ClockViews
{
    /// <param name="nameOf">The name of a member of staff.</param>
    public static ClockView Of(Clock clock, SopPack pack, DateTimeOffset now, Func<string?, string?> nameOf)
    {
        var policy = pack.ClockPolicies.GetValueOrDefault(clock.PolicyId);
        var ladder = LadderOf(clock, pack);
        var calendar = pack.Calendars.GetValueOrDefault(clock.CalendarId);
        return new(
            clock.Id,
            clock.PolicyId,
            policy?.Name.Zh ?? clock.PolicyId,
            policy?.Name.En ?? clock.PolicyId,
            clock.Kind,
            clock.Unit,
            clock.Status,
            StateOf(clock, ladder, now),
            clock.StartedAt,
            clock.DueAt,
            clock.InternalDueAt,
            clock.IsProvisional,
            Math.Round(ClockProgress.PercentAt(clock, now), 1),
            clock.Status == ClockStatus.Running && calendar is not null ? ClockRules.RemainingBusinessTime(clock, now, calendar) : null,
            clock.StoppedAt,
            clock.EndReason,
            [.. DerivationOf(clock, pack).Select(step => DerivationText.Named(step, nameOf))],
            LadderOf(clock, ladder, pack, now),
            clock.Pauses,
            clock.Extensions,
            clock.Restarts,
            policy?.Provenance.Source,
            policy?.Provenance.NeedsReview ?? false)
        {
            MissedDueAt = clock.MissedDueAt,
        };
    }

    /// <summary>From the columns of a list: without pauses, so a paused way counts as gone.</summary>
    public static ClockBadge Badge(string policyId, DateTimeOffset startedAt, DateTimeOffset targetAt, bool isProvisional, SopPack pack, DateTimeOffset now)
    {
        var policy = pack.ClockPolicies.GetValueOrDefault(policyId);
        var ladder = policy?.LadderId is { } id ? pack.Ladders.GetValueOrDefault(id) : null;
        var way = targetAt - startedAt;
        var percent = way <= TimeSpan.Zero ? 100 : Math.Max(0, (now - startedAt) / way * 100);
        var colour = now >= targetAt.AddSeconds(1) ? ClockState.Breached
            : percent >= (ladder?.RedAtPercent ?? DefaultRedAtPercent) ? ClockState.Red
            : percent >= (ladder?.AmberAtPercent ?? DefaultAmberAtPercent) ? ClockState.Amber
            : ClockState.Green;
        return new(policyId, policy?.Name.Zh ?? policyId, policy?.Name.En ?? policyId, startedAt, targetAt, colour, Math.Round(percent, 1), isProvisional);
    }

    /// <summary>A live clock from its row: coloured by its way to the target, or standing still.</summary>
    public static ClockBadge Badge(StoredClock clock, SopPack pack, DateTimeOffset now)
    {
        var badge = Badge(clock.PolicyId, clock.StartedAt, clock.TargetAt, clock.IsProvisional, pack, now);
        return clock.Status == ClockStatus.Paused ? badge with { Colour = ClockState.Paused } : badge;
    }

    private const int DefaultAmberAtPercent = 50;
    private const int DefaultRedAtPercent = 80;

    private static Ladder? LadderOf(Clock clock, SopPack pack) => clock.LadderId is { } id ? pack.Ladders.GetValueOrDefault(id) : null;

    private static ClockState StateOf(Clock clock, Ladder? ladder, DateTimeOffset now) => clock.Status switch
    {
        ClockStatus.Paused => ClockState.Paused,
        ClockStatus.Cancelled => ClockState.Cancelled,
        ClockStatus.Stopped => clock.IsBreachedAt(now) ? ClockState.Late : ClockState.Met,
        _ => ClockColours.At(clock, ladder, now) switch
        {
            ClockColour.Breached => ClockState.Breached,
            ClockColour.Red => ClockState.Red,
            ClockColour.Amber => ClockState.Amber,
            _ => ClockState.Green,
        },
    };

    /// <summary>The state is stored without its derivations; the calendar gives them again, for an ended clock as it would count today.</summary>
    private static IReadOnlyList<DerivationStep> DerivationOf(Clock clock, SopPack pack)
    {
        if (clock.Derivation.Count > 0 || !pack.Calendars.TryGetValue(clock.CalendarId, out var calendar))
        {
            return clock.Derivation;
        }

        return ClockRules.Recompute(clock.IsEnded ? clock with { Status = ClockStatus.Running } : clock, calendar).Derivation;
    }

    private static List<LadderStepView> LadderOf(Clock clock, Ladder? ladder, SopPack pack, DateTimeOffset now)
    {
        var views = new List<LadderStepView>();
        if (ladder is null)
        {
            return views;
        }

        var steps = ladder.Steps.ToDictionary(s => s.Id, StringComparer.Ordinal);
        foreach (var fired in clock.Fired)
        {
            views.Add(StepOf(fired.StepId, fired.FiredAt, null, isFired: true, fired.IsSuperseded));
        }

        if (pack.Calendars.TryGetValue(clock.CalendarId, out var calendar))
        {
            views.AddRange(LadderPlan.Next(clock, ladder, calendar, now)
                .Select(next => StepOf(next.StepId, next.FiresAt, next.DeliverAt, isFired: false, next.IsSuperseded)));
        }

        return views;

        LadderStepView StepOf(string stepId, DateTimeOffset at, DateTimeOffset? deliverAt, bool isFired, bool isSuperseded) =>
            steps.TryGetValue(stepId, out var step)
                ? new(stepId, step.Text.Zh, step.Text.En, step.Roles, step.Action.ToString(), at, deliverAt, isFired, isSuperseded)
                : new(stepId, stepId, stepId, [], string.Empty, at, deliverAt, isFired, isSuperseded);
    }
}
