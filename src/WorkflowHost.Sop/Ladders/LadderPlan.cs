using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Ladders;

/// <summary>A ladder step that is still to come, or due now.</summary>
/// <param name="StepId">The step of the ladder.</param>
/// <param name="FiresAt">The instant the rule names; in the past when a host was down or the case was entered late.</param>
/// <param name="DeliverAt">When people are told: they have working hours, the rule doesn't.</param>
/// <param name="IsSuperseded">
/// A later share of the way has been reached too, or everybody it tells is told by a later step that is due as well, so this
/// one is only recorded and nobody is told: a case entered late must not send a storm of messages.
/// </param>
public sealed record PlannedFiring(string StepId, DateTimeOffset FiresAt, DateTimeOffset DeliverAt, bool IsSuperseded = false);

/// <summary>
/// Which reminders and escalations a clock has ahead. Pure: the plan follows from the clock, and is computed again
/// after every change of it. Nothing is planned for a paused or ended clock, and a step that fired doesn't come back.
/// </summary>
public static class LadderPlan
{
    /// <summary>All steps not yet fired, by delivery; the first one is what the next timer waits for.</summary>
    public static IReadOnlyList<PlannedFiring> Next(Clock clock, Ladder ladder, WorkCalendar calendar, DateTimeOffset now)
    {
        if (clock.Status != ClockStatus.Running)
        {
            return [];
        }
        var firings = ladder.Steps
            .Where(step => !HasFired(clock, step))
            .Select(step => (Step: step, FiresAt: FiresAt(clock, step, calendar, now)))
            .Where(planned => planned.FiresAt is not null)
            .Select(planned => (planned.Step, FiresAt: planned.FiresAt!.Value))
            .ToList();
        var reached = firings
            .Where(planned => planned.FiresAt <= now && planned.Step.Trigger.Kind == LadderTriggerKind.Percent)
            .Select(planned => planned.Step.Trigger.Percent)
            .DefaultIfEmpty(-1)
            .Max();
        var due = firings.Where(planned => planned.FiresAt <= now && Planned(clock, planned.Step, planned.FiresAt, calendar).DeliverAt <= now).ToList();
        return [.. firings
            .Select(planned => Planned(clock, planned.Step, planned.FiresAt, calendar) with
            {
                IsSuperseded = planned.FiresAt <= now
                    && (planned.Step.Trigger.Kind == LadderTriggerKind.Percent && planned.Step.Trigger.Percent < reached
                        || IsToldByLater(planned.Step, planned.FiresAt, due)),
            })
            .OrderBy(planned => planned.DeliverAt)
            .ThenBy(planned => planned.FiresAt)];
    }

    /// <summary>
    /// A case entered after an outage has many steps behind it at once: whom a later one of them tells needs no earlier one.
    /// An incident is more than a message and is never passed over.
    /// </summary>
    private static bool IsToldByLater(LadderStep step, DateTimeOffset firesAt, List<(LadderStep Step, DateTimeOffset FiresAt)> due) =>
        step.Action != LadderAction.Incident
        && step.Roles.All(role => due.Exists(later => later.FiresAt > firesAt && later.Step.Roles.Contains(role)));

    /// <summary>The clock with the step recorded as fired; recording it twice changes nothing.</summary>
    public static Clock MarkFired(Clock clock, PlannedFiring firing) =>
        clock.Fired.Any(fired => fired.StepId == firing.StepId && fired.Period == clock.Period && fired.FiredAt == firing.FiresAt)
            ? clock
            : clock with { Fired = [.. clock.Fired, new FiredStep(firing.StepId, clock.Period, firing.FiresAt, firing.IsSuperseded)] };

    private static bool HasFired(Clock clock, LadderStep step) =>
        step.Trigger.Kind is not (LadderTriggerKind.EveryWorkingDayAfterBreach or LadderTriggerKind.EveryWeekAfterEnd)
        && clock.Fired.Any(fired => fired.StepId == step.Id && (!step.AgainAfterExtension || fired.Period == clock.Period));

    private static DateTimeOffset? FiresAt(Clock clock, LadderStep step, WorkCalendar calendar, DateTimeOffset now) => step.Trigger.Kind switch
    {
        LadderTriggerKind.Percent => ClockProgress.InstantAt(clock, step.Trigger.Percent),
        LadderTriggerKind.AfterStart => clock.CountsFrom + step.Trigger.Offset,
        // A short clock has no room for "a day before": the step would fire before the clock began.
        LadderTriggerKind.BeforeDue => clock.DueAt - step.Trigger.Offset > clock.CountsFrom ? clock.DueAt - step.Trigger.Offset : null,
        LadderTriggerKind.EveryWorkingDayAfterBreach => clock.Kind == ClockKind.Window ? null : NextAfterBreach(clock, step, calendar, now, everyWorkingDays: 1),
        LadderTriggerKind.EveryWeekAfterEnd => NextAfterBreach(clock, step, calendar, now, everyWorkingDays: 5),
        _ => throw new InvalidOperationException($"Step {step.Id} has the unknown trigger {step.Trigger.Kind}."),
    };

    /// <summary>After a longer silence only the latest missed occurrence is caught up on.</summary>
    private static DateTimeOffset NextAfterBreach(Clock clock, LadderStep step, WorkCalendar calendar, DateTimeOffset now, int everyWorkingDays)
    {
        DateTimeOffset Following(DateTimeOffset instant) =>
            Enumerable.Range(0, everyWorkingDays).Aggregate(instant, (at, _) => calendar.NextOpening(at));

        var last = clock.Fired.Where(fired => fired.StepId == step.Id && fired.FiredAt > clock.DueAt)
            .Select(fired => fired.FiredAt).DefaultIfEmpty(clock.DueAt).Max();
        var next = Following(last);
        for (var later = Following(next); later <= now; later = Following(next))
        {
            next = later;
        }
        return next;
    }

    /// <summary>
    /// People are told at once within working hours, otherwise at the next opening, yet never later than the 100 % point
    /// that the step warns of.
    /// </summary>
    private static PlannedFiring Planned(Clock clock, LadderStep step, DateTimeOffset firesAt, WorkCalendar calendar)
    {
        if (step.IsImmediate)
        {
            return new PlannedFiring(step.Id, firesAt, firesAt);
        }
        var deliverAt = calendar.OpenAtOrAfter(firesAt);
        var limit = firesAt <= clock.TargetAt ? clock.TargetAt : firesAt <= clock.DueAt ? clock.DueAt : deliverAt;
        return new PlannedFiring(step.Id, firesAt, deliverAt < limit ? deliverAt : limit);
    }
}
