using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Lint;

/// <summary>What is checked, and against what.</summary>
public sealed record LintRequest
{
    public required WorkflowDefinition Definition { get; init; }

    public required SopPack Pack { get; init; }

    /// <summary>How many active people have a role. Null: not known, and nothing is said about it.</summary>
    public Func<string, int>? MembersOf { get; init; }

    /// <summary>Ids of the SOPs whose cases can be opened from another one, this one's own included. Null: not known, and nothing is said about it.</summary>
    public IReadOnlyCollection<string>? Sops { get; init; }

    /// <summary>What compiling the definition gave, if that was done already; null: it is compiled here.</summary>
    public Compilation? Compilation { get; init; }
}
