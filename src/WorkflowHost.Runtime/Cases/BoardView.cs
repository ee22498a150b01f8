namespace WorkflowHost.Runtime.Cases;

/// <summary>What is due next across the team.</summary>
/// <param name="Items">Running clocks, the earliest target first; windows of the customer are no deadlines and are left out.</param>
/// <param name="Counts">Clocks by colour over all that match, not only those listed; may be some seconds old.</param>
public sealed record BoardView(
    IReadOnlyList<BoardItem> Items,
    IReadOnlyList<PersonLoad> Loads,
    IReadOnlyDictionary<ClockState, int> Counts,
    bool HasMore);

/// <param name="AssigneeId">Who holds the case's open task, or else its handler.</param>
/// <param name="TaskId">The open task that can be reassigned; null when the case waits for something else.</param>
public sealed record BoardItem(
    string ClockId,
    string CaseId,
    string CaseNumber,
    string Title,
    string? CustomerName,
    int? Severity,
    string? Stage,
    string? Branch,
    ClockBadge Clock,
    string? AssigneeId,
    string? AssigneeName,
    string? TaskId,
    string? TaskName,
    string? TaskRole,
    long? TaskVersion);

/// <param name="Overdue">Of the open tasks, those of cases whose next target has passed.</param>
public sealed record PersonLoad(string StaffId, string Name, string? Branch, IReadOnlyList<string> Roles, int OpenTasks, int Overdue, bool IsAvailable);

/// <param name="DueBefore">Only clocks with a target before this instant.</param>
/// <param name="Take">1 to 500.</param>
public sealed record BoardFilter(
    string? Branch = null,
    string? AssigneeId = null,
    int? Severity = null,
    string? PolicyId = null,
    DateTimeOffset? DueBefore = null,
    int Take = 200);
