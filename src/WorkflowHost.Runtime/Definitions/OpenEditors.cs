using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Whether a save may be applied to what is stored.</summary>
internal enum EditVerdict
{
    /// <summary>It was made from what is stored, or by the editor that stored it.</summary>
    Good,

    /// <summary>A later save of the same editor is stored already.</summary>
    Overtaken,

    /// <summary>It does not say what it was made from.</summary>
    Unknown,

    /// <summary>Somebody else saved meanwhile.</summary>
    Conflict,
}

/// <summary>
/// The editor that saved each definition last, so that a save sent before the answer to the one before has come is not taken for
/// somebody else's. Not thread-safe: asked and told within the desk's turn. A host forgets them when it ends; then the revision alone decides.
/// </summary>
internal sealed class OpenEditors
{
    private readonly Dictionary<string, (EditorSession Session, int Revision)> _last = new(StringComparer.Ordinal);

    public EditVerdict Judge(DefinitionEdit edit, StoredDefinition latest)
    {
        var last = edit.Session is { } session && _last.TryGetValue(latest.DefinitionId, out var found) && found.Session.Id == session.Id ? found : default;
        return last.Session is { } own && edit.Session!.Sequence <= own.Sequence ? EditVerdict.Overtaken
            : edit.BasedOn == latest.Revision || (last.Session is not null && last.Revision == latest.Revision) ? EditVerdict.Good
            : edit.BasedOn is null ? EditVerdict.Unknown
            : EditVerdict.Conflict;
    }

    /// <summary>A save was stored.</summary>
    public void Saved(EditorSession? session, StoredDefinition row)
    {
        if (session is not null)
        {
            _last[row.DefinitionId] = (session, row.Revision);
        }
    }

    /// <summary>
    /// A save that says what is stored already counts too: an undo that overtook the save it undoes. The first editor seen is
    /// kept, for another one that merely opened the definition must not make its saves under way look like somebody else's.
    /// </summary>
    public void Note(EditorSession? session, StoredDefinition latest)
    {
        if (session is not null && (!_last.TryGetValue(latest.DefinitionId, out var last) || (last.Session.Id == session.Id && last.Session.Sequence < session.Sequence)))
        {
            _last[latest.DefinitionId] = (session, latest.Revision);
        }
    }

    /// <summary>What the editor itself caused without a save must not look to it like somebody else's.</summary>
    public void Follow(string definitionId, int from, int to)
    {
        if (_last.TryGetValue(definitionId, out var last) && last.Revision == from)
        {
            _last[definitionId] = last with { Revision = to };
        }
    }
}
