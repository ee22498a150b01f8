using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.States;

/// <summary>A point at which an instance waits for a stimulus.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Name">The kind of stimulus, usually the activity type.</param>
/// <param name="Hash">Upper-case hexadecimal SHA-256 of <c>name|payload[|activityInstanceId]</c>, as Elsa computes it: equal waits have equal hashes.</param>
/// <param name="Payload">What the stimulus must match, e.g. <c>{"EventName":"paid"}</c>. Read-only.</param>
/// <param name="ActivityId">The waiting activity.</param>
/// <param name="NodeId">Its place in the definition.</param>
/// <param name="ActivityInstanceId">Its instance.</param>
/// <param name="DueAt">When the shell has to resume it by itself; null if only a stimulus does.</param>
/// <param name="IsLasting">It stays when it is resumed, because it waits for several stimuli; it goes with its activity.</param>
public sealed record Bookmark(
    string Id,
    string Name,
    string Hash,
    JsonNode? Payload,
    string ActivityId,
    string NodeId,
    string ActivityInstanceId,
    DateTimeOffset? DueAt = null,
    bool IsLasting = false);
