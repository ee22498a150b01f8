using System.Text.Json.Nodes;
using WorkflowHost.Sop.Links;

namespace WorkflowHost.Sop.Cases;

/// <summary>How an instance came to start.</summary>
/// <param name="CorrelationId">Its business key; null leaves it to the workflow (an SOP takes the case's number).</param>
/// <param name="TriggerActivityId">The trigger that was hit; null when it was started as a whole.</param>
/// <param name="TriggerInput">What the trigger was hit with. Read-only.</param>
/// <param name="Parent">The workflow that started it.</param>
public sealed record InstanceOrigin(string? CorrelationId = null, string? TriggerActivityId = null, JsonNode? TriggerInput = null, ParentLink? Parent = null)
{
    /// <summary>The case it is opened from and stays linked with.</summary>
    public LinkOrigin? Link { get; init; }

    public static InstanceOrigin None { get; } = new();
}

/// <summary>Starts a workflow that is no SOP.</summary>
/// <param name="Id">The new instance's id.</param>
/// <param name="Input">The workflow's input. Read-only.</param>
/// <param name="Name">What the instance is called; null leaves it nameless.</param>
public sealed record StartInstance(Actor Actor, string Id, JsonObject Input, InstanceOrigin Origin, string? Name = null) : CaseCommand(Actor);

/// <summary>Resumes one wait. Refused when the instance no longer waits there.</summary>
/// <param name="Input">What is handed to the waiting activity. Read-only.</param>
public sealed record ResumeInstance(Actor Actor, string BookmarkId, JsonNode? Input) : CaseCommand(Actor);

/// <summary>A workflow that this one started has ended. Ignored when nothing waits for it any more.</summary>
public sealed record ReceiveChildEnd(string BookmarkId, JsonObject Result) : CaseCommand(Actor.System);

/// <summary>An event was published. Every activity that waits for it goes on, each in a burst of its own; ignored when none does.</summary>
/// <param name="Payload">What it carries. Read-only.</param>
public sealed record ReceiveEvent(Actor Actor, string EventName, JsonNode? Payload) : CaseCommand(Actor);

/// <summary>Ends a running workflow that is no SOP; a case ends by its own rules only.</summary>
/// <param name="Reason">For the timeline, 200 characters at most.</param>
/// <param name="ActivityInstanceId">Only while this step is a failed one, and then with a reason: what has recovered since it was seen is left alone. Null ends it in any case.</param>
public sealed record CancelInstance(Actor Actor, string? Reason, string? ActivityInstanceId = null) : CaseCommand(Actor);
