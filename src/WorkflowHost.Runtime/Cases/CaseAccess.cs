using System.Collections.Immutable;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Who sees what. Whoever serves customers sees every case, since the first person asked answers for it (首问负责制, A-R10);
/// who only edits SOPs sees none, since it needs no personal data.
/// </summary>
public static class CaseAccess
{
    /// <summary>May see cases, and with them personal data.</summary>
    public static ImmutableArray<string> CaseRoles { get; } =
    [
        StaffRoles.Agent, StaffRoles.Handler, StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Exec, StaffRoles.Approver,
        StaffRoles.Compliance, StaffRoles.Scheduler, StaffRoles.Admin, StaffRoles.Advisor, StaffRoles.Coordinator, StaffRoles.Assessor, StaffRoles.Claims,
        StaffRoles.Surveyor, StaffRoles.Investigator, StaffRoles.AccountClaimManager, StaffRoles.Auditor,
    ];

    /// <summary>May see the board across the team.</summary>
    public static ImmutableArray<string> BoardRoles { get; } =
        [StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Exec, StaffRoles.Compliance, StaffRoles.Admin];

    /// <summary>May see timers, outbox and incidents; who of them is no reader of cases sees them without personal data.</summary>
    public static ImmutableArray<string> OperatorRoles { get; } =
        [StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.ProcessOwner, StaffRoles.Compliance, StaffRoles.Admin];

    /// <summary>May see the list of follow-up calls.</summary>
    public static ImmutableArray<string> CallRoles { get; } =
        [StaffRoles.Scheduler, StaffRoles.Agent, StaffRoles.Handler, StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Compliance, StaffRoles.Admin, StaffRoles.Coordinator];

    /// <summary>May start, resume, cancel and delete plain workflows and publish events.</summary>
    public static ImmutableArray<string> WorkflowRoles { get; } = [StaffRoles.ProcessOwner, StaffRoles.Manager, StaffRoles.Admin];

    /// <summary>May move running cases to another version of their SOP; who of them is no reader of cases sees them by number alone.</summary>
    public static ImmutableArray<string> MigrationRoles => CaseMigration.Roles;

    /// <summary>Reads and changes nothing.</summary>
    public static bool OnlyReads(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return !actor.Roles.IsEmpty && actor.Roles.All(role => role == StaffRoles.Auditor);
    }

    public static bool SeesCases(Actor actor) => Has(actor, CaseRoles);

    /// <summary>The board across the team.</summary>
    public static bool SeesBoard(Actor actor) => Has(actor, BoardRoles);

    /// <summary>Timers, outbox and incidents.</summary>
    public static bool SeesOperations(Actor actor) => Has(actor, OperatorRoles);

    /// <summary>Instances of workflows; the values of those that are cases only with <see cref="SeesCases"/>.</summary>
    public static bool SeesInstances(Actor actor) => Has(actor, OperatorRoles);

    public static bool RunsWorkflows(Actor actor) => Has(actor, WorkflowRoles);

    public static bool Migrates(Actor actor) => Has(actor, MigrationRoles);

    public static bool SeesRevisits(Actor actor) => Has(actor, CallRoles);

    /// <summary>An incident without what a fault may quote of the value it failed on; what kind of step failed where stays.</summary>
    internal static Incident WithoutValues(Incident incident) =>
        incident with { Message = incident.ActivityType + " failed", Cause = null };

    /// <summary>An incident without the sensitive values its message quotes.</summary>
    internal static Incident Masked(Incident incident, SensitiveMask mask) =>
        mask.IsNone ? incident : incident with { Message = mask.Of(incident.Message)!, Cause = mask.Of(incident.Cause) };

    private static bool Has(Actor actor, ImmutableArray<string> roles)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.IsSystem || actor.IsInAny(roles);
    }
}
