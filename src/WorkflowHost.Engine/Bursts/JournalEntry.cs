using System.Text.Json.Nodes;

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
    string? Message)
{
    /// <summary>
    /// What it started with, as far as that was worked out in this run, or what it gave when it completed or began to wait. Inputs that may
    /// name secrets are left out. Null for none; the values are not copied, so read them before anything else changes them.
    /// </summary>
    public IReadOnlyList<JournalValue>? Values { get; init; }
}

/// <summary>An input as it was evaluated, or an output as it was given.</summary>
/// <param name="Name">PascalCase, as the activity's descriptor names it.</param>
public readonly record struct JournalValue(string Name, JsonNode? Value);
