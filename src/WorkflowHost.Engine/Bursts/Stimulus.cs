using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Bursts;

/// <summary>What makes an instance move. JSON given to a stimulus is read-only from then on.</summary>
public abstract record Stimulus;

/// <summary>Begins a new instance; the state given with it is null.</summary>
/// <param name="Input">The workflow's input by name.</param>
/// <param name="CorrelationId">A business key.</param>
/// <param name="TriggerActivityId">The trigger activity that was hit, if the start came from one: the flowchart begins there.</param>
public sealed record StartWorkflow(JsonObject? Input = null, string? CorrelationId = null, string? TriggerActivityId = null) : Stimulus
{
    /// <summary>The id of the new instance; drawn from the burst's source if null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The name of the new instance.</summary>
    public string? Name { get; init; }

    /// <summary>What the trigger activity is handed: the payload of the event, or the HTTP request.</summary>
    public JsonNode? TriggerInput { get; init; }
}

/// <summary>Resumes one bookmark. Nothing matches if it is gone.</summary>
/// <param name="BookmarkId">The bookmark.</param>
/// <param name="Input">What is handed to the activity; the members of an object are workflow inputs of the burst as well, over those of the start.</param>
public sealed record ResumeBookmark(string BookmarkId, JsonNode? Input = null) : Stimulus;

/// <summary>Resumes all bookmarks that wait for an event, in the order they were made.</summary>
public sealed record ResumeEvent(string EventName, JsonNode? Payload = null) : Stimulus;

/// <summary>Ends the instance: all activities are cancelled, bookmarks removed. One that is faulted can't be retried any more.</summary>
public sealed record CancelWorkflow(string? Reason = null) : Stimulus;

/// <summary>Runs a faulted activity instance again and takes its incidents back.</summary>
public sealed record RetryActivity(string ActivityInstanceId) : Stimulus;

/// <summary>Takes a faulted activity instance as done without running it: its incidents are taken back and what comes after <c>Done</c> goes on. Nothing matches for the workflow itself, nor where a container failed over the end of a step.</summary>
public sealed record SkipActivity(string ActivityInstanceId) : Stimulus;
