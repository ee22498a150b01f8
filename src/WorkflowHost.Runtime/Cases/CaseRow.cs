using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>A case in a list.</summary>
/// <param name="BrokenOff">How it ended without being dealt with: its close type (withdrawn, merged…); null when it is open or was dealt with, and beside other cases.</param>
/// <param name="ArchivedAt">When it was moved to the archive; null while it is at hand, and beside other cases.</param>
public sealed record CaseRow(
    string Id,
    string Number,
    string DefinitionId,
    string Title,
    string? CustomerName,
    string? CustomerContact,
    string? PolicyNo,
    string? Category,
    int? Severity,
    string? Channel,
    string? ProductLine,
    string? Branch,
    string? HandlerId,
    string? HandlerName,
    CaseStatus Status,
    string? Stage,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    ClockBadge? NextBreach,
    int IncidentCount,
    string? BrokenOff = null,
    DateTimeOffset? ArchivedAt = null);

/// <summary>The order of a list of cases.</summary>
public enum CaseSort
{
    /// <summary>The latest opened first.</summary>
    Newest,

    /// <summary>What is due first; cases without a running clock are left out.</summary>
    NextDue,
}

/// <summary>Which cases; every condition that is set must hold.</summary>
/// <param name="Text">A whole number, contact, policy number or customer name finds those that have exactly it; any other text is looked for as a part of these and of the title.</param>
/// <param name="Overdue">True: only cases whose next target has passed.</param>
/// <param name="Cursor">From <see cref="Page{T}.Next"/>.</param>
/// <param name="Take">1 to 200.</param>
/// <param name="IncludesPlain">Instances of workflows that are no SOP as well.</param>
public sealed record CaseFilter(
    string? Text = null,
    CaseStatus? Status = null,
    string? Stage = null,
    int? Severity = null,
    string? Category = null,
    string? HandlerId = null,
    string? Branch = null,
    bool? Overdue = null,
    CaseSort Sort = CaseSort.Newest,
    string? Cursor = null,
    int Take = 50,
    string? DefinitionId = null,
    bool IncludesPlain = false);
