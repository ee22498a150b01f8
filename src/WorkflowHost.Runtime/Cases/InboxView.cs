namespace WorkflowHost.Runtime.Cases;

/// <summary>A person's inbox.</summary>
/// <param name="Mine">Tasks assigned to me, what is due first on top.</param>
/// <param name="Claimable">Tasks nobody holds that one of my roles may claim and I am not excluded from.</param>
/// <param name="HasMore">More than <see cref="InboxFilter.Take"/> matched in one of the lists.</param>
public sealed record InboxView(IReadOnlyList<InboxItem> Mine, IReadOnlyList<InboxItem> Claimable, bool HasMore);

/// <param name="TaskClock">The clock that measures the task; null when it has none.</param>
/// <param name="NextBreach">The clock of the case that will breach next.</param>
/// <param name="TaskVersion">To be given back with claim and completion, so that a stale screen is told.</param>
public sealed record InboxItem(
    string TaskId,
    string CaseId,
    string CaseNumber,
    string Title,
    string? CustomerName,
    string Step,
    string? Stage,
    int? Severity,
    string Role,
    string? AssigneeName,
    DateTimeOffset? TaskDueAt,
    ClockBadge? TaskClock,
    ClockBadge? NextBreach,
    DateTimeOffset CreatedAt,
    long TaskVersion,
    string FormId,
    string DefinitionId);

/// <param name="Text">Part of the case number, title or customer name.</param>
/// <param name="Take">1 to 500, for each of the two lists.</param>
public sealed record InboxFilter(string? Text = null, string? Stage = null, int? Severity = null, string? Role = null, int Take = 100);
