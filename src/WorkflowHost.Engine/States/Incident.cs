namespace WorkflowHost.Engine.States;

/// <summary>Something that failed and waits for a person.</summary>
/// <param name="ActivityId">Where it failed.</param>
/// <param name="NodeId">Its place in the definition.</param>
/// <param name="ActivityType">Its type.</param>
/// <param name="ActivityInstanceId">The instance that failed.</param>
/// <param name="Message">What happened, e.g. <c>Failed to evaluate activity input 'Text'</c>.</param>
/// <param name="Cause">The innermost reason, e.g. a script's own message; null if the message says it all.</param>
/// <param name="At">The instant of the burst.</param>
public sealed record Incident(
    string ActivityId,
    string NodeId,
    string ActivityType,
    string ActivityInstanceId,
    string Message,
    string? Cause,
    DateTimeOffset At)
{
    /// <summary>What its author called the activity; null if nothing.</summary>
    public string? ActivityName { get; init; }

    /// <summary>The activities it stands in, the workflow first and its own container last.</summary>
    public IReadOnlyList<IncidentFrame> Stack { get; init; } = [];
}

/// <summary>An activity around one that failed.</summary>
/// <param name="ActivityId">Its id.</param>
/// <param name="NodeId">Its place in the definition.</param>
/// <param name="Type">Its type.</param>
/// <param name="Name">What its author called it; null if nothing.</param>
public sealed record IncidentFrame(string ActivityId, string NodeId, string Type, string? Name);
