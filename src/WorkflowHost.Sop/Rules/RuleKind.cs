namespace WorkflowHost.Sop.Rules;

/// <summary>What a rule of the pack is. Stored by name and part of addresses: names never change.</summary>
public enum RuleKind
{
    /// <summary>A clock policy.</summary>
    Clock,

    /// <summary>One year of a calendar; its id is the calendar's and the year, <c>cn.2026</c>.</summary>
    Calendar,

    /// <summary>Reminders and escalations along a clock.</summary>
    Ladder,

    /// <summary>A decision table.</summary>
    Table,

    /// <summary>A form people fill.</summary>
    Form,

    /// <summary>A letter or message to the customer, with its text.</summary>
    Notice,

    /// <summary>How one kind of call is made.</summary>
    Revisit,

    /// <summary>Calls that come again.</summary>
    Plan,

    /// <summary>What a law allows clocks to be.</summary>
    Limit,
}

/// <summary>Names one rule; ids are unique within a kind.</summary>
public readonly record struct RuleKey(RuleKind Kind, string Id)
{
    /// <summary>As audit entries and log lines name it: <c>rule:clock/complaint-statutory</c>.</summary>
    public override string ToString() => $"rule:{Kind.ToString().ToLowerInvariant()}/{Id}";
}
