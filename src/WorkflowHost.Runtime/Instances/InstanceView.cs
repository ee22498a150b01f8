using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Runtime.Instances;

/// <summary>An instance of a workflow in a list: a plain one, or a case seen as what runs its SOP.</summary>
/// <param name="Number">The case's number; <c>WF-</c> and the id for a plain workflow.</param>
/// <param name="IsCase">It is a case of an SOP: worked and ended by the rules of cases, not by those of instances.</param>
/// <param name="Name">What it is called; null for who may not see cases, when it is one.</param>
/// <param name="ParentId">The instance that started it.</param>
public sealed record InstanceRow(
    string Id,
    string Number,
    string DefinitionId,
    int DefinitionVersion,
    bool IsCase,
    WorkflowStatus Status,
    WorkflowSubStatus SubStatus,
    string? CorrelationId,
    string? Name,
    string? ParentId,
    int IncidentCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? FinishedAt);

/// <summary>A page of a list, and how many rows there are in all.</summary>
public sealed record InstancePage<T>(IReadOnlyList<T> Items, int Total);

/// <summary>An instance, whole.</summary>
/// <param name="DefinitionVersionId">The id of the version it runs on.</param>
/// <param name="Version">Counts its commits.</param>
/// <param name="IsStalled">Running without any wait: only a person can move it.</param>
/// <param name="Values">What it was started with, holds and gave; null for who may not see it, as personal data may be in it.</param>
/// <param name="Bookmarks">Where it waits; without what the stimulus must match for who may not see values.</param>
public sealed record InstanceView(
    InstanceRow Row,
    string DefinitionVersionId,
    long Version,
    bool IsStalled,
    InstanceValues? Values,
    IReadOnlyList<Bookmark> Bookmarks,
    IReadOnlyList<Incident> Incidents,
    IReadOnlyList<LiveActivity> LiveActivities)
{
    public string Id => Row.Id;
}

/// <summary>Read-only.</summary>
public sealed record InstanceValues(JsonObject Input, JsonObject Variables, JsonObject Outputs);

/// <summary>One line of the journal.</summary>
/// <param name="Sequence">From 1 within the instance, without gaps.</param>
/// <param name="ExecutionId">See <see cref="ActivityExecution.Id"/>.</param>
/// <param name="ActivityType">Type in the definition; empty when the definition no longer has the activity.</param>
public sealed record JournalRow(
    long Sequence,
    DateTimeOffset At,
    JournalEvent Event,
    string ExecutionId,
    string ActivityId,
    string NodeId,
    string ActivityType,
    string? ActivityName,
    IReadOnlyList<string> Outcomes,
    string? Message)
{
    /// <summary>What the activity started with or gave, by name, long values cut; null for none, and for who may not see values. Read-only.</summary>
    public JsonObject? Values { get; init; }
}

public enum ActivityExecutionStatus
{
    Running,
    Completed,
    Canceled,
    Faulted,
}

/// <summary>One run of an activity within an instance.</summary>
/// <param name="Id">Unique over all instances: the instance's id, a dash, the activity instance's id.</param>
/// <param name="HasBookmarks">It waits now.</param>
/// <param name="FaultCount">How often it faulted, retries included.</param>
public sealed record ActivityExecution(
    string Id,
    string InstanceId,
    string ActivityInstanceId,
    string ActivityId,
    string NodeId,
    string ActivityType,
    string? ActivityName,
    ActivityExecutionStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? CompletedAt,
    IReadOnlyList<string> Outcomes,
    string? Message,
    bool HasBookmarks,
    int FaultCount)
{
    /// <summary>Its inputs by name, long values cut; null for none, and for who may not see values. Read-only.</summary>
    public JsonObject? Inputs { get; init; }

    /// <summary>The outputs it gave, likewise.</summary>
    public JsonObject? Outputs { get; init; }
}

/// <summary>How often an activity ran within an instance.</summary>
/// <param name="IsBlocked">A run of it waits now.</param>
/// <param name="IsFaulted">A run of it is faulted now.</param>
public sealed record ActivityCount(string ActivityId, string NodeId, int Started, int Completed, int Uncompleted, bool IsBlocked, bool IsFaulted);

/// <summary>Work that a workflow asked somebody outside for (Run Task).</summary>
/// <param name="Payload">What it asked with; null for who may not see values.</param>
public sealed record RequestedTask(string TaskId, string Name, JsonNode? Payload, string InstanceId, string InstanceNumber, string DefinitionId, string? CorrelationId, DateTimeOffset RequestedAt);
