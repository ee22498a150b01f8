using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Which version new cases start on, and which versions may go.</summary>
public sealed partial class DefinitionDesk
{
    /// <summary>Publishes the latest version; answered alike when it is published already.</summary>
    /// <returns>Refused with <c>definition.not_found</c> or <c>definition.faulty</c>, which names every fault in its check.</returns>
    public Task<DefinitionAnswer> PublishAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default) =>
        PublishAsync(definitionId, actor, seen: null, cancellationToken);

    /// <summary>Publishes what somebody has read through.</summary>
    /// <param name="seen">The revision whose changes were shown; null takes any.</param>
    /// <returns>Refused also with <c>definition.changed_since</c> when somebody saved since.</returns>
    public Task<DefinitionAnswer> PublishAsync(string definitionId, Actor actor, int? seen, CancellationToken cancellationToken = default) =>
        OnLatestAsync(
            definitionId, actor, latest => seen is { } revision && revision != latest.Revision
                ? Task.FromResult(DefinitionAnswer.Refused(Changed("definition.changed_since", latest)))
                : PublishLatestAsync(latest, actor, cancellationToken),
            cancellationToken);

    /// <summary>No new cases start on the definition until it is published again; running ones go on. Answered alike when none is published.</summary>
    /// <returns>Refused with <c>definition.not_found</c>.</returns>
    public Task<DefinitionAnswer> RetractAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default) =>
        OnLatestAsync(definitionId, actor, latest => RetractAsync(latest, actor, cancellationToken), cancellationToken);

    /// <summary>Removes a definition that never had a case, with all its versions. Its saves remain.</summary>
    /// <returns>Null when it is gone; else <c>definition.has_cases</c>, <c>definition.in_use</c> (as an activity of others) or <c>definition.has_file</c>, whose file the next start would import again.</returns>
    public async Task<CaseRefusal?> DeleteAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var versions = await _store.VersionsAsync(definitionId, cancellationToken);
        return versions.Count == 0 ? null : await RemoveAsync(definitionId, [.. versions.Select(v => v.Version)], isWhole: true, actor, cancellationToken);
    }

    /// <summary>Removes one version that never had a case and is not published.</summary>
    /// <returns>Null when it is gone; else <c>definition.has_cases</c>, <c>definition.in_use</c>, <c>definition.is_published</c> or <c>definition.has_file</c>.</returns>
    public async Task<CaseRefusal?> DeleteVersionAsync(string versionId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await _store.FindVersionAsync(versionId, cancellationToken) is not { } version)
        {
            return null;
        }

        var all = await _store.VersionsAsync(version.DefinitionId, cancellationToken);
        return version.IsPublished && all.Count > 1
            ? CaseRefusal.Conflict("definition.is_published", ("name", version.Name ?? version.DefinitionId), ("version", Number(version.Version)))
            : await RemoveAsync(version.DefinitionId, [version.Version], isWhole: all.Count == 1, actor, cancellationToken);
    }

    private async Task<DefinitionAnswer> OnLatestAsync(
        string definitionId, Actor actor, Func<StoredDefinition, Task<DefinitionAnswer>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await _store.LatestAsync(definitionId, cancellationToken) is { } latest
                ? await act(latest)
                : DefinitionAnswer.Refused(CaseRefusal.NotFound("definition.not_found", ("definition", definitionId)));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<DefinitionAnswer> PublishLatestAsync(StoredDefinition latest, Actor actor, CancellationToken cancellationToken)
    {
        if (latest.State == DefinitionState.Published)
        {
            return await AnswerAsync(latest.DefinitionId, cancellationToken);
        }

        var (compilation, check) = _store.Examine(latest.Json, publishedAt: latest.PublishedAt);
        if (!check.IsPublishable)
        {
            return DefinitionAnswer.Refused(CaseRefusal.Invalid("definition.faulty", ("count", Number(check.Faults.Count))), check);
        }

        var definition = compilation!.Program!.Definition;
        var row = latest with { Revision = latest.Revision + 1, ChangedAt = _store.PublicationInstant(definition, _time.GetUtcNow()), ChangedById = actor.Id, ChangedByName = actor.Name };
        var save = SaveOf(row, DefinitionSaveKind.Published, actor);
        var written = await _writes.RunAsync(
            sql => sql.PublishDefinition(row, latest.Revision, TriggerIndex.Of(compilation.Program, row.ChangedAt)) == 1 && sql.StoreSave(save) == 1, isKept: kept => kept);
        if (Refused(written) is { } refusal)
        {
            return DefinitionAnswer.Refused(refusal);
        }

        Follow(row.DefinitionId, latest.Revision, row.Revision);
        await PublishedAsync(row, compilation, actor);
        var consumers = await UpdateConsumersAsync(row, definition, actor);
        return await AnswerAsync(row.DefinitionId, cancellationToken, check) with { UpdatedConsumers = consumers };
    }

    private async Task<DefinitionAnswer> RetractAsync(StoredDefinition latest, Actor actor, CancellationToken cancellationToken)
    {
        var revision = latest.Revision + 1;
        var save = SaveOf(latest with { Revision = revision }, DefinitionSaveKind.Retracted, actor);
        var written = await _writes.RunAsync(
            sql => sql.RetractDefinition(latest.DefinitionId) == 0
                || (sql.StoreRevision(latest.DefinitionId, latest.Revision, revision) == 1 && sql.StoreSave(save) == 1),
            isKept: kept => kept);
        if (Refused(written) is { } refusal)
        {
            return DefinitionAnswer.Refused(refusal);
        }

        Follow(latest.DefinitionId, latest.Revision, revision);
        _store.Withdraw(latest.DefinitionId);
        await _audit.RecordAsync(actor, "definition_retracted", $"definition:{latest.DefinitionId}");
        return await AnswerAsync(latest.DefinitionId, cancellationToken);
    }

    private async Task<CaseRefusal?> RemoveAsync(string definitionId, IReadOnlyList<int> versions, bool isWhole, Actor actor, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (isWhole && _files.Exists(definitionId) is { } file)
            {
                return CaseRefusal.Conflict("definition.has_file", ("file", file));
            }

            if (await InUseAsync(definitionId, versions, cancellationToken) is { } inUse)
            {
                return inUse;
            }

            var written = await _writes.RunAsync(sql => Remove(sql, definitionId, versions, isWhole), isKept: cases => cases == 0);
            if (written.Fault is { } fault)
            {
                return StorageRefusals.Of(fault);
            }

            if (written.Value > 0)
            {
                return CaseRefusal.Conflict("definition.has_cases", ("count", Number(written.Value)));
            }

            if (isWhole)
            {
                _store.Withdraw(definitionId);
            }

            _store.Forget(definitionId, versions);
            await _audit.RecordAsync(actor, "definition_deleted", $"definition:{definitionId}", string.Join(' ', versions.Select(Number)));
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <returns>How many cases are in the way; nothing was removed unless 0.</returns>
    private static int Remove(Storage.Hot.HotSql sql, string definitionId, IReadOnlyList<int> versions, bool isWhole)
    {
        var before = sql.RevisionOf(definitionId);
        foreach (var version in versions)
        {
            if (sql.CasesOn(definitionId, version) is > 0 and var cases)
            {
                return cases;
            }

            sql.DeleteDefinition(definitionId, version);
        }

        if (isWhole)
        {
            sql.RetractDefinition(definitionId);
            sql.ForgetFile(definitionId);
        }
        else if (before is { } was && sql.RevisionOf(definitionId) is { } now && now < was)
        {
            // Revisions never go back, or an editor of the removed draft would be taken for one of what is left.
            sql.StoreRevision(definitionId, now, was + 1);
        }

        return 0;
    }

    private async Task PublishedAsync(StoredDefinition row, Compilation compilation, Actor actor)
    {
        _store.Publish(row, compilation);
        // A schedule of the new version may be due before anything the pump sleeps for.
        _due.Wake();
        await _audit.RecordAsync(actor, "definition_published", $"definition:{row.DefinitionId}", $"version {Number(row.Version)}");
    }

    // What the editor itself caused without a save must not look to it like somebody else's.
    private void Follow(string definitionId, int from, int to)
    {
        if (_lastEditors.TryGetValue(definitionId, out var last) && last.Revision == from)
        {
            _lastEditors[definitionId] = last with { Revision = to };
        }
    }

    private static CaseRefusal? Refused(WriteResult<bool> written) =>
        written.Fault is { } fault ? StorageRefusals.Of(fault) : written.Value ? null : CaseRefusal.Conflict("definition.overtaken");
}
