using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WorkflowHost.Sop.Revisits;

public enum RevisitStatus
{
    Planned,
    Successful,

    /// <summary>All calls, the link and the letter were tried and are in the log.</summary>
    Unreachable,
    Cancelled,
}

public enum ContactChannel
{
    Phone,

    /// <summary>A short message with a link to the questions.</summary>
    SmsLink,
    WeChat,
    Email,
    Letter,
    Visit,
}

public enum AttemptResult
{
    /// <summary>接通: spoke with the customer, or the customer answered in writing.</summary>
    Connected,

    /// <summary>无人接听</summary>
    NoAnswer,

    /// <summary>占线</summary>
    Busy,

    /// <summary>拒接: the customer doesn't want the call.</summary>
    Refused,

    /// <summary>空号: the number doesn't exist or is somebody else's.</summary>
    WrongNumber,

    /// <summary>改约: the customer named another time.</summary>
    Rescheduled,

    /// <summary>A message or letter went out; there is no answer yet.</summary>
    Sent,

    /// <summary>人工跳过: a supervisor decided that this message or letter is not sent. Never what a caller logs.</summary>
    Skipped,
}

/// <summary>One try to reach the customer.</summary>
public sealed record RevisitAttempt
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The number dialled or the address written to.</summary>
    public required string Number { get; init; }

    public required ContactChannel Channel { get; init; }

    public required AttemptResult Result { get; init; }

    /// <summary>The member of staff who tried.</summary>
    public required string Agent { get; init; }

    public string? RecordingId { get; init; }

    /// <summary>The customer called us: hours, gaps and counts don't apply.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsInbound { get; init; }

    /// <summary>Answers to the script, already checked against the policy's form.</summary>
    public JsonObject? Answers { get; init; }

    /// <summary>1 (very dissatisfied) to 5 (very satisfied).</summary>
    public int? Rating { get; init; }

    public string? Comment { get; init; }

    /// <summary>The agent heard of a problem, whatever the rating.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasProblem { get; init; }

    /// <summary>The time the customer named, for <see cref="AttemptResult.Rescheduled"/>.</summary>
    public DateTimeOffset? RescheduleTo { get; init; }
}

/// <summary>What is to be done about a revisit next.</summary>
public enum RevisitNextStep
{
    Phone,
    SmsLink,
    Letter,
    Done,
    Unreachable,

    /// <summary>Reached, and a case has to be opened or reopened for what the customer said.</summary>
    Problem,
    Cancelled,
}

/// <summary>A planned follow-up and everything tried for it. Immutable; <see cref="RevisitRules"/> makes the next one.</summary>
public sealed record Revisit
{
    public required string Id { get; init; }

    public required string PolicyId { get; init; }

    public required string Type { get; init; }

    public required RevisitStatus Status { get; init; }

    /// <summary>Which call of a recurring plan it is; null for a single one.</summary>
    public RevisitOccurrence? Occurrence { get; init; }

    /// <summary>The event the revisit follows: told, paid, delivered; of a plan its beginning.</summary>
    public required DateTimeOffset TriggeredAt { get; init; }

    /// <summary>The first permitted instant of the due window.</summary>
    public required DateTimeOffset DueFrom { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The last instant not after <see cref="DueAt"/> at which a call is permitted.</summary>
    public required DateTimeOffset DialBy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsProvisional { get; init; }

    /// <summary>When the next attempt is planned; null once the revisit has ended.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    public ContactChannel? NextChannel { get; init; }

    public IReadOnlyList<RevisitAttempt> Attempts { get; init; } = [];

    /// <summary>The time of day the customer prefers; it wins over the policy's windows.</summary>
    public CallWindow? PreferredWindow { get; init; }

    /// <summary>The customer asked to be called at this instant; quiet hours and off days don't stand against it.</summary>
    public DateTimeOffset? AskedForAt { get; init; }

    /// <summary>Set by a problem found; the shell opens or reopens a case.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasProblem { get; init; }

    /// <summary>No sales and survey calls until then.</summary>
    public DateTimeOffset? DoNotCallUntil { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public string? EndReason { get; init; }

    [JsonIgnore]
    public bool IsEnded => Status != RevisitStatus.Planned;

    [JsonIgnore]
    public RevisitNextStep NextStep => (Status, NextChannel) switch
    {
        (RevisitStatus.Successful, _) => HasProblem ? RevisitNextStep.Problem : RevisitNextStep.Done,
        (RevisitStatus.Unreachable, _) => RevisitNextStep.Unreachable,
        (RevisitStatus.Cancelled, _) => RevisitNextStep.Cancelled,
        (_, ContactChannel.SmsLink) => RevisitNextStep.SmsLink,
        (_, ContactChannel.Letter) => RevisitNextStep.Letter,
        _ => RevisitNextStep.Phone,
    };
}

/// <summary>What is known of the customer's wishes when a revisit is planned.</summary>
public sealed record CallWishes(CallWindow? PreferredWindow = null, DateTimeOffset? AskedForAt = null, DateTimeOffset? DoNotCallUntil = null);
