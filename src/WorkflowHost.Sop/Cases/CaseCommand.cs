using System.Text.Json.Nodes;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>What somebody, or a timer, wants of a case. Handled by <see cref="CaseProcess.Handle"/>.</summary>
public abstract record CaseCommand(Actor Actor);

/// <summary>Opens a case of an SOP.</summary>
/// <param name="Id">The new case's id.</param>
/// <param name="Number">The number people call it by; unique.</param>
/// <param name="Fields">Values of the SOP's opening form.</param>
/// <param name="EarlierCases">Cases of the same SOP the shell found for this customer or policy lately; at least 0.</param>
public sealed record OpenCase(Actor Actor, string Id, string Number, JsonObject Fields, int EarlierCases = 0) : CaseCommand(Actor)
{
    /// <summary>How it was started, when not by a person at the opening form.</summary>
    public InstanceOrigin Origin { get; init; } = InstanceOrigin.None;
}

/// <param name="ExpectedVersion">Refused as a conflict unless the task still has this version; null takes any.</param>
public sealed record ClaimTask(Actor Actor, string TaskId, long? ExpectedVersion = null) : CaseCommand(Actor);

public sealed record ReleaseTask(Actor Actor, string TaskId, long? ExpectedVersion = null) : CaseCommand(Actor);

public sealed record ReassignTask(Actor Actor, string TaskId, string StaffId, string Reason, long? ExpectedVersion = null) : CaseCommand(Actor);

public sealed record CompleteTask(Actor Actor, string TaskId, string Outcome, JsonObject Fields, long? ExpectedVersion = null) : CaseCommand(Actor);

/// <summary>Raises an event the workflow listens to now (withdrawal, new facts, extension request…).</summary>
public sealed record RaiseCaseEvent(Actor Actor, string EventName, JsonObject Fields) : CaseCommand(Actor);

public sealed record LogRevisitAttempt(Actor Actor, string RevisitId, RevisitAttempt Attempt) : CaseCommand(Actor);

public sealed record AddNote(Actor Actor, string Text) : CaseCommand(Actor);

/// <summary>Shows somebody the sensitive fields of a case they don't work on; who, when and why is kept.</summary>
public sealed record RevealSensitive(Actor Actor, string Reason) : CaseCommand(Actor);

/// <summary>A timer of the case is due. Ignored when the case no longer holds that timer at that instant.</summary>
public sealed record FireTimer(string TimerId, DateTimeOffset DueAt) : CaseCommand(Actor.System);

/// <summary>What a timer waits for is to happen now instead.</summary>
/// <param name="DueAt">The instant it was seen set to, in whole milliseconds; refused when it is set to another one by now.</param>
/// <param name="Reason">Why, for the timeline; 1 to 200 characters.</param>
public sealed record RunTimerNow(Actor Actor, string TimerId, DateTimeOffset DueAt, string Reason) : CaseCommand(Actor);

/// <summary>What a timer waits for is not to happen: the reminder is not given, the letter not sent. A waiting step can't be skipped.</summary>
/// <param name="DueAt">As with <see cref="RunTimerNow"/>.</param>
/// <param name="Reason">As with <see cref="RunTimerNow"/>.</param>
public sealed record SkipTimer(Actor Actor, string TimerId, DateTimeOffset DueAt, string Reason) : CaseCommand(Actor);

/// <summary>Another case turned out to be the same matter and was merged into this one (Art. 18; A-R7).</summary>
public sealed record RecordRepeat(Actor Actor, string FromCaseNumber) : CaseCommand(Actor);

/// <summary>Runs a faulted step again.</summary>
/// <param name="Fields">Facts filled in or put right first, each a field of one of the pack's forms; null or empty changes none.</param>
public sealed record RetryIncident(Actor Actor, string ActivityInstanceId, JsonObject? Fields = null) : CaseCommand(Actor);

/// <summary>Takes a faulted step as done without running it; what comes after it goes on.</summary>
/// <param name="Reason">Why, for the timeline; 1 to 200 characters.</param>
public sealed record SkipIncident(Actor Actor, string ActivityInstanceId, string Reason) : CaseCommand(Actor);

/// <summary>Calendars were loaded or changed: counts the case's deadlines and planned calls again. Ignored when none of them moves.</summary>
public sealed record RecountClocks() : CaseCommand(Actor.System);

/// <summary>Clock policies or calendars were changed: counts what runs again by the rules as they are now. Ignored when nothing differs.</summary>
/// <param name="Reason">Why running cases follow the change; kept in the timeline.</param>
public sealed record ReapplyRules(Actor Actor, string Reason) : CaseCommand(Actor);

/// <summary>The outbox tells that a message has failed again and again; it goes on trying.</summary>
/// <param name="Failures">So far.</param>
/// <param name="Detail">What the last try said.</param>
public sealed record ReportDeliveryDelay(string MessageId, int Failures, string Detail) : CaseCommand(Actor.System);

/// <summary>The outbox tells how a message ended.</summary>
public sealed record ReportDelivery(string MessageId, bool IsDelivered, string? Detail) : CaseCommand(Actor.System)
{
    /// <summary>The step that waits for the answer; null when nobody does.</summary>
    public string? BookmarkId { get; init; }

    /// <summary>What came back, for that step.</summary>
    public JsonObject? Answer { get; init; }
}
