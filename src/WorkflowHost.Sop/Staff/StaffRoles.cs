using System.Collections.Immutable;

namespace WorkflowHost.Sop.Staff;

/// <summary>The product's role codes (domain: the 责任人 an SOP names, mapped to what a person may do).</summary>
public static class StaffRoles
{
    public const string Agent = "agent";
    public const string Handler = "handler";
    public const string TeamLead = "team_lead";
    public const string Manager = "manager";
    public const string Exec = "exec";
    public const string Approver = "approver";
    public const string Compliance = "compliance";
    public const string Scheduler = "scheduler";
    public const string ProcessOwner = "process_owner";
    public const string Admin = "admin";

    /// <summary>专业顾问: answers enquiries one to one.</summary>
    public const string Advisor = "advisor";

    /// <summary>客户服务协调员: follows a long-term-care case through every step and tells the customer how it stands.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>失能等级评估人员: assesses on site.</summary>
    public const string Assessor = "assessor";

    /// <summary>理赔人员: accepts, decides and pays claims.</summary>
    public const string Claims = "claims";

    /// <summary>查勘员: surveys on site or remotely, fixes loss and liability.</summary>
    public const string Surveyor = "surveyor";

    /// <summary>调查人员: verifies what a complaint or a suspicious report says.</summary>
    public const string Investigator = "investigator";

    /// <summary>专属理赔经理: follows every claim of the corporate customers in his care.</summary>
    public const string AccountClaimManager = "account_claim_manager";

    /// <summary>内部审计: reads what the SOPs let auditors read and changes nothing; whoever has another role besides acts by that one.</summary>
    public const string Auditor = "auditor";

    public static ImmutableArray<string> All { get; } =
    [
        Agent, Handler, TeamLead, Manager, Exec, Approver, Compliance, Scheduler, ProcessOwner, Admin, Advisor, Coordinator, Assessor, Claims, Surveyor,
        Investigator, AccountClaimManager, Auditor,
    ];

    /// <summary>The case field that names the person of a role: <c>handlerId</c>, <c>accountClaimManagerId</c>.</summary>
    public static string IdField(string role) => Camel(role) + "Id";

    /// <summary>The case fact that is that person's name: <c>handlerName</c>.</summary>
    public static string NameFact(string role) => Camel(role) + "Name";

    private static string Camel(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        var words = role.Split('_');
        return string.Concat(words[..1].Concat(words[1..].Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
    }

    /// <summary>Who is told that work has come to a stop, when those who mend it may not read the case.</summary>
    public static ImmutableArray<string> Oversight { get; } = [TeamLead, Manager, Compliance];

    /// <summary>Who may move a task from one person to another.</summary>
    public static ImmutableArray<string> Supervisors { get; } = [TeamLead, Manager, Admin];
}
