namespace WorkflowHost.Engine.Bursts;

/// <summary>What happened to an activity instance.</summary>
public enum JournalEvent
{
    Started,
    Suspended,
    Resumed,
    Completed,
    Canceled,
    Faulted,
}

/// <summary>One line of an instance's history. Outcomes are those the activity named when it completed, empty if none; the message says why it faulted.</summary>
public readonly record struct JournalEntry(
    DateTimeOffset At,
    JournalEvent Event,
    string ActivityId,
    string NodeId,
    string ActivityInstanceId,
    string ActivityType,
    string? ActivityName,
    IReadOnlyList<string> Outcomes,
    string? Message);
