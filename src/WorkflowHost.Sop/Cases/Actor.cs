using System.Collections.Immutable;

namespace WorkflowHost.Sop.Cases;

/// <summary>Who gives a command: a member of staff, a machine with an API key, or the system itself (timers).</summary>
/// <param name="Id">Staff id; <c>system</c> for the system.</param>
/// <param name="Name">Display name as it stands in the timeline.</param>
/// <param name="StaffNo">工号, recorded with every registration; null for machines.</param>
/// <param name="Roles">Role codes, see <see cref="Staff.StaffRoles"/>.</param>
public sealed record Actor(string Id, string Name, string? StaffNo, ImmutableArray<string> Roles)
{
    public static Actor System { get; } = new("system", "system", null, []);

    /// <summary>Whoever calls without sign-in: no roles, so that no rule of a case lets them do what a member of staff may.</summary>
    public static Actor Anybody { get; } = new("anonymous", "anonymous", null, []);

    /// <summary>The customer, behind a link that a one-time code to the number of the case has opened: no roles, the link says what may be done.</summary>
    public static Actor Customer { get; } = new("customer", "customer", null, []);

    public bool IsSystem => Id == System.Id;

    public bool IsAnybody => Id == Anybody.Id;

    public bool IsIn(string role) => Roles.Contains(role, StringComparer.Ordinal);

    public bool IsInAny(ImmutableArray<string> roles) => roles.Any(IsIn);
}
