using System.Collections.Immutable;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Who sees what. Whoever serves customers sees every case, since the first person asked answers for it (首问负责制, A-R10);
/// who only edits SOPs sees none, since it needs no personal data.
/// </summary>
public static class CaseAccess
{
    private static readonly ImmutableArray<string> Readers =
    [
        StaffRoles.Agent, StaffRoles.Handler, StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Exec, StaffRoles.Approver,
        StaffRoles.Compliance, StaffRoles.Scheduler, StaffRoles.Admin,
    ];

    private static readonly ImmutableArray<string> Overseers =
        [StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Exec, StaffRoles.Compliance, StaffRoles.Admin];

    private static readonly ImmutableArray<string> Operators = [StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.ProcessOwner, StaffRoles.Admin];

    private static readonly ImmutableArray<string> Callers =
        [StaffRoles.Scheduler, StaffRoles.Agent, StaffRoles.Handler, StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Compliance, StaffRoles.Admin];

    public static bool SeesCases(Actor actor) => Has(actor, Readers);

    /// <summary>The board across the team.</summary>
    public static bool SeesBoard(Actor actor) => Has(actor, Overseers);

    /// <summary>Timers, outbox and incidents.</summary>
    public static bool SeesOperations(Actor actor) => Has(actor, Operators);

    public static bool SeesRevisits(Actor actor) => Has(actor, Callers);

    private static bool Has(Actor actor, ImmutableArray<string> roles)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.IsSystem || actor.IsInAny(roles);
    }
}
