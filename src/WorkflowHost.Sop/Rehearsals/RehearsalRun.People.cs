using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>What people do, and when: events from outside, calls, tasks.</summary>
internal sealed partial class RehearsalRun
{
    /// <summary>How a call ends that the customer refuses, where the policy leaves that to the customer.</summary>
    private const string Cancelled = "Cancelled";

    private IEnumerable<(DateTimeOffset At, Action Act)> People()
    {
        if (_events.Count > 0)
        {
            yield return (_request.StartsAt + _events[0].After, Raise);
        }

        foreach (var revisit in _state!.Revisits)
        {
            if (revisit.NextChannel is ContactChannel.Phone && revisit.NextAttemptAt is { } at && DecisionFor(revisit) is { } outcome)
            {
                yield return (at, () => Call(revisit, outcome));
            }
        }

        foreach (var standIn in StandIns())
        {
            yield return standIn;
        }

        foreach (var task in _state.Tasks)
        {
            if (DecisionFor(task) is { } decision)
            {
                var at = decision.After is { } after ? task.CreatedAt + after : _calendar.AddBusinessTime(task.CreatedAt, _request.TimePerTask);
                yield return (at, () => Complete(task, decision));
            }
        }
    }

    private RehearsedDecision? DecisionFor(CaseTask task) =>
        _decisions.Find(each => each.ActivityId == task.ActivityId)
        ?? (_request.Style == RehearsalStyle.FirstOutcome ? new(task.ActivityId, task.Outcomes[0]) : null);

    private string? DecisionFor(Revisit revisit)
    {
        var activityId = ActivityOf(revisit);
        return _decisions.Find(each => each.ActivityId == activityId)?.Outcome ?? (_request.Style == RehearsalStyle.FirstOutcome ? "Successful" : null);
    }

    private string? ActivityOf(Revisit revisit) => _state!.Workflow.Bookmarks
        .FirstOrDefault(each => each.Name == CaseWork.RevisitBookmark && (each.Payload as JsonObject)?.Text("revisit") == revisit.Id)?.ActivityId;

    private void Complete(CaseTask task, RehearsedDecision decision)
    {
        if (_recording.RoundsOf(task.ActivityId) >= _request.Limits.Rounds)
        {
            Stop(StopReason.TooManyRounds, task.ActivityId, ("step", task.Name));
            return;
        }

        Spend(task.ActivityId);
        var actor = _cast.For(task);
        Fill(task.ActivityId, task.FormId, decision.Fields, fields => new CompleteTask(actor, task.Id, decision.Outcome, fields));
    }

    private void Spend(string? activityId)
    {
        var place = _decisions.FindIndex(each => each.ActivityId == activityId);
        if (place >= 0 && !_decisions[place].IsEveryTime)
        {
            _decisions.RemoveAt(place);
        }
    }

    private void Raise()
    {
        var raised = _events[0];
        _events.RemoveAt(0);
        var offered = AvailableEvent.Of(_state!).FirstOrDefault(each => each.EventName == raised.EventName);
        var actor = _cast.InRole(offered is { Roles.IsEmpty: false } ? offered.Roles[0] : Staff.StaffRoles.Agent);
        Fill(null, offered?.FormId ?? string.Empty, raised.Fields, fields => new RaiseCaseEvent(actor, raised.EventName, fields));
    }

    private void Call(Revisit revisit, string outcome)
    {
        var activityId = ActivityOf(revisit);
        var policy = _request.Pack.RevisitPolicies[revisit.PolicyId];
        var actor = _cast.InRole(Staff.StaffRoles.Scheduler);
        var isReached = outcome is not ("Unreachable" or Cancelled);
        if (outcome != "Unreachable")
        {
            Spend(activityId);
        }

        var answers = outcome == "Problem" ? new JsonObject { ["problemFound"] = true } : new JsonObject();
        Fill(activityId, isReached ? policy.FormId : string.Empty, answers, fields => new LogRevisitAttempt(actor, revisit.Id, new RevisitAttempt
        {
            At = _now,
            Number = _state!.Data.Text("contactPhone") ?? "13800000000",
            Channel = ContactChannel.Phone,
            Result = isReached ? AttemptResult.Connected : outcome == Cancelled ? AttemptResult.Refused : AttemptResult.NoAnswer,
            Agent = actor.Id,
            Answers = isReached ? fields : null,
            HasProblem = outcome == "Problem",
        }));
    }
}
