using System.Text.Json.Nodes;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Where a revisit stands in the call list of a day.</summary>
public enum RevisitBucket
{
    /// <summary>Its next attempt lies before the day.</summary>
    Overdue,
    Today,
    Upcoming,
    Ended,
}

/// <summary>A follow-up call in the scheduler's list.</summary>
public sealed record RevisitRow(
    string RevisitId,
    string CaseId,
    string CaseNumber,
    string Title,
    string? CustomerName,
    string? CustomerContact,
    string Type,
    string NameZh,
    string NameEn,
    RevisitStatus Status,
    RevisitBucket Bucket,
    DateTimeOffset DueFrom,
    DateTimeOffset DueAt,
    DateTimeOffset? NextAttemptAt,
    ContactChannel? NextChannel,
    int AttemptCount,
    string? HandlerName);

/// <summary>The call list of a day: overdue, of the day, upcoming, each the earliest first and those without a planned attempt last.</summary>
/// <param name="HasMore">A bucket has more than was asked for.</param>
public sealed record CallList(IReadOnlyList<RevisitRow> Items, bool HasMore);

/// <param name="Day">The day of the list in the calendar's zone; today when null. Outside 2000 to 9000 the list is empty.</param>
/// <param name="Status">Planned when null.</param>
/// <param name="Take">1 to 500, of each bucket.</param>
public sealed record RevisitFilter(DateOnly? Day = null, RevisitStatus? Status = null, string? Type = null, int Take = 200);

/// <summary>What a scheduler noted of one try; the instant and the person are added by the host.</summary>
public sealed record RevisitAttemptRequest
{
    /// <summary>The number dialled or address written to; the case's contact when null.</summary>
    public string? Number { get; init; }

    public ContactChannel Channel { get; init; }

    public required AttemptResult Result { get; init; }

    public string? RecordingId { get; init; }

    public bool IsInbound { get; init; }

    /// <summary>Answers to the script.</summary>
    public JsonObject? Answers { get; init; }

    public int? Rating { get; init; }

    public string? Comment { get; init; }

    public bool HasProblem { get; init; }

    public DateTimeOffset? RescheduleTo { get; init; }
}
