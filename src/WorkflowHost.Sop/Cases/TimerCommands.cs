using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Sop.Cases;

/// <summary>What happens when a timer of the case is due, or when a person does not want to wait for it, or not to have it at all.</summary>
internal static class TimerCommands
{
    private const int LongestReason = 200;

    /// <summary>A timer that was moved, cleared or already fired is ignored, so a doubled or stale wake-up does no harm.</summary>
    public static CaseOutcome Fire(CaseState state, FireTimer command, CaseEnvironment environment)
    {
        var timer = state.Timers.FirstOrDefault(t => t.Id == command.TimerId && t.DueAt == command.DueAt);
        if (timer is null || timer.DueAt > environment.Now)
        {
            return CaseOutcome.Ignored;
        }

        var work = CaseWork.Of(state, Actor.System, environment);
        switch (timer.Kind)
        {
            case CaseTimerKind.Bookmark:
                return work.Run(new ResumeBookmark(timer.Ref, new JsonObject()));
            case CaseTimerKind.Ladder:
                work.FireLadder(timer.Ref);
                return work.Finish();
            case CaseTimerKind.Revisit:
                return work.ContinueRevisit(timer.Ref);
            default:
                throw new ArgumentException($"Unknown timer kind {timer.Kind}.", nameof(command));
        }
    }

    /// <summary>
    /// A reminder or letter goes out now, a step that waits for a time goes on. What only a passed deadline makes true is
    /// refused: the case would say that it was breached, or that the customer had let the time pass, when that is not so.
    /// </summary>
    public static CaseOutcome RunNow(CaseState state, RunTimerNow command, CaseEnvironment environment)
    {
        if (Refusal(state, command.Actor, command.Reason, (command.TimerId, command.DueAt), out var timer) is { } refusal)
        {
            return CaseOutcome.Of(refusal);
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        var reason = command.Reason.Trim();
        switch (timer.Kind)
        {
            case CaseTimerKind.Bookmark:
                var bookmark = state.Workflow.Bookmarks.FirstOrDefault(b => b.Id == timer.Ref);
                if (bookmark is null || !TimerSubject.CanGoOn(bookmark, timer, environment.Now))
                {
                    return CaseOutcome.Of(CaseRefusal.Conflict("timer.waits_for_deadline", ("timer", timer.Id)));
                }

                work.Log(command.Actor, "timer.step_run", ("task", StepOf(bookmark.ActivityId, environment)), ("dueAt", CaseWork.Iso(timer.DueAt)), ("reason", reason));
                return work.Run(new ResumeBookmark(timer.Ref, new JsonObject()));
            case CaseTimerKind.Ladder:
                return work.RunLadderNow(timer.Ref, reason) is { } early ? CaseOutcome.Of(early) : work.Finish();
            case CaseTimerKind.Revisit:
                work.LogOnRevisit("timer.revisit_run", timer, reason);
                return work.ContinueRevisit(timer.Ref);
            default:
                throw new ArgumentException($"Unknown timer kind {timer.Kind}.", nameof(command));
        }
    }

    /// <summary>
    /// A reminder counts as given and never comes back; a letter or link counts as tried in vain. A waiting step can't be
    /// skipped: the path behind it would never go on. Nor can the record of a breach: it is evidence.
    /// </summary>
    public static CaseOutcome Skip(CaseState state, SkipTimer command, CaseEnvironment environment)
    {
        if (Refusal(state, command.Actor, command.Reason, (command.TimerId, command.DueAt), out var timer) is { } refusal)
        {
            return CaseOutcome.Of(refusal);
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        var reason = command.Reason.Trim();
        switch (timer.Kind)
        {
            case CaseTimerKind.Bookmark:
                return CaseOutcome.Of(CaseRefusal.Conflict("timer.step_not_skippable", ("timer", timer.Id)));
            case CaseTimerKind.Ladder:
                return work.SkipLadder(timer.Ref, reason) is { } kept ? CaseOutcome.Of(kept) : work.Finish();
            case CaseTimerKind.Revisit:
                work.LogOnRevisit("timer.revisit_skipped", timer, reason);
                return work.SkipRevisit(timer.Ref, reason);
            default:
                throw new ArgumentException($"Unknown timer kind {timer.Kind}.", nameof(command));
        }
    }

    private static CaseRefusal? Refusal(CaseState state, Actor actor, string reason, (string Id, DateTimeOffset DueAt) seen, out CaseTimer timer)
    {
        timer = state.Timers.FirstOrDefault(t => t.Id == seen.Id)!;
        var roles = InstanceCommands.RetryRoles(state);
        if (!actor.IsInAny(roles))
        {
            return CaseRefusal.Forbidden("timer.role_required", ("roles", string.Join(',', roles)));
        }

        if (CaseForms.TextFault("reason", reason, LongestReason) is { } fault)
        {
            return CaseRefusal.Invalid([fault]);
        }

        if (timer is null)
        {
            return CaseRefusal.Conflict("timer.not_set", ("timer", seen.Id));
        }

        // The steps of a ladder share one timer: without the instant, who looks at an old list would skip the step after the one meant.
        return (seen.DueAt - timer.DueAt).Duration() < TimeSpan.FromMilliseconds(1)
            ? null
            : CaseRefusal.Conflict("timer.moved", ("timer", timer.Id), ("dueAt", CaseWork.Iso(timer.DueAt)));
    }

    private static string StepOf(string activityId, CaseEnvironment environment) => environment.Program.FindNode(activityId)?.Name ?? activityId;
}
