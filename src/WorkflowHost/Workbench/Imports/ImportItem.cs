using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Imports;

/// <summary>One definition of an upload: what taking it would do, what was decided about it, what became of it. Not thread safe.</summary>
/// <param name="fileName">The file, or the entry of the zip.</param>
/// <param name="document">Null when it is no workflow definition.</param>
/// <param name="preview">Null when it is no workflow definition.</param>
/// <param name="unread">Why it was not read.</param>
public sealed class ImportItem(string fileName, JsonObject? document, ImportPreview? preview, CaseRefusal? unread = null)
{
    public string FileName => fileName;

    public ImportPreview? Preview => preview;

    public ImportEffect Effect => preview?.Effect ?? ImportEffect.Refused;

    /// <summary>Whether there is anything to decide.</summary>
    public bool CanBeTaken => Taken is null && Effect is ImportEffect.New or ImportEffect.NextVersion or ImportEffect.ReplacesDraft;

    public bool IsChosen { get; set; }

    /// <summary>The draft it became.</summary>
    public DefinitionVersion? Taken { get; private set; }

    /// <summary>Why it can't be taken, or wasn't.</summary>
    public CaseRefusal? Refusal { get; private set; } = unread ?? preview?.Refusal;

    /// <summary>Takes it as it was shown.</summary>
    public async Task TakeAsync(DefinitionDesk desk, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(desk);
        var answer = await desk.ImportAsync(document!, actor, preview!.Seen);
        (Taken, Refusal, IsChosen) = (answer.Version, answer.Refusal, false);
    }
}
