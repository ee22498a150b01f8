namespace WorkflowHost.Sop.Activities;

/// <summary>Lists that a designer offers for inputs of SOP activities; their entries come from the SOP pack and the SOPs' profiles.</summary>
public static class SopChoices
{
    public const string Forms = "sop.forms";
    public const string Roles = "sop.roles";
    public const string Clocks = "sop.clocks";
    public const string Ladders = "sop.ladders";
    public const string DecisionTables = "sop.decision_tables";
    public const string Notices = "sop.notices";
    public const string RevisitPolicies = "sop.revisit_policies";
    public const string RevisitPlans = "sop.revisit_plans";

    /// <summary>Ids of the extension rules of all clock policies.</summary>
    public const string ExtensionRules = "sop.extension_rules";

    /// <summary>Ways to reach a customer.</summary>
    public const string Channels = "sop.channels";

    /// <summary>What two cases can be to each other.</summary>
    public const string Links = "sop.links";

    /// <summary>The published SOPs.</summary>
    public const string Sops = "sop.sops";

    /// <summary>Codes of the stages that SOPs declare.</summary>
    public const string Stages = "sop.stages";
}
