using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Contacts;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>Everything a command may know of the world; nothing else is read.</summary>
public sealed record CaseEnvironment
{
    public required DateTimeOffset Now { get; init; }

    public required IIdSource Ids { get; init; }

    public required SopPack Pack { get; init; }

    /// <summary>The program of the definition version the case is pinned to.</summary>
    public required WorkflowProgram Program { get; init; }

    /// <summary>Published programs by definition id, for workflows that run others; null for an id nothing is published under.</summary>
    public Func<string, WorkflowProgram?>? Programs { get; init; }

    /// <summary>Who reads the cases of an SOP, also of one that was taken back; null reads it from <see cref="Programs"/>.</summary>
    public Func<string, SopReaders>? Readers { get; init; }

    /// <summary>A snapshot of the staff, for names and assignment.</summary>
    public required IReadOnlyList<StaffMember> Staff { get; init; }

    /// <summary>What is known of a number, as <see cref="ContactNumber.Of"/> writes it, that is not to be called; null: nothing is.</summary>
    public Func<string, ContactBlock?>? BlockOf { get; init; }

    /// <summary>What the command's <c>mergeInto</c> field names; null when there is no such case, or no such field.</summary>
    public MergeTarget? MergeTarget { get; init; }
}
