using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Cases;

/// <summary>The deadlines of the case. A case has at most one live clock per policy; starting it again replaces it.</summary>
public sealed partial class CaseWork
{
    /// <summary>The live clock of a policy, or null.</summary>
    public Clock? FindClock(string policyId) => _clocks.Find(c => c.PolicyId == policyId && !c.IsEnded);

    /// <summary>The live clocks by policy, as scripts see them.</summary>
    private JsonObject ClockFacts() => new(_clocks.Where(c => !c.IsEnded).Select(c => KeyValuePair.Create<string, JsonNode?>(c.PolicyId, new JsonObject
    {
        ["dueAt"] = Iso(c.DueAt),
        ["isPaused"] = c.Status == ClockStatus.Paused,
        ["extensions"] = new JsonArray([.. c.Extensions.Select(e => JsonValue.Create(e.RuleId))]),
    })).DistinctBy(c => c.Key));

    /// <param name="at">Where the count begins: now, or earlier when the event was entered later (a letter received yesterday).</param>
    /// <param name="dueOn">The last day that somebody has set; null counts by the policy.</param>
    /// <param name="amount">How many of the policy's unit this case is given; null takes the policy's number.</param>
    /// <exception cref="SopFaultException">There is no such policy, it counts hours and can't end on a day, or the amount isn't for this case to choose.</exception>
    public Clock StartClock(string policyId, DateTimeOffset at, string? ladderId = null, DateOnly? dueOn = null, int? amount = null)
    {
        if (FindClock(policyId) is not { } live)
        {
            return NewClock(policyId, at, ladderId, dueOn, amount);
        }

        Keep(ClockRules.Cancel(live, Now, "replaced"));
        var started = NewClock(policyId, at, ladderId, dueOn, amount);
        // The task that the old one measured is measured by the new one, or nothing would stop that.
        foreach (var task in _open.Where(t => t.ClockId == live.Id).ToArray())
        {
            Save(task with { ClockId = started.Id, DueAt = started.TargetAt });
        }

        return started;
    }

    private Clock NewClock(string policyId, DateTimeOffset at, string? ladderId, DateOnly? dueOn = null, int? amount = null)
    {
        var policy = Policy(policyId);
        if (amount is { } own)
        {
            // A statutory period, and time that somebody outside has, is no case's to change.
            policy = own > 0 && policy.Kind is not (ClockKind.Statutory or ClockKind.Window)
                ? policy with { Amount = own, ExpeditedAmount = null }
                : throw new SopFaultException($"Clock '{policyId}' cannot be given the amount {own}: it must be above 0, and only an internal target may have its own.");
        }

        var started = ClockRules.Start(policy, NewId(), at, _environment.Pack.Calendars[policy.CalendarId], ladderId, Data.IsTrue(ExpeditedField), dueOn);
        return Begin(policyId, at, amount is null || started.IsRefused ? started : started.Value with { HasOwnAmount = true });
    }

    /// <summary>The clock of another policy in place of a live one, with all that happened to it.</summary>
    private Clock Succeed(Clock live, string policyId, string reason)
    {
        var policy = Policy(policyId);
        var successor = ClockRules.Succeed(live, policy, NewId(), _environment.Pack.Calendars[policy.CalendarId], Data.IsTrue(ExpeditedField));
        Keep(ClockRules.Cancel(live, Now, reason));
        Log("clock.cancelled", ("clock", live.PolicyId), ("dueAt", Iso(live.DueAt)), ("reason", reason));
        return Begin(policyId, live.CountsFrom, successor);
    }

    private Clock Begin(string policyId, DateTimeOffset at, Outcome<Clock> begun)
    {
        if (begun.IsRefused)
        {
            throw new SopFaultException($"Clock '{policyId}' cannot start at {Iso(at)}: {begun.Refusal}.");
        }

        var clock = begun.Value;
        Put(clock);
        Log("clock.started", ("clock", policyId), ("dueAt", Iso(clock.DueAt)), ("targetAt", Iso(clock.TargetAt)));
        return clock;
    }

    /// <param name="at">When the reason for it began, at most now.</param>
    public Refusal? PauseClock(string policyId, DateTimeOffset at, string reason) =>
        Change(policyId, "clock.paused", clock => ClockRules.Pause(clock, at, reason), ("reason", reason));

    /// <param name="reason">The reason that has ended; the clock runs again when no other is left. Null or empty ends all.</param>
    public Refusal? ResumeClock(string policyId, DateTimeOffset at, string? reason = null) =>
        Change(policyId, "clock.resumed", clock => ClockRules.Resume(clock, at, CalendarOf(clock), string.IsNullOrEmpty(reason) ? null : reason));

    public Refusal? RestartClock(string policyId, DateTimeOffset at, string reason) =>
        Change(policyId, "clock.restarted", clock => ClockRules.Restart(clock, at, reason, CalendarOf(clock)), ("reason", reason));

    public Refusal? StopClock(string policyId, DateTimeOffset at) =>
        Change(policyId, "clock.stopped", clock => ClockRules.Stop(clock, at));

    public Refusal? CancelClock(string policyId, DateTimeOffset at, string reason) =>
        Change(policyId, "clock.cancelled", clock => ClockRules.Cancel(clock, at, reason), ("reason", reason));

    /// <summary>Lets another policy of a group take over from the live one, counted from the same start and with its pauses. Does nothing when none of the group is live.</summary>
    public void ReplaceClock(IReadOnlyCollection<string> group, string policyId, string reason)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (_clocks.Find(c => !c.IsEnded && group.Contains(c.PolicyId)) is not { } live || live.PolicyId == policyId)
        {
            return;
        }

        if (FindClock(policyId) is { } other)
        {
            Keep(ClockRules.Cancel(other, Now, "replaced"));
        }

        Succeed(live, policyId, reason);
    }

    /// <summary>Field that says the case runs on the fast track; targets that start later are short from the beginning.</summary>
    private const string ExpeditedField = "expedited";

    /// <summary>
    /// Puts the case on the fast track: the house's own targets become the shorter ones of their policies. Statutory periods,
    /// windows and steps stay as they are: haste skips no evidence.
    /// </summary>
    /// <returns>How many running targets became shorter.</returns>
    public int Expedite()
    {
        Set(ExpeditedField, true);
        var changed = 0;
        foreach (var policyId in _clocks.Where(c => !c.IsEnded && Policy(c.PolicyId).ExpeditedAmount is not null).Select(c => c.PolicyId).Distinct(StringComparer.Ordinal).ToArray())
        {
            changed += Change(policyId, "clock.expedited", clock => ClockRules.Expedite(clock, Policy(policyId), Now, CalendarOf(clock))) is null ? 1 : 0;
        }

        return changed;
    }

    /// <summary>Opening time of the day that lies so many days before the clock's last one.</summary>
    internal DateTimeOffset OpeningBefore(Clock clock, int days)
    {
        var calendar = CalendarOf(clock);
        return calendar.OpeningOf(calendar.LocalDate(clock.DueAt).AddDays(-days));
    }

    /// <summary>The clock's end, or closing time so many working days after it.</summary>
    internal DateTimeOffset EndOf(Clock clock, int graceWorkingDays)
    {
        var calendar = CalendarOf(clock);
        return graceWorkingDays == 0 ? clock.DueAt : calendar.ClosingOf(calendar.AddWorkingDays(calendar.LocalDate(clock.DueAt), graceWorkingDays));
    }

    public Refusal? ExtendClock(string policyId, ExtensionGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return Change(policyId, "clock.extended", clock => ClockRules.Extend(clock, Policy(policyId), grant, CalendarOf(clock)), ("extension", grant.RuleId), ("reason", grant.Reason), ("approvedBy", grant.ApprovedBy));
    }

    /// <summary>
    /// Counts every live deadline again by the calendars as they are now; the due times of tasks go along, and who has to keep
    /// a deadline that moved is told.
    /// </summary>
    /// <returns>False when no deadline moved and none ceased to be provisional.</returns>
    private bool RecountClocks()
    {
        var isChanged = false;
        foreach (var clock in _clocks.Where(c => !c.IsEnded).ToArray())
        {
            var recounted = ClockRules.Recompute(clock, CalendarOf(clock));
            if (recounted.DueAt == clock.DueAt && recounted.TargetAt == clock.TargetAt && recounted.IsProvisional == clock.IsProvisional)
            {
                continue;
            }

            isChanged = true;
            Put(recounted);
            foreach (var task in _open.Where(t => t.ClockId == clock.Id && t.DueAt != recounted.TargetAt).ToArray())
            {
                Save(task with { DueAt = recounted.TargetAt });
            }

            Log(Actor.System, "clock.recounted", ("clock", clock.PolicyId), ("dueAt", Iso(recounted.DueAt)), ("before", Iso(clock.DueAt)));
            TellKeeper("clock.recounted", clock, recounted);
        }

        return isChanged;
    }

    /// <summary>Tells who works the task that the clock measures, else the handler, when what they work towards has moved.</summary>
    private void TellKeeper(string kind, Clock before, Clock after)
    {
        if (after.TargetAt != before.TargetAt)
        {
            var keeper = _open.Find(t => t.ClockId == after.Id)?.AssigneeId;
            Notify(
                keeper is null ? AudienceOf(Staff.StaffRoles.Handler) : StaffNotification.ToStaff(keeper),
                kind,
                ("clock", after.PolicyId),
                ("dueAt", Iso(after.TargetAt)),
                ("before", Iso(before.TargetAt)));
        }
    }

    /// <summary>Counts deadlines and planned calls again after a calendar was loaded or changed.</summary>
    /// <returns>False when nothing moved and nothing ceased to be provisional.</returns>
    internal bool Recount() => RecountClocks() | RecountRevisits();

    /// <summary>Why an event comes too late that may be raised only while a clock runs; null when it is in time.</summary>
    /// <param name="at">When what is reported arrived; it counts, not when it is entered.</param>
    internal CaseRefusal? RefusalWhenOverdue(string policyId, DateTimeOffset at)
    {
        var clock = FindClock(policyId);
        return clock is null || (clock.Status == ClockStatus.Running && at >= clock.DueAt.AddSeconds(1))
            ? CaseRefusal.Conflict("case.event_too_late", ("clock", policyId), ("at", Iso(at)), ("dueAt", clock is null ? string.Empty : Iso(clock.DueAt)))
            : null;
    }

    /// <summary>What was done in time and is entered later was in time: the clock stops when the form says it was done, never later than now.</summary>
    /// <param name="answers">The values of the task's form.</param>
    internal void StopTaskClock(CaseTask task, JsonObject answers)
    {
        var doneAt = task.DoneAtField is { } field && answers.Instant(field) is { } at && at < Now ? at : Now;
        EndTaskClock(task, "clock.stopped", clock => ClockRules.Stop(clock, doneAt));
    }

    private void CancelTaskClock(CaseTask task) => EndTaskClock(task, "clock.cancelled", clock => ClockRules.Cancel(clock, Now, "task_cancelled"));

    private void EndTaskClock(CaseTask task, string kind, Func<Clock, Outcome<Clock>> end)
    {
        if (_clocks.Find(c => c.Id == task.ClockId) is { IsEnded: false } clock)
        {
            Keep(end(clock));
            Log(kind, ("clock", clock.PolicyId), ("dueAt", Iso(clock.DueAt)));
        }
    }

    /// <summary>Applies a rule to the policy's clock; a refusal is logged and handed back, nothing else changes.</summary>
    private Refusal? Change(string policyId, string kind, Func<Clock, Outcome<Clock>> rule, params ReadOnlySpan<(string Key, string Value)> args)
    {
        if (FindClock(policyId) is not { } clock)
        {
            // Nothing to change is no event of the case: a step may name clocks that only some cases have.
            return Refusal.Of("clock.not_running", ("clock", policyId));
        }

        var outcome = rule(clock);
        if (outcome.IsRefused)
        {
            Log("clock.refused", ("clock", policyId), ("code", outcome.Refusal.Code));
            return outcome.Refusal;
        }

        Put(outcome.Value);
        Log(kind, [("clock", policyId), ("dueAt", Iso(outcome.Value.DueAt)), .. args]);
        return null;
    }

    /// <summary>For changes that the case itself makes to a clock it has just found live: a refusal here would be a bug.</summary>
    private void Keep(Outcome<Clock> outcome) => Put(outcome.Value);

    private void Put(Clock clock)
    {
        var index = _clocks.FindIndex(c => c.Id == clock.Id);
        if (index < 0)
        {
            _clocks.Add(clock);
        }
        else
        {
            _clocks[index] = clock;
        }

        _changedClocks.Add(clock.Id);
    }

    private ClockPolicy Policy(string policyId) =>
        _environment.Pack.ClockPolicies.TryGetValue(policyId, out var policy)
            ? policy
            : throw new SopFaultException($"There is no clock policy '{policyId}' in the SOP pack. Known: {string.Join(", ", _environment.Pack.ClockPolicies.Keys.Order(StringComparer.Ordinal))}.");

    private Calendars.WorkCalendar CalendarOf(Clock clock) => _environment.Pack.Calendars[clock.CalendarId];

    internal static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
