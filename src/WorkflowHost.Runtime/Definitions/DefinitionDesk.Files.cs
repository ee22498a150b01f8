using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>A definition's file in place of what was edited on screen.</summary>
public sealed partial class DefinitionDesk
{
    /// <summary>
    /// Publishes the file's content in place of what was edited on screen; a draft becomes the file's content and remains among the
    /// saves. Where publishing needs a second pair of eyes, it becomes a draft with a request for them.
    /// </summary>
    /// <returns>Refused with <c>definition.file_missing</c>, <c>definition.file_unreadable</c>, <c>definition.file_other</c> or as <see cref="SaveAsync"/>.</returns>
    public Task<DefinitionAnswer> TakeFileAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default) =>
        OnLatestAsync(
            definitionId, actor, async latest =>
            {
                var (file, document, refusal) = await _files.ReadAsync(definitionId, cancellationToken);
                if (refusal is not null)
                {
                    return DefinitionAnswer.Refused(refusal);
                }

                var edit = new DefinitionEdit(document!, latest.Revision, IsToBePublished: true) { Kind = DefinitionSaveKind.FromFile, MayDropEverything = true, File = file };
                var answer = await ChangeAsync(edit, latest, actor, cancellationToken);
                if (answer.IsOk || answer.Refusal.Code == "publication.no_reviewer")
                {
                    await _files.SettleAsync(definitionId, file!);
                }

                return answer;
            },
            cancellationToken);
}
