using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Links;

/// <summary>
/// One end of a link between two cases. Each of the two keeps its own end, so that it can decide on what it has heard of the
/// other; what screens show of the other is read from the other.
/// </summary>
/// <param name="CaseId">The other case.</param>
/// <param name="Kind">Id of a <see cref="LinkKind"/>.</param>
/// <param name="IsFollower">The other case follows from this one; false: this one follows from the other.</param>
/// <param name="DefinitionId">The other's SOP.</param>
/// <param name="At">Since when this case knows of it.</param>
public sealed record CaseLink(string CaseId, string Kind, bool IsFollower, string DefinitionId, DateTimeOffset At)
{
    /// <summary>The other's number; null until it is known to be open.</summary>
    public string? Number { get; init; }

    /// <summary>How the other stood when it was last heard of.</summary>
    public CaseStatus Status { get; init; }

    public string? CloseType { get; init; }

    /// <summary>The other's version at that time; 0 when it was never heard of. News that is older says nothing.</summary>
    public long HeardVersion { get; init; }
}
