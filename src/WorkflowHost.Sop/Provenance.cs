namespace WorkflowHost.Sop;

/// <summary>How sure we are of a rule's number.</summary>
public enum Evidence
{
    /// <summary>Read in the rule's own text.</summary>
    Verified,

    /// <summary>Found only in a repost or a secondary source.</summary>
    Secondary,

    /// <summary>From memory: an example that compliance must confirm before real use (示例，须合规复核).</summary>
    Memory,

    /// <summary>Our product default; the house may choose otherwise.</summary>
    ProductDefault,
}

/// <summary>Where a rule comes from, kept beside the rule so that compliance can check it.</summary>
public sealed record Provenance(string Source, Evidence Evidence)
{
    /// <summary>Shown wherever a rule that nobody has read in its own text is shown or edited.</summary>
    public static readonly LocalizedText ReviewLabel = new("示例，须合规复核", "Example, needs compliance review");

    /// <summary>The number comes from memory or from hearsay: compliance must confirm it before it is used with customers.</summary>
    public bool NeedsReview => Evidence is Evidence.Memory or Evidence.Secondary;
}
