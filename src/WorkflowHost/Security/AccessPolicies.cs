using Microsoft.AspNetCore.Authorization;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Security;

/// <summary>
/// Names of what may be done and the roles that may do it. An endpoint names a policy, never roles, so that
/// "who may reassign" is answered in this one file.
/// </summary>
public static class AccessPolicies
{
    /// <summary>Work on cases and tasks. Which task, the case rules decide.</summary>
    public const string Work = "work";

    /// <summary>Open a case.</summary>
    public const string OpenCases = "open-cases";

    /// <summary>See the whole team's deadlines and move tasks between people.</summary>
    public const string Supervise = "supervise";

    /// <summary>See the revisit list.</summary>
    public const string Revisits = "revisits";

    /// <summary>Look into timers, outbox and incidents.</summary>
    public const string Operate = "operate";

    /// <summary>Read and check SOP definitions.</summary>
    public const string ReadDefinitions = "read-definitions";

    /// <summary>Change SOP definitions and publish them.</summary>
    public const string EditDefinitions = "edit-definitions";

    /// <summary>Let running cases go on with another version of their SOP.</summary>
    public const string MigrateCases = "migrate-cases";

    /// <summary>Look into how single runs of a definition went; who is no reader of cases sees them without personal data.</summary>
    public const string ReadInstances = "read-instances";

    /// <summary>Start, resume, cancel and delete plain workflows; publish events.</summary>
    public const string RunWorkflows = "run-workflows";

    /// <summary>Manage staff, accounts and API keys; open the job dashboard.</summary>
    public const string Administer = "administer";

    /// <summary>Read the audit of sign-ins and refusals.</summary>
    public const string ReadAudit = "read-audit";

    private static readonly Dictionary<string, string[]> _rolesOf = new()
    {
        // What a query shows, the runtime decides; a policy that opened a page to others would show them an empty one.
        [Work] = [.. CaseAccess.CaseRoles],
        // Which SOP's cases, its profile says.
        [OpenCases] =
        [
            StaffRoles.Agent, StaffRoles.Handler, StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Exec, StaffRoles.Compliance, StaffRoles.Scheduler, StaffRoles.Admin,
            StaffRoles.Advisor, StaffRoles.Coordinator, StaffRoles.Claims, StaffRoles.Surveyor, StaffRoles.Investigator, StaffRoles.AccountClaimManager,
        ],
        [Supervise] = [.. CaseAccess.BoardRoles],
        [Revisits] = [.. CaseAccess.CallRoles],
        [Operate] = [.. CaseAccess.OperatorRoles],
        [ReadDefinitions] = [.. StaffRoles.All],
        [EditDefinitions] = [StaffRoles.ProcessOwner],
        [MigrateCases] = [.. CaseAccess.MigrationRoles],
        [ReadInstances] = [.. CaseAccess.OperatorRoles],
        [RunWorkflows] = [.. CaseAccess.WorkflowRoles],
        [Administer] = [StaffRoles.Admin],
        [ReadAudit] = [StaffRoles.Compliance, StaffRoles.Admin, StaffRoles.Auditor],
    };

    /// <summary>Every policy.</summary>
    public static IReadOnlyCollection<string> All => _rolesOf.Keys;

    /// <summary>The roles a policy admits.</summary>
    /// <exception cref="KeyNotFoundException">There is no such policy.</exception>
    public static IReadOnlyList<string> RolesOf(string policy) => _rolesOf[policy];

    /// <summary>Declares every policy and denies by default: an endpoint that names none still requires sign-in.</summary>
    internal static void Declare(AuthorizationOptions options)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.DefaultPolicy = signedIn;
        options.FallbackPolicy = signedIn;
        foreach (var (name, roles) in _rolesOf)
        {
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireRole(roles));
        }
    }
}
