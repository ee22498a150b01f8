using System.Text.Json.Nodes;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Triggers;

/// <summary>
/// One stimulus that starts a workflow at one of its activities. The shell keeps the triggers of every published definition, finds them by
/// <see cref="Hash"/> or fires them by <see cref="Schedule"/>, and starts the workflow with <see cref="ActivityId"/> as the trigger.
/// An activity may give several, such as an HTTP endpoint with two methods.
/// </summary>
/// <param name="ActivityId">The activity the workflow begins at.</param>
/// <param name="Name">The kind of stimulus, which is the activity type, e.g. <c>Elsa.Event</c>.</param>
/// <param name="Payload">What the stimulus must match, e.g. <c>{"EventName":"paid"}</c>. Read-only.</param>
/// <param name="Hash">Equal to the hash of a bookmark that waits for the same stimulus.</param>
public sealed record WorkflowTrigger(string ActivityId, string Name, JsonObject Payload, string Hash)
{
    /// <summary>When it fires by itself; null if only a stimulus does.</summary>
    public TriggerSchedule? Schedule { get; init; }

    /// <summary>The requests that hit it; null for what is no HTTP endpoint.</summary>
    public HttpRoute? Route { get; init; }

    internal static WorkflowTrigger Of(string activityId, string name, JsonObject payload) =>
        new(activityId, name, payload, BookmarkHash.Of(name, payload));
}
