using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Instances;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Instances, journal lines and runs of activities as Elsa's clients read them.</summary>
internal static class InstanceShapes
{
    /// <param name="versionId">Id of the definition's version; Studio shows no row whose version it cannot find.</param>
    public static JsonObject Row(InstanceRow row, string versionId) => new()
    {
        ["id"] = row.Id,
        ["definitionId"] = row.DefinitionId,
        ["definitionVersionId"] = versionId,
        ["version"] = row.DefinitionVersion,
        ["status"] = row.Status.ToString(),
        ["subStatus"] = row.SubStatus.ToString(),
        ["correlationId"] = row.CorrelationId,
        ["name"] = row.Name ?? row.Number,
        ["incidentCount"] = row.IncidentCount,
        ["isSystem"] = false,
        ["createdAt"] = row.CreatedAt,
        ["updatedAt"] = row.UpdatedAt,
        ["finishedAt"] = row.FinishedAt,
    };

    public static JsonObject Instance(InstanceView view, string versionId)
    {
        var instance = Row(view.Row, versionId);
        instance["workflowState"] = new JsonObject
        {
            ["id"] = view.Id,
            ["definitionId"] = view.Row.DefinitionId,
            ["definitionVersionId"] = versionId,
            ["definitionVersion"] = view.Row.DefinitionVersion,
            ["status"] = view.Row.Status.ToString(),
            ["subStatus"] = view.Row.SubStatus.ToString(),
            ["correlationId"] = view.Row.CorrelationId,
            ["bookmarks"] = new JsonArray([.. view.Bookmarks.Select(Of)]),
            ["incidents"] = new JsonArray([.. view.Incidents.Select(Of)]),
            ["fault"] = null,
            ["completionCallbacks"] = new JsonArray(),
            ["activityExecutionContexts"] = new JsonArray(),
            ["input"] = view.Values?.Input.DeepClone() ?? new JsonObject(),
            ["output"] = view.Values?.Outputs.DeepClone() ?? new JsonObject(),
            ["properties"] = new JsonObject(),
            ["createdAt"] = view.Row.CreatedAt,
            ["updatedAt"] = view.Row.UpdatedAt,
            ["finishedAt"] = view.Row.FinishedAt,
        };
        return instance;
    }

    public static JsonObject Line(JournalRow row, string instanceId) => new()
    {
        ["id"] = $"{instanceId}-{row.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        ["activityInstanceId"] = row.ExecutionId,
        ["parentActivityInstanceId"] = null,
        ["activityId"] = row.ActivityId,
        ["activityType"] = row.ActivityType,
        ["activityTypeVersion"] = 1,
        ["activityName"] = row.ActivityName,
        ["nodeId"] = row.NodeId,
        ["timestamp"] = row.At,
        ["sequence"] = row.Sequence,
        ["eventName"] = row.Event.ToString(),
        ["message"] = row.Message ?? (row.Outcomes.Count > 0 ? string.Join(", ", row.Outcomes) : null),
        ["source"] = null,
        ["activityState"] = row.Values?.DeepClone() ?? new JsonObject(),
        ["payload"] = Outcomes(row.Outcomes),
    };

    public static JsonObject Execution(ActivityExecution run) => new()
    {
        ["id"] = run.Id,
        ["workflowInstanceId"] = run.InstanceId,
        ["activityId"] = run.ActivityId,
        ["activityNodeId"] = run.NodeId,
        ["activityType"] = run.ActivityType,
        ["activityTypeVersion"] = 1,
        ["activityName"] = run.ActivityName,
        ["activityState"] = run.Inputs?.DeepClone() ?? new JsonObject(),
        ["payload"] = Outcomes(run.Outcomes),
        ["outputs"] = run.Outputs?.DeepClone() ?? new JsonObject(),
        ["properties"] = new JsonObject(),
        ["metadata"] = new JsonObject(),
        ["exception"] = run.Message is null ? null : new JsonObject { ["type"] = "Fault", ["message"] = run.Message, ["stackTrace"] = null, ["innerException"] = null },
        ["startedAt"] = run.StartedAt,
        ["completedAt"] = run.CompletedAt,
        ["hasBookmarks"] = run.HasBookmarks,
        ["status"] = run.Status.ToString(),
        ["aggregateFaultCount"] = run.FaultCount,
        ["schedulingActivityExecutionId"] = null,
        ["schedulingActivityId"] = null,
        ["schedulingWorkflowInstanceId"] = null,
        ["callStackDepth"] = 0,
    };

    public static JsonObject Count(ActivityCount count) => new()
    {
        ["activityId"] = count.ActivityId,
        ["activityNodeId"] = count.NodeId,
        ["startedCount"] = count.Started,
        ["completedCount"] = count.Completed,
        ["uncompletedCount"] = count.Uncompleted,
        ["isBlocked"] = count.IsBlocked,
        ["isFaulted"] = count.IsFaulted,
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Outcomes(IReadOnlyList<string> outcomes) =>
        outcomes.Count == 0 ? [] : new() { ["Outcomes"] = new JsonArray([.. outcomes.Select(outcome => JsonValue.Create(outcome))]) };

    private static JsonObject Of(Bookmark bookmark) => new()
    {
        ["id"] = bookmark.Id,
        ["name"] = bookmark.Name,
        ["hash"] = bookmark.Hash,
        ["payload"] = bookmark.Payload?.DeepClone(),
        ["activityNodeId"] = bookmark.NodeId,
        ["activityInstanceId"] = bookmark.ActivityInstanceId,
        ["autoBurn"] = !bookmark.IsLasting,
        ["callbackMethodName"] = null,
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Of(Incident incident) => new()
    {
        ["activityId"] = incident.ActivityId,
        ["activityNodeId"] = incident.NodeId,
        ["activityType"] = incident.ActivityType,
        ["activityName"] = incident.ActivityName,
        ["activityInstanceId"] = incident.ActivityInstanceId,
        ["activityStack"] = new JsonArray([.. incident.Stack.Select(frame => new JsonObject
        {
            ["activityId"] = frame.ActivityId,
            ["activityNodeId"] = frame.NodeId,
            ["activityType"] = frame.Type,
            ["activityName"] = frame.Name,
        })]),
        ["message"] = incident.Message,
        ["exception"] = incident.Cause is null ? null : new JsonObject { ["type"] = "Fault", ["message"] = incident.Cause, ["stackTrace"] = null, ["innerException"] = null },
        ["timestamp"] = incident.At,
    };
}
