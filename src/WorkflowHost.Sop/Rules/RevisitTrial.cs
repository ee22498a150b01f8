using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Rules;

/// <summary>One call as a revisit plan or policy would place it.</summary>
/// <param name="FirstAttemptAt">When the first attempt is made if nothing comes in between.</param>
/// <param name="DueAt">By when the call must have been made.</param>
/// <param name="IsProvisional">Leans on a year whose calendar isn't loaded.</param>
/// <param name="Attempts">What would be tried, one after another, if the customer were never reached.</param>
public sealed record TrialCall(int Number, DateTimeOffset FirstAttemptAt, DateTimeOffset DueAt, bool IsProvisional, IReadOnlyList<TrialAttempt> Attempts);

/// <summary>One try of a call that is tried on paper.</summary>
public sealed record TrialAttempt(DateTimeOffset At, ContactChannel Channel);

/// <summary>Places calls on paper only. Pure, thread-safe.</summary>
public static class RevisitTrial
{
    /// <summary>Calls of a plan without end that are shown.</summary>
    public const int MostCalls = 12;

    // More than any policy allows; it only ends what would not end.
    private const int MostAttempts = 25;

    /// <summary>The one call of a policy, after an event.</summary>
    public static Outcome<IReadOnlyList<TrialCall>> Run(RevisitPolicy policy, SopPack pack, DateTimeOffset eventAt)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(pack);
        return pack.Calendars.TryGetValue(policy.CalendarId, out var calendar)
            ? Listed(RevisitRules.Plan(policy, policy.Id, eventAt, calendar), 1, policy, calendar)
            : Refusal.Of("trial.calendar_unknown", ("calendar", policy.CalendarId));
    }

    /// <summary>The calls of a plan, at most <see cref="MostCalls"/>.</summary>
    public static Outcome<IReadOnlyList<TrialCall>> Run(RevisitPlan plan, SopPack pack, DateTimeOffset begunAt)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(pack);
        if (!pack.RevisitPolicies.TryGetValue(plan.PolicyId, out var policy) || !pack.Calendars.TryGetValue(policy.CalendarId, out var calendar))
        {
            return Refusal.Of("trial.policy_unknown", ("policy", plan.PolicyId));
        }

        var calls = new List<TrialCall>();
        for (var index = 0; index < MostCalls && RevisitPlanRules.Call(plan, begunAt, index, calendar) is { } call; index++)
        {
            var planned = Listed(RevisitRules.Plan(policy, plan.Id, call, begunAt, begunAt, calendar), index + 1, policy, calendar);
            if (planned.IsRefused)
            {
                return planned.Refusal;
            }

            calls.AddRange(planned.Value);
        }

        return calls;
    }

    private static Outcome<IReadOnlyList<TrialCall>> Listed(Outcome<Revisit> planned, int number, RevisitPolicy policy, WorkCalendar calendar) => planned.IsRefused
        ? planned.Refusal
        : new List<TrialCall>
        {
            new(number, planned.Value.NextAttemptAt ?? planned.Value.DueFrom, planned.Value.DueAt, planned.Value.IsProvisional, NeverReached(planned.Value, policy, calendar)),
        };

    private static List<TrialAttempt> NeverReached(Revisit revisit, RevisitPolicy policy, WorkCalendar calendar)
    {
        var attempts = new List<TrialAttempt>();
        while (attempts.Count < MostAttempts && revisit is { NextAttemptAt: { } at, NextChannel: { } channel })
        {
            attempts.Add(new(at.ToOffset(calendar.UtcOffset), channel));
            var attempt = new RevisitAttempt
            {
                At = at,
                Number = "-",
                Channel = channel,
                Result = channel == ContactChannel.Phone ? AttemptResult.NoAnswer : AttemptResult.Sent,
                Agent = "-",
            };
            var next = RevisitRules.LogAttempt(revisit, attempt, policy, calendar);
            if (next.IsRefused)
            {
                break;
            }

            revisit = next.Value;
        }

        return attempts;
    }
}
