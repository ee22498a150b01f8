using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Composition;

/// <summary>How a dispatched instance ended, as <see cref="BulkDispatchWorkflows"/> is told, with Elsa's names.</summary>
/// <param name="InstanceId">The instance that ended.</param>
/// <param name="SubStatus">Finished, Faulted or Cancelled.</param>
/// <param name="Output">Its outputs.</param>
public sealed record ChildEnd(string InstanceId, WorkflowSubStatus SubStatus, JsonObject Output)
{
    /// <summary>What the bookmark of the dispatcher is resumed with.</summary>
    public JsonObject ToJson() => new()
    {
        ["WorkflowOutput"] = JsonValues.Copy(Output),
        ["WorkflowInstanceId"] = InstanceId,
        ["WorkflowStatus"] = nameof(WorkflowStatus.Finished),
        ["WorkflowSubStatus"] = SubStatus.ToString(),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is no end of an instance.</summary>
    public static ChildEnd? Read(JsonNode? json) =>
        json is JsonObject members
        && members["WorkflowInstanceId"] is JsonValue id
        && id.TryGetValue(out string? instanceId)
        && Enum.TryParse<WorkflowSubStatus>(ValueText.Of(JsonValues.Unwrap(members["WorkflowSubStatus"])), out var status)
            ? new ChildEnd(instanceId, status, JsonValues.Copy(members["WorkflowOutput"]) as JsonObject ?? [])
            : null;
}
