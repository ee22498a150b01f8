using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// One open editor. An editor may send a save before the answer to the one before has arrived; by its own number such a save
/// is told from that of somebody else, and from one that was overtaken on the way.
/// </summary>
/// <param name="Id">Drawn anew whenever an editor is opened; up to 64 characters.</param>
/// <param name="Sequence">Counts its saves from 1.</param>
public sealed record EditorSession(string Id, long Sequence);

/// <summary>A definition as an editor wants it stored.</summary>
/// <param name="Document">Elsa 3 workflow JSON. A missing <c>definitionId</c> asks for a new definition. Version, state and ids in it are ignored.</param>
/// <param name="BasedOn">The revision the editor started from; needed unless the definition is new.</param>
/// <param name="Session">Null when the caller does not say.</param>
/// <param name="IsToBePublished">Publish what is saved, or save nothing if it cannot be.</param>
public sealed record DefinitionEdit(JsonObject Document, int? BasedOn = null, EditorSession? Session = null, bool IsToBePublished = false)
{
    /// <summary>A save that drops every step is an accident of the editor far more often than a wish.</summary>
    public bool MayDropEverything { get; init; }

    public DefinitionSaveKind Kind { get; init; } = DefinitionSaveKind.Saved;

    /// <summary>The file the content was read from, which is dealt with by this save; null when it comes from elsewhere.</summary>
    internal PackFile? File { get; init; }
}

/// <summary>What became of a change: the definition's latest version as it now is, or why nothing was stored.</summary>
/// <param name="Check">What keeps it from being published, for the refusal <c>definition.faulty</c>; the warnings of a published version.</param>
public sealed record DefinitionAnswer(DefinitionVersion? Version, CaseRefusal? Refusal, DefinitionCheck? Check = null)
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Version))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsOk => Refusal is null;

    /// <summary>Other definitions that were brought to the version just published; see <c>autoUpdateConsumingWorkflows</c>.</summary>
    public IReadOnlyList<string> UpdatedConsumers { get; init; } = [];

    /// <summary>What was asked for instead of publishing, or was decided; null when no second pair of eyes had a part in it.</summary>
    public PublicationRequest? Request { get; init; }

    internal static DefinitionAnswer Of(DefinitionVersion version, DefinitionCheck? check = null) => new(version, null, check);

    internal static DefinitionAnswer Refused(CaseRefusal refusal, DefinitionCheck? check = null) => new(null, refusal, check);
}

/// <summary>One entry of a definition's history.</summary>
public sealed record DefinitionSaveEntry(long Sequence, int Version, int Revision, DefinitionSaveKind Kind, DateTimeOffset At, string By);
