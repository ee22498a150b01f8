using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>Planned follow-up calls of the case and what comes of them.</summary>
public sealed partial class CaseWork
{
    /// <summary>Name of the wait whose payload holds the revisit's id.</summary>
    internal const string RevisitBookmark = "Sop.PlanRevisit";

    /// <summary>Plans a revisit after an event such as "the customer was told".</summary>
    /// <exception cref="SopFaultException">There is no such revisit policy.</exception>
    public Outcome<Revisit> PlanRevisit(string policyId, DateTimeOffset triggeredAt)
    {
        var policy = RevisitPolicy(policyId);
        var outcome = RevisitRules.Plan(policy, NewId(), triggeredAt, _environment.Pack.Calendars[policy.CalendarId], Wishes());
        if (outcome.IsRefused)
        {
            Log("revisit.refused", ("revisit", policyId), ("code", outcome.Refusal.Code));
            return outcome;
        }

        Put(outcome.Value);
        Log("revisit.planned", ("revisit", policyId), ("dueAt", Iso(outcome.Value.DueAt)), ("nextAttemptAt", Iso(outcome.Value.NextAttemptAt ?? outcome.Value.DueAt)));
        return outcome;
    }

    /// <summary>
    /// Plans the next call of a recurring plan. How far the plan has come is kept with the case, so a step that runs again
    /// goes on where it stood; another beginning starts the plan anew.
    /// </summary>
    /// <returns>The revisit, the reason why none could be planned, or null when the plan is over.</returns>
    /// <exception cref="SopFaultException">There is no such plan.</exception>
    public Outcome<Revisit>? PlanNextRevisit(string planId, DateTimeOffset begunAt)
    {
        if (!_environment.Pack.RevisitPlans.TryGetValue(planId, out var plan))
        {
            throw new SopFaultException($"There is no revisit plan '{planId}' in the SOP pack. Known: {string.Join(", ", _environment.Pack.RevisitPlans.Keys.Order(StringComparer.Ordinal))}.");
        }

        var policy = RevisitPolicy(plan.PolicyId);
        var calendar = _environment.Pack.Calendars[policy.CalendarId];
        begunAt = begunAt.ToOffset(calendar.UtcOffset);
        var from = PlanProgress(planId, begunAt);
        if (RevisitPlanRules.Next(plan, begunAt, from, Now, calendar) is not { } call)
        {
            Log("revisit.plan_over", ("plan", planId));
            return null;
        }

        var outcome = RevisitRules.Plan(policy, NewId(), call, begunAt, Now, calendar, Wishes());
        if (outcome.IsRefused)
        {
            Log("revisit.refused", ("revisit", plan.PolicyId), ("code", outcome.Refusal.Code));
            return outcome;
        }

        var number = call.Occurrence.Index + 1;
        Put(outcome.Value);
        Set(PlansField, new JsonObject { ["plan"] = planId, ["from"] = Iso(begunAt), ["next"] = number });
        Log("revisit.planned", ("revisit", plan.PolicyId), ("occurrence", number.ToString(CultureInfo.InvariantCulture)), ("dueAt", Iso(outcome.Value.DueAt)), ("nextAttemptAt", Iso(outcome.Value.NextAttemptAt ?? outcome.Value.DueAt)));
        return outcome;
    }

    /// <summary>How far the recurring plan of the case has come.</summary>
    private const string PlansField = "revisitPlan";

    private int PlanProgress(string planId, DateTimeOffset begunAt) =>
        Data[PlansField] is JsonObject known && known.Text("plan") == planId && known.Text("from") == Iso(begunAt)
            ? (int)(known.Whole("next") ?? 0)
            : 0;

    internal CaseOutcome LogAttempt(Revisit revisit, RevisitAttempt attempt)
    {
        var policy = RevisitPolicy(revisit.PolicyId);
        revisit = attempt.IsInbound ? revisit : WithDoNotCall(revisit, attempt.Number);
        var outcome = RevisitRules.LogAttempt(revisit, attempt, policy, _environment.Pack.Calendars[policy.CalendarId]);
        if (outcome.IsRefused)
        {
            return CaseOutcome.Of(CaseRefusal.Of(outcome.Refusal));
        }

        var next = outcome.Value;
        Put(next);
        Log(
            "revisit.attempted",
            ("revisit", revisit.PolicyId),
            ("channel", attempt.Channel.ToString()),
            ("result", attempt.Result.ToString()),
            ("next", next.NextStep.ToString()),
            ("nextAttemptAt", next.NextAttemptAt is { } at ? Iso(at) : string.Empty));
        if (attempt.Rating is { } rating)
        {
            Set("revisitRating", rating);
        }

        if (next.DoNotCallUntil is { } until && until != revisit.DoNotCallUntil)
        {
            // The refusal holds for the customer, not for the one call: later calls of the case ask for it.
            Set(DoNotCallField, Iso(until));
            BlockCalls(attempt.Number, until);
        }

        return next.IsEnded ? EndWait(next) : Finish();
    }

    /// <summary>The written attempts (link, then letter) need no person: they go out when their time has come.</summary>
    internal CaseOutcome ContinueRevisit(string revisitId)
    {
        var revisit = _revisits.Find(r => r.Id == revisitId);
        if (revisit is null || revisit.IsEnded || revisit.NextChannel is not (ContactChannel.SmsLink or ContactChannel.Letter))
        {
            return CaseOutcome.Ignored;
        }

        var isLetter = revisit.NextChannel == ContactChannel.Letter;
        var policy = RevisitPolicy(revisit.PolicyId);
        // Planned outside the quiet hours; but it may be late, or a person may have it sent before its time.
        var notBefore = isLetter ? Now : RevisitRules.NotQuiet(Now, policy, _environment.Pack.Calendars[policy.CalendarId]);
        var sent = SendNotice(isLetter ? policy.LetterNotice : policy.SmsNotice, isLetter ? "letter" : "sms", address: null, notBefore);
        return LogAttempt(revisit, new RevisitAttempt
        {
            At = Now,
            Number = sent.Target,
            Channel = revisit.NextChannel.Value,
            Result = AttemptResult.Sent,
            Agent = Actor.System.Id,
        });
    }

    /// <summary>Leaves a written attempt out: what comes after it comes as though it had found nobody.</summary>
    internal CaseOutcome SkipRevisit(string revisitId, string reason)
    {
        var revisit = _revisits.Find(r => r.Id == revisitId);
        return revisit is not { IsEnded: false, NextChannel: ContactChannel.SmsLink or ContactChannel.Letter }
            ? CaseOutcome.Ignored
            : LogAttempt(revisit, new RevisitAttempt
            {
                At = Now,
                Number = CaseSummary.ContactOf(Data) ?? string.Empty,
                Channel = revisit.NextChannel.Value,
                Result = AttemptResult.Skipped,
                Agent = _actor.Id,
                Comment = reason,
            });
    }

    internal void LogOnRevisit(string kind, CaseTimer timer, string reason)
    {
        if (_revisits.Find(r => r.Id == timer.Ref) is { } revisit)
        {
            Log(kind, ("revisit", revisit.PolicyId), ("channel", revisit.NextChannel?.ToString() ?? string.Empty), ("dueAt", Iso(timer.DueAt)), ("reason", reason));
        }
    }

    private CaseOutcome EndWait(Revisit revisit)
    {
        var bookmark = _workflow!.Bookmarks.FirstOrDefault(b => b.Name == RevisitBookmark && (b.Payload as JsonObject)?.Text("revisit") == revisit.Id);
        return bookmark is null
            ? Finish()
            : Run(new ResumeBookmark(bookmark.Id, new JsonObject
            {
                ["outcome"] = OutcomeOf(revisit),
                ["answers"] = revisit.Attempts.LastOrDefault(a => a.Answers is not null)?.Answers?.DeepClone(),
            }));
    }

    private static string OutcomeOf(Revisit revisit) => revisit.NextStep switch
    {
        RevisitNextStep.Problem => "Problem",
        RevisitNextStep.Done => "Successful",
        RevisitNextStep.Unreachable => "Unreachable",
        _ => "Cancelled",
    };

    private void CancelForgottenRevisits(HashSet<string> waits)
    {
        var awaited = _workflow!.Bookmarks
            .Where(b => b.Name == RevisitBookmark && waits.Contains(b.Id))
            .Select(b => (b.Payload as JsonObject)?.Text("revisit"))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var revisit in _revisits.Where(r => !r.IsEnded && !awaited.Contains(r.Id)).ToArray())
        {
            Put(RevisitRules.Cancel(revisit, "no_longer_needed").Value);
            Log(Actor.System, "revisit.cancelled", ("revisit", revisit.PolicyId));
        }
    }

    private void AddRevisitTimers(ImmutableArray<CaseTimer>.Builder timers)
    {
        foreach (var revisit in _revisits)
        {
            if (!revisit.IsEnded && revisit.NextChannel is ContactChannel.SmsLink or ContactChannel.Letter && revisit.NextAttemptAt is { } at)
            {
                timers.Add(CaseTimer.OfRevisit(revisit.Id, at));
            }
        }
    }

    private void Put(Revisit revisit)
    {
        var index = _revisits.FindIndex(r => r.Id == revisit.Id);
        if (index < 0)
        {
            _revisits.Add(revisit);
        }
        else
        {
            _revisits[index] = revisit;
        }

        _changedRevisits.Add(revisit.Id);
    }

    private CallWishes Wishes() => new(
        TimeOnly.TryParse(Data.Text(CaseForms.CallFromField), out var from) && TimeOnly.TryParse(Data.Text(CaseForms.CallToField), out var to) && from < to
            ? new CallWindow(from, to)
            : null,
        AskedForAt: Data.Instant("callBackAskedAt"),
        DoNotCallUntil: DoNotCallUntil(CaseSummary.ContactOf(Data), Data.Instant(DoNotCallField)));

    private const string DoNotCallField = "doNotCallUntil";

    /// <summary>Planned calls are counted again as deadlines are; who plans the calls is told of one that moved.</summary>
    private bool RecountRevisits()
    {
        var isChanged = false;
        foreach (var revisit in _revisits.Where(r => !r.IsEnded).ToArray())
        {
            var policy = RevisitPolicy(revisit.PolicyId);
            var recounted = RevisitRules.Recompute(revisit, policy, _environment.Pack.Calendars[policy.CalendarId], Now);
            if (recounted.DueAt == revisit.DueAt && recounted.NextAttemptAt == revisit.NextAttemptAt && recounted.IsProvisional == revisit.IsProvisional)
            {
                continue;
            }

            isChanged = true;
            Put(recounted);
            Log(Actor.System, "revisit.recounted", ("revisit", revisit.PolicyId), ("dueAt", Iso(recounted.DueAt)), ("before", Iso(revisit.DueAt)));
            if (recounted.DueAt != revisit.DueAt)
            {
                Notify(
                    StaffNotification.ToRole(Staff.StaffRoles.Scheduler),
                    "revisit.recounted",
                    ("revisit", revisit.PolicyId),
                    ("dueAt", Iso(recounted.DueAt)),
                    ("before", Iso(revisit.DueAt)));
            }
        }

        return isChanged;
    }

    private RevisitPolicy RevisitPolicy(string policyId) =>
        _environment.Pack.RevisitPolicies.TryGetValue(policyId, out var policy)
            ? policy
            : throw new SopFaultException($"There is no revisit policy '{policyId}' in the SOP pack. Known: {string.Join(", ", _environment.Pack.RevisitPolicies.Keys.Order(StringComparer.Ordinal))}.");
}
