namespace WorkflowHost.Sop.Clocks;

public enum ExtensionMode
{
    /// <summary>The period becomes so long, counted from the same start: "15 days" becomes "30 days".</summary>
    Replace,

    /// <summary>So much is added to the period.</summary>
    Add,
}

/// <summary>One lawful way to lengthen a clock, and who must allow it.</summary>
public sealed record ExtensionRule
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    public required ExtensionMode Mode { get; init; }

    /// <summary>In the unit of the policy; at least 1.</summary>
    public required int Amount { get; init; }

    /// <summary>Any one of these roles may approve; nobody in particular when empty.</summary>
    public IReadOnlyList<string> ApproverRoles { get; init; } = [];

    /// <summary>The customer must have been told before the running deadline ends.</summary>
    public bool NeedsCustomerNotice { get; init; }

    /// <summary>The extension that must have been granted before this one.</summary>
    public string? After { get; init; }

    public required Provenance Provenance { get; init; }
}

/// <summary>The wish to lengthen a clock by one of its policy's rules.</summary>
/// <param name="RuleId">An <see cref="ExtensionRule.Id"/> of the clock's policy.</param>
/// <param name="At">When it takes effect: approved, and the customer told where the rule asks for it.</param>
/// <param name="ApprovedBy">The person who approved.</param>
/// <param name="ApproverRole">The role in which that person approved.</param>
/// <param name="Reason">Why the case needs longer; kept in the file.</param>
/// <param name="CustomerTold">Whether the notice to the customer was sent by <paramref name="At"/>.</param>
public sealed record ExtensionGrant(
    string RuleId,
    DateTimeOffset At,
    string ApprovedBy,
    string ApproverRole,
    string Reason,
    bool CustomerTold);
