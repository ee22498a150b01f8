using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Changes;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>What a version changes against another, in sentences, and what stands in the way of its publishing.</summary>
/// <param name="Before">What it is held against; null when nothing was ever published.</param>
/// <param name="Changes">Empty when there is no version before.</param>
/// <param name="Check">Of the later version.</param>
public sealed record DefinitionReview(DefinitionVersion? Before, DefinitionVersion After, DefinitionChanges Changes, DefinitionCheck Check);

/// <summary>What importing a document would do.</summary>
public enum ImportEffect
{
    /// <summary>A definition that isn't there yet; its first version, a draft.</summary>
    New,

    /// <summary>The next version of a definition, a draft.</summary>
    NextVersion,

    /// <summary>The draft that is being drawn becomes this; what it was can be restored.</summary>
    ReplacesDraft,

    /// <summary>It says what is stored already.</summary>
    None,

    /// <summary>It can't be taken.</summary>
    Refused,
}

/// <summary>A document from outside, before it is taken.</summary>
/// <param name="Name">As the document names itself.</param>
public sealed record ImportPreview(string DefinitionId, string? Name, ImportEffect Effect)
{
    /// <summary>The latest version, which it would follow or replace; null when there is none.</summary>
    public DefinitionVersion? Before { get; init; }

    /// <summary>The revision it was shown against, 0 where there was none: taking it says so, and what somebody else did since is not overwritten.</summary>
    public int Seen => Before?.Revision ?? 0;

    public DefinitionChanges Changes { get; init; } = new([], IsLayoutChanged: false);

    public DefinitionCheck? Check { get; init; }

    /// <summary>Why it can't be taken.</summary>
    public CaseRefusal? Refusal { get; init; }
}
