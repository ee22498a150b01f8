using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Clocks;

/// <summary>A running clock held against what its policy says now.</summary>
public static partial class ClockRules
{
    /// <summary>Whether the clock would be another if it were started by the policy as it is now. Ladders and names don't count.</summary>
    public static bool DiffersFrom(Clock clock, ClockPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(policy);
        return (clock.Unit, clock.Amount, clock.Kind, clock.CalendarId, clock.IsPausable, clock.StaysOnRestDays, clock.RestartsOnNewFacts ?? policy.RestartsOnNewFacts)
            != (policy.Unit, AmountOf(policy, clock), policy.Kind, policy.CalendarId, policy.IsPausable, policy.StaysOnRestDays, policy.RestartsOnNewFacts);
    }

    /// <summary>
    /// Counts a running clock by the policy as it is now, from the same start: what happened to it, pauses and restarts and extensions,
    /// stays. Refused where extensions were granted in another unit: thirty days more are not thirty hours more.
    /// </summary>
    public static Outcome<Clock> Reapply(Clock clock, ClockPolicy policy, WorkCalendar calendar)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        if (clock.Extensions.Count > 0 && clock.Unit != policy.Unit)
        {
            return Refusal.Of("clock.unit_changed", ("clock", clock.Id), ("policy", policy.Id), ("unit", clock.Unit.ToString()), ("now", policy.Unit.ToString()));
        }
        return Computed(
            clock with
            {
                Unit = policy.Unit,
                Amount = AmountOf(policy, clock),
                HasOwnAmount = KeepsAmount(policy, clock),
                IsExpedited = clock.IsExpedited && policy.ExpeditedAmount is not null,
                StaysOnRestDays = policy.StaysOnRestDays,
                Kind = policy.Kind,
                CalendarId = policy.CalendarId,
                IsPausable = policy.IsPausable,
                RestartsOnNewFacts = policy.RestartsOnNewFacts,
            },
            calendar);
    }

    /// <summary>
    /// The clock of another policy that takes over from a live one, counted from the same begin: what happened to the work,
    /// pauses and new facts, happened to it too, and a clock that stands still hands that on. Extensions are taken over
    /// where the policy knows them and counts in the same unit.
    /// </summary>
    /// <exception cref="ArgumentException">The calendar isn't the policy's.</exception>
    public static Outcome<Clock> Succeed(Clock live, ClockPolicy policy, string id, WorkCalendar calendar, bool isExpedited = false)
    {
        var started = Start(policy, id, live.CountsFrom, calendar, ladderId: null, isExpedited);
        return started.IsRefused
            ? started
            : Computed(
                started.Value with
                {
                    StartedAt = live.StartedAt,
                    Status = live.Status,
                    Pauses = live.Pauses,
                    PauseReasons = live.PauseReasons,
                    Restarts = live.Restarts,
                    Extensions = [.. live.Extensions.Where(extension => live.Unit == policy.Unit && policy.Extensions.Any(rule => rule.Id == extension.RuleId))],
                },
                calendar);
    }

    /// <summary>A case on the fast track stays on it, as far as the policy still knows one.</summary>
    private static int AmountOf(ClockPolicy policy, Clock clock) =>
        KeepsAmount(policy, clock) ? clock.Amount : clock.IsExpedited && policy.ExpeditedAmount is { } shorter ? shorter : policy.Amount;

    /// <summary>Ninety minutes of its own mean nothing to a policy that counts days by now.</summary>
    private static bool KeepsAmount(ClockPolicy policy, Clock clock) => clock.HasOwnAmount && clock.Unit == policy.Unit;
}
