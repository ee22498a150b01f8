namespace WorkflowHost.Runtime.Cases;

/// <summary>What is due next across the team.</summary>
/// <param name="Items">
/// One for each case with a live deadline, the earliest target first; cases whose deadlines all stand still come last. Windows
/// of the customer are no deadlines and are left out.
/// </param>
/// <param name="Counts">Cases by the colour of their next deadline over all that match, not only those listed; may be some seconds old, with very many cases up to two minutes.</param>
public sealed record BoardView(
    IReadOnlyList<BoardItem> Items,
    IReadOnlyList<PersonLoad> Loads,
    IReadOnlyDictionary<ClockState, int> Counts,
    bool HasMore);

/// <param name="Clock">The deadline that breaches next; a paused one when all stand still.</param>
/// <param name="Others">The case's other live deadlines, the earliest target first, paused ones last.</param>
/// <param name="AssigneeId">Who holds the case's open task, or else its handler.</param>
/// <param name="TaskId">The open task that can be reassigned; null when the case waits for something else.</param>
public sealed record BoardItem(
    string CaseId,
    string CaseNumber,
    string Title,
    string? CustomerName,
    int? Severity,
    string? Stage,
    string? Branch,
    ClockBadge Clock,
    IReadOnlyList<ClockBadge> Others,
    string? AssigneeId,
    string? AssigneeName,
    string? TaskId,
    string? TaskName,
    string? TaskRole,
    long? TaskVersion,
    string DefinitionId);

/// <param name="Overdue">Of the open tasks, those of cases whose next target has passed.</param>
public sealed record PersonLoad(string StaffId, string Name, string? Branch, IReadOnlyList<string> Roles, int OpenTasks, int Overdue, bool IsAvailable);

/// <param name="PolicyId">Only cases with a live deadline of this policy.</param>
/// <param name="DueBefore">Only cases whose next target is before this instant; none that stand still.</param>
/// <param name="Take">1 to 500.</param>
public sealed record BoardFilter(
    string? Branch = null,
    string? AssigneeId = null,
    int? Severity = null,
    string? PolicyId = null,
    DateTimeOffset? DueBefore = null,
    int Take = 200);
