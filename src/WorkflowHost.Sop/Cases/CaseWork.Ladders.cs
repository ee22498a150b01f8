using System.Collections.Immutable;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Ladders;

namespace WorkflowHost.Sop.Cases;

/// <summary>Reminders and escalations along the case's clocks.</summary>
public sealed partial class CaseWork
{
    /// <summary>
    /// Tells everybody whose step is due for delivery. The timer waits for the delivery, not for the instant the rule names:
    /// a deadline met during the night sends nobody a reminder in the morning.
    /// </summary>
    internal void FireLadder(string clockId)
    {
        if (_clocks.Find(c => c.Id == clockId) is not { } clock || LadderOf(clock) is not { } ladder)
        {
            return;
        }

        foreach (var firing in LadderPlan.Next(clock, ladder, CalendarOf(clock), Now).Where(f => f.DeliverAt <= Now))
        {
            clock = LadderPlan.MarkFired(clock, firing);
            if (!firing.IsSuperseded)
            {
                Tell(clock, ladder.Steps.Single(s => s.Id == firing.StepId), firing);
            }
        }

        Put(clock);
    }

    /// <summary>Tells now what the next timer of the ladder would tell.</summary>
    /// <returns>Null, or why it can't be told before its time.</returns>
    internal CaseRefusal? RunLadderNow(string clockId, string reason)
    {
        if (NextRungs(clockId) is not { } next)
        {
            return CaseRefusal.Conflict("timer.not_set", ("timer", clockId));
        }

        var (clock, rungs) = next;
        if (TimerSubject.Untrue(clock, rungs, Now) is { } step)
        {
            return CaseRefusal.Conflict("timer.not_before_breach", ("clock", clock.PolicyId), ("step", step.Id), ("dueAt", Iso(clock.DueAt)));
        }

        foreach (var (rung, firing) in rungs)
        {
            LogOnRung("timer.ladder_run", clock, rung, firing, reason);
            clock = LadderPlan.MarkFired(clock, firing);
            if (!firing.IsSuperseded)
            {
                // Whoever is to hear of it hears of it now; at its own time the case may be over.
                Tell(clock, rung, firing with { FiresAt = Now, DeliverAt = Now });
            }
        }

        Put(clock);
        return null;
    }

    /// <summary>Counts what the next timer of the ladder would tell as told; a daily reminder only for this day.</summary>
    /// <returns>Null, or why it can't be left out.</returns>
    internal CaseRefusal? SkipLadder(string clockId, string reason)
    {
        if (NextRungs(clockId) is not { } next)
        {
            return CaseRefusal.Conflict("timer.not_set", ("timer", clockId));
        }

        var (clock, rungs) = next;
        if (TimerSubject.Record(rungs) is { } record)
        {
            return CaseRefusal.Conflict("timer.breach_record", ("clock", clock.PolicyId), ("step", record.Id));
        }

        foreach (var (step, firing) in rungs)
        {
            LogOnRung("timer.ladder_skipped", clock, step, firing, reason);
            clock = LadderPlan.MarkFired(clock, firing with { IsSuperseded = true });
        }

        Put(clock);
        return null;
    }

    private (Clock Clock, IReadOnlyList<(LadderStep Step, PlannedFiring Firing)> Rungs)? NextRungs(string clockId) =>
        _clocks.Find(c => c.Id == clockId) is { } clock && TimerSubject.NextRungs(clock, _environment.Pack, Now) is { Count: > 0 } rungs ? (clock, rungs) : null;

    private void LogOnRung(string kind, Clock clock, LadderStep step, PlannedFiring firing, string reason) =>
        Log(kind, ("clock", clock.PolicyId), ("step", step.Id), ("zh", step.Text.Zh), ("en", step.Text.En), ("dueAt", Iso(firing.DeliverAt)), ("reason", reason));

    private void Tell(Clock clock, LadderStep step, PlannedFiring firing)
    {
        Log(
            "ladder.fired",
            ("clock", clock.PolicyId),
            ("step", step.Id),
            ("firedAt", Iso(firing.FiresAt)),
            ("deliveredAt", Iso(firing.DeliverAt)),
            ("lateBySeconds", Lateness(firing.DeliverAt)));
        foreach (var audience in step.Roles.SelectMany(role => role == LadderStep.Assignee ? KeepersOf(clock) : [AudienceOf(role)]).Distinct(StringComparer.Ordinal))
        {
            Notify(
                audience,
                "ladder." + step.Action.ToString().ToLowerInvariant(),
                firing.FiresAt,
                firing.DeliverAt,
                clock.Id,
                step.Id,
                [("clock", clock.PolicyId), ("zh", step.Text.Zh), ("en", step.Text.En), ("dueAt", Iso(clock.DueAt))]);
        }

        if (step.Action == LadderAction.Incident)
        {
            Set("rootCauseRequired", true);
        }

        // A missed internal target raises the severity the next time it is decided (§3.2 auto-raise).
        if (clock.Kind != ClockKind.Window && Now >= clock.TargetAt)
        {
            Set("internalTargetBreached", true);
        }
    }

    /// <summary>Who has the work that the clock measures: who holds its task, else the task's role, else the roles of its policy.</summary>
    private IEnumerable<string> KeepersOf(Clock clock)
    {
        if (_open.Find(t => t.ClockId == clock.Id) is { } task)
        {
            return [task.AssigneeId is { } holder ? StaffNotification.ToStaff(holder) : StaffNotification.ToRole(task.Role)];
        }

        return Policy(clock.PolicyId).Roles is { Count: > 0 } roles ? roles.Select(AudienceOf) : [AudienceOf(Staff.StaffRoles.Handler)];
    }

    /// <summary>Empty when on time; a host that was down tells by how much it was late.</summary>
    private string Lateness(DateTimeOffset due)
    {
        var late = (long)(Now - due).TotalSeconds;
        return late > 0 ? late.ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Empty;
    }

    private void AddLadderTimers(ImmutableArray<CaseTimer>.Builder timers)
    {
        foreach (var clock in _clocks)
        {
            if (clock.Status == ClockStatus.Running
                && LadderOf(clock) is { } ladder
                && LadderPlan.Next(clock, ladder, CalendarOf(clock), Now) is [var next, ..])
            {
                timers.Add(CaseTimer.OfLadder(clock.Id, next.DeliverAt));
            }
        }
    }

    private Ladder? LadderOf(Clock clock) =>
        clock.LadderId is { } id && _environment.Pack.Ladders.TryGetValue(id, out var ladder) ? ladder : null;
}
