using System.Text.Json.Nodes;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Cases;

/// <summary>Telling the customer unasked how the case stands and when the next step is to be expected (S3 主动沟通).</summary>
public sealed partial class CaseWork
{
    private const string MessagesField = "statusMessages";

    /// <summary>Older messages are in the timeline and the outbox; the case keeps what a screen shows.</summary>
    private const int KeptMessages = 30;

    /// <summary>Sends a status message and keeps it with the case.</summary>
    /// <param name="text">What has happened; empty: the stage the case is in.</param>
    /// <param name="clock">Policy id of the clock that says when to expect the next step; null: the next deadline of the case.</param>
    /// <exception cref="SopFaultException">There is no such template, or the case lacks a fact it must name.</exception>
    public void ReportProgress(string noticeId, string channel, string? text, string? clock)
    {
        var stage = Profile.Stages.FirstOrDefault(s => s.Code == _stage)?.Zh;
        Set("progressStage", stage);
        Set("progressText", string.IsNullOrWhiteSpace(text) ? stage : text);
        Set("progressExpectedAt", ExpectedAt(clock) is { } expected ? Iso(expected) : null);
        var message = SendNotice(noticeId, channel, address: null);
        var kept = (Data[MessagesField] as JsonArray ?? []).TakeLast(KeptMessages - 1).Select(m => m?.DeepClone());
        Set(MessagesField, new JsonArray([.. kept, new JsonObject
        {
            ["at"] = Iso(Now.ToOffset(Calendar.UtcOffset)),
            ["channel"] = message.Kind,
            ["text"] = message.Payload.Text("body"),
        }]));
    }

    private DateTimeOffset? ExpectedAt(string? policyId)
    {
        if (!string.IsNullOrEmpty(policyId))
        {
            return FindClock(policyId)?.TargetAt;
        }

        var running = _clocks.Where(c => c.Status == ClockStatus.Running && c.Kind != ClockKind.Window && c.TargetAt > Now).Select(c => c.TargetAt).ToList();
        return running.Count == 0 ? null : running.Min();
    }
}
