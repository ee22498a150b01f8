using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>A case, whole, as one person sees it.</summary>
public sealed record CaseView
{
    public required string Id { get; init; }

    public required CaseSummary Summary { get; init; }

    public required string? HandlerName { get; init; }

    public required string DefinitionId { get; init; }

    public required int DefinitionVersion { get; init; }

    /// <summary>Counts the commands of the case; an edit may demand the version it was decided on.</summary>
    public required long Version { get; init; }

    /// <summary>The captured fields. Read-only.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>Names of the sensitive fields that are masked for this person in <see cref="Data"/> and <see cref="Contexts"/>.</summary>
    public IReadOnlyList<string> MaskedFields { get; init; } = [];

    /// <summary>Open tasks first, then those done, each in order of creation. Outcomes and instructions are only in open ones.</summary>
    public required IReadOnlyList<CaseTask> Tasks { get; init; }

    /// <summary>Running and paused clocks by target, then the ended ones, the latest first.</summary>
    public required IReadOnlyList<ClockView> Clocks { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    public required IReadOnlyList<RevisitView> Revisits { get; init; }

    /// <summary>What this person may do to the case besides its tasks.</summary>
    public required IReadOnlyList<AvailableEvent> Events { get; init; }

    /// <summary>
    /// What the forms of the open tasks and of the events show beside their fields, by form id; a form that shows nothing is
    /// left out.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ContextEntry>> Contexts { get; init; }

    public required IReadOnlyList<Incident> Incidents { get; init; }

    public required IReadOnlyList<OutboxView> Outbox { get; init; }

    /// <summary>Cases this one is linked with, as they stand now: those it follows from first, then by the time of the link.</summary>
    public required IReadOnlyList<LinkedCaseView> LinkedCases { get; init; }

    /// <summary>Other cases of the same customer or policy, the latest first.</summary>
    public required IReadOnlyList<CaseRow> RelatedCases { get; init; }

    /// <summary>When it was moved to the archive, where it can be read and no more; null while it is at hand.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The person did something with the case, such as opening it, but is not among its readers: there is nothing here but its number and their own words.</summary>
    public bool IsUnread { get; init; }

    /// <summary>The answer to a command that asked for little: summary, version and open tasks are there, all else is left out.</summary>
    public bool IsBrief { get; init; }
}

/// <summary>A case that another is linked with.</summary>
/// <param name="Kind">Id of the kind of link.</param>
/// <param name="IsFollower">It follows from the case that is looked at; false: that one follows from it.</param>
public sealed record LinkedCaseView(string Kind, string NameZh, string NameEn, bool IsFollower, DateTimeOffset LinkedAt, CaseRow Case);

/// <summary>A planned follow-up with its attempts.</summary>
public sealed record RevisitView(Revisit Revisit, string NameZh, string NameEn, string FormId)
{
    public string Id => Revisit.Id;
}

/// <summary>A message to the outside.</summary>
public sealed record OutboxView(
    string Id,
    string CaseId,
    string? CaseNumber,
    string Kind,
    string Target,
    string? Template,
    JsonObject Payload,
    OutboxStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextTryAt,
    int Failures,
    string? LastError,
    DateTimeOffset? SettledAt,
    string? Reference);
