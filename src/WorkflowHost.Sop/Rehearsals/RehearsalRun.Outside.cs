using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>What other systems and workflows would answer: none of them is asked, so each answers at once, as decided or with what it mostly says.</summary>
internal sealed partial class RehearsalRun
{
    private const string Done = "Done";
    private const string NoConnection = "Failed to connect";
    private const string NoAnswer = "Timeout";

    private static readonly ImmutableArray<string> CallOutcomes = ["200", "404", "500", NoConnection, NoAnswer];
    private static readonly ImmutableArray<string> BulkOutcomes = [nameof(WorkflowSubStatus.Finished), nameof(WorkflowSubStatus.Faulted), nameof(WorkflowSubStatus.Cancelled)];
    private static readonly ImmutableArray<string> LinkOutcomes = [Done, Refused];

    /// <summary>How the system or workflow that a step waits for may answer, the usual answer first; empty where nobody stands in.</summary>
    private static ImmutableArray<string> OutcomesOf(Bookmark wait) => wait.Name switch
    {
        CaseWork.LinkBookmark => LinkOutcomes,
        CaseWork.LinkedBookmark => [Done],
        "Elsa.SendHttpRequest" or "Elsa.FlowSendHttpRequest" => CallOutcomes,
        "Elsa.BulkDispatchWorkflows" => BulkOutcomes,
        "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow" or OutsideWait.RunTask => [Done],
        _ => [],
    };

    // By bookmark: whatever else happens meanwhile must not put an answer off.
    private readonly Dictionary<string, DateTimeOffset> _askedAt = new(StringComparer.Ordinal);

    private IEnumerable<(DateTimeOffset At, Action Act)> StandIns()
    {
        foreach (var wait in _state!.Workflow.Bookmarks)
        {
            if (OutcomesOf(wait) is [var usual, ..])
            {
                var decision = _decisions.Find(each => each.ActivityId == wait.ActivityId) ?? new(wait.ActivityId, usual);
                _askedAt.TryAdd(wait.Id, _now);
                yield return (_askedAt[wait.Id] + (decision.After ?? TimeSpan.Zero), () => StandIn(wait, decision));
            }
        }
    }

    private void StandIn(Bookmark wait, RehearsedDecision decision)
    {
        Spend(decision.ActivityId);
        _recording.Answered(new(_now, wait.ActivityId, NameOf(wait.ActivityId), wait.Name, decision.Outcome, OutcomesOf(wait), (JsonObject)decision.Fields.DeepClone()));
        switch (wait.Name)
        {
            case CaseWork.LinkBookmark:
                AnswerLink(wait.Payload as JsonObject ?? [], decision);
                break;
            case CaseWork.LinkedBookmark:
                EndLinked(wait, decision);
                break;
            case OutsideWait.RunTask:
                Do(wait.ActivityId, new ResumeInstance(Actor.System, wait.Id, decision.Fields.DeepClone()));
                break;
            case "Elsa.BulkDispatchWorkflows":
                EndAll(wait, decision);
                break;
            case "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow":
                Do(wait.ActivityId, new ReceiveChildEnd(wait.Id, (JsonObject)decision.Fields.DeepClone()));
                break;
            default:
                Do(wait.ActivityId, new ReportDelivery("rehearsal", IsDelivered: true, null) { BookmarkId = wait.Id, Answer = ReplyOf(decision).ToJson() });
                break;
        }
    }

    /// <summary>All of them end alike, one after the other.</summary>
    private void EndAll(Bookmark wait, RehearsedDecision decision)
    {
        var status = Enum.TryParse<WorkflowSubStatus>(decision.Outcome, out var known) ? known : WorkflowSubStatus.Finished;
        var count = (wait.Payload as JsonObject)?.Whole("ScheduledInstanceIdsCount") ?? 1;
        for (var i = 1; i <= count && _stop is null; i++)
        {
            var end = new ChildEnd(string.Create(CultureInfo.InvariantCulture, $"{wait.Id}-{i}"), status, decision.Fields);
            Do(wait.ActivityId, new ReceiveChildEnd(wait.Id, end.ToJson()));
        }
    }

    private static HttpReply ReplyOf(RehearsedDecision decision) => decision.Outcome switch
    {
        NoConnection => HttpReply.Failed(HttpFailure.FailedToConnect, decision.Outcome),
        NoAnswer => HttpReply.Failed(HttpFailure.Timeout, decision.Outcome),
        _ => HttpReply.Answered(
            int.TryParse(decision.Outcome, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 200, [], "application/json", decision.Fields.ToJsonString()),
    };

    private string NameOf(string activityId) => _request.Program.FindNode(activityId)?.Name is { Length: > 0 } name ? name : activityId;
}
