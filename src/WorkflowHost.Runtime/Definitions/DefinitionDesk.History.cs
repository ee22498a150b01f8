using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Everything that was ever saved, and the ways back to it.</summary>
public sealed partial class DefinitionDesk
{
    /// <summary>Begins a draft with the content of an earlier version.</summary>
    /// <returns>Refused with <c>definition.not_found</c>.</returns>
    public Task<DefinitionAnswer> RevertAsync(string definitionId, int version, Actor actor, CancellationToken cancellationToken = default) =>
        ReplaceAsync(definitionId, DefinitionSaveKind.Reverted, actor, async () => (await _store.GetAsync(definitionId, version, cancellationToken))?.Json, cancellationToken);

    /// <summary>Begins or replaces the draft with what an earlier save held, also one that was parked.</summary>
    /// <returns>Refused with <c>definition.not_found</c>.</returns>
    public Task<DefinitionAnswer> RestoreAsync(string definitionId, long sequence, Actor actor, CancellationToken cancellationToken = default) =>
        ReplaceAsync(definitionId, DefinitionSaveKind.Restored, actor, async () => await SaveContentAsync(definitionId, sequence, cancellationToken), cancellationToken);

    /// <summary>Everything that was saved, the latest first.</summary>
    public async Task<IReadOnlyList<DefinitionSaveEntry>> SavesAsync(string definitionId, int take = 200, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.DefinitionSaves.Where(s => s.DefinitionId == definitionId)
            .OrderByDescending(s => s.Sequence)
            .Take(Math.Clamp(take, 1, 1000))
            .Select(s => new DefinitionSaveEntry(s.Sequence, s.Version, s.Revision, s.Kind, s.At, s.ByName))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The JSON of one save, or null.</summary>
    public async Task<ReadOnlyMemory<byte>?> SaveContentAsync(string definitionId, long sequence, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var content = await context.DefinitionSaves.Where(s => s.DefinitionId == definitionId && s.Sequence == sequence)
            .Select(s => s.Content)
            .FirstOrDefaultAsync(cancellationToken);
        return content is null ? null : DefinitionContent.Unpack(content);
    }

    private Task<DefinitionAnswer> ReplaceAsync(
        string definitionId, DefinitionSaveKind kind, Actor actor, Func<Task<ReadOnlyMemory<byte>?>> content, CancellationToken cancellationToken) =>
        OnLatestAsync(
            definitionId, actor, async latest => await content() is { } json
                ? await ChangeAsync(new(DefinitionContent.Read(json.Span), latest.Revision) { Kind = kind, MayDropEverything = true }, latest, actor, cancellationToken)
                : DefinitionAnswer.Refused(CaseRefusal.NotFound("definition.not_found", ("definition", definitionId))),
            cancellationToken);

    /// <summary>Keeps a save that was not applied, once: an emptied canvas is sent again with every change of it.</summary>
    private async Task<DefinitionAnswer> ParkAsync(StoredDefinition row, int steps, Actor actor, CancellationToken cancellationToken)
    {
        var last = await ParkedAsync(row.DefinitionId, row.Revision, cancellationToken);
        if (last is null || !DefinitionContent.IsSame(DefinitionContent.Read(last), DefinitionContent.Read(row.Json)))
        {
            var save = SaveOf(row, DefinitionSaveKind.Parked, actor);
            var written = await _writes.RunAsync(sql => sql.StoreSave(save));
            if (written.Fault is { } fault)
            {
                return DefinitionAnswer.Refused(StorageRefusals.Of(fault));
            }
        }

        return DefinitionAnswer.Refused(CaseRefusal.Conflict("definition.emptied", ("steps", Number(steps))));
    }

    private async Task<byte[]?> ParkedAsync(string definitionId, int revision, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var content = await context.DefinitionSaves
            .Where(s => s.DefinitionId == definitionId && s.Revision == revision && s.Kind == DefinitionSaveKind.Parked)
            .OrderByDescending(s => s.Sequence)
            .Select(s => s.Content)
            .FirstOrDefaultAsync(cancellationToken);
        return content is null ? null : DefinitionContent.Unpack(content);
    }
}
