using System.Collections.Immutable;

namespace WorkflowHost.Sop.Staff;

/// <summary>A member of staff as assignment rules see them.</summary>
/// <param name="AbsentUntil">No new task is assigned to an absent person before this instant.</param>
/// <param name="OpenTasks">Open tasks assigned to the person at the time of the snapshot, for balancing load.</param>
public sealed record StaffMember(
    string Id,
    string UserName,
    string DisplayName,
    string? StaffNo,
    ImmutableArray<string> Roles,
    string? Branch,
    ImmutableArray<string> Skills,
    bool IsActive,
    DateTimeOffset? AbsentUntil,
    int OpenTasks)
{
    /// <summary>Who is given the work that names this person while they are away or have left; null leaves it to the role's queue.</summary>
    public string? SubstituteId { get; init; }

    public bool IsAvailable(DateTimeOffset now) => IsActive && (AbsentUntil is null || AbsentUntil <= now);
}
