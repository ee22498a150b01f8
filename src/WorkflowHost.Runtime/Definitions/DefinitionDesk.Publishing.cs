using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Which version new cases start on, and which versions may go.</summary>
public sealed partial class DefinitionDesk
{
    private const string Overtaken = "definition.overtaken";

    /// <summary>Publishes the latest version; answered alike when it is published already.</summary>
    /// <returns>Refused with <c>definition.not_found</c> or <c>definition.faulty</c>, which names every fault in its check.</returns>
    public Task<DefinitionAnswer> PublishAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default) =>
        PublishAsync(definitionId, actor, seen: null, cancellationToken);

    /// <summary>Publishes what somebody has read through, or asks for it where that needs a second pair of eyes: then the answer holds the request.</summary>
    /// <param name="seen">The revision whose changes were shown; null takes any.</param>
    /// <returns>Refused also with <c>definition.changed_since</c> when somebody saved since, and with <c>publication.no_reviewer</c>.</returns>
    public Task<DefinitionAnswer> PublishAsync(string definitionId, Actor actor, int? seen, CancellationToken cancellationToken = default) =>
        OnLatestAsync(
            definitionId, actor, async latest => seen is null || seen == latest.Revision || await IsPublishedFromAsync(latest, seen.Value, cancellationToken)
                ? await PublishLatestAsync(latest, actor, cancellationToken)
                : DefinitionAnswer.Refused(Changed("definition.changed_since", latest)),
            cancellationToken);

    /// <summary>No new cases start on the definition until it is published again; running ones go on. Answered alike when none is published.</summary>
    /// <returns>Refused with <c>definition.not_found</c>.</returns>
    public Task<DefinitionAnswer> RetractAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default) =>
        OnLatestAsync(definitionId, actor, latest => RetractAsync(latest, actor, cancellationToken), cancellationToken);

    /// <summary>Removes a definition that never had a case, with all its versions. Its saves remain.</summary>
    /// <returns>Null when it is gone; else <c>definition.has_cases</c>, <c>definition.in_use</c> (as an activity of others) or <c>definition.has_file</c>, whose file the next start would import again.</returns>
    public Task<CaseRefusal?> DeleteAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return RemoveAsync(definitionId, version: null, actor, cancellationToken);
    }

    /// <summary>Removes one version that never had a case and is not published.</summary>
    /// <returns>Null when it is gone; else <c>definition.has_cases</c>, <c>definition.in_use</c>, <c>definition.is_published</c> or <c>definition.has_file</c>.</returns>
    public async Task<CaseRefusal?> DeleteVersionAsync(string versionId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return await _store.FindVersionAsync(versionId, cancellationToken) is { } version
            ? await RemoveAsync(version.DefinitionId, version.Version, actor, cancellationToken)
            : null;
    }

    /// <summary>Whether publishing just what that revision held made the latest what it is: then the same request came before, and its answer was lost.</summary>
    private async Task<bool> IsPublishedFromAsync(StoredDefinition latest, int revision, CancellationToken cancellationToken)
    {
        if (latest.State != DefinitionState.Published || latest.Revision != revision + 1)
        {
            return false;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var content = await context.DefinitionSaves
            .Where(s => s.DefinitionId == latest.DefinitionId && s.Revision == revision && s.Kind != DefinitionSaveKind.Parked)
            .OrderByDescending(s => s.Sequence)
            .Select(s => s.Content)
            .FirstOrDefaultAsync(cancellationToken);
        return content is not null && DefinitionContent.IsSame(DefinitionContent.Read(DefinitionContent.Unpack(content)), DefinitionContent.Read(latest.Json));
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

    /// <param name="approved">The request by which it is published; null when its publisher is who wants it.</param>
    private Task<DefinitionAnswer> PublishLatestAsync(StoredDefinition latest, Actor actor, CancellationToken cancellationToken, PublicationRequest? approved = null) =>
        UpToDateAsync(known => TryPublishLatestAsync(latest, actor, approved, known, cancellationToken));

    /// <returns>Null when something was published since.</returns>
    private async Task<DefinitionAnswer?> TryPublishLatestAsync(
        StoredDefinition latest, Actor actor, PublicationRequest? approved, KnownPublications known, CancellationToken cancellationToken)
    {
        if (latest.State == DefinitionState.Published)
        {
            await RepairAsync(latest);
            return await AnswerAsync(latest.DefinitionId, cancellationToken);
        }

        var (compilation, check) = _store.Examine(latest.Json, publishedAt: latest.PublishedAt);
        if (!check.IsPublishable)
        {
            return DefinitionAnswer.Refused(Faulty(latest, check), check);
        }

        if (_requests.AreNeeded && approved is null)
        {
            return await RequestAsync(latest, check, actor, cancellationToken);
        }

        var program = compilation!.Program!;
        var at = _store.PublicationInstant(program.Definition, _time.GetUtcNow());
        var row = latest with { Revision = latest.Revision + 1, ChangedAt = at, ChangedById = actor.Id, ChangedByName = actor.Name };
        var save = SaveOf(row, DefinitionSaveKind.Published, actor);
        var (rings, isBehind) = (approved is not null, false);
        bool Write(HotSql sql)
        {
            if (isBehind = known.AreOld(sql))
            {
                return false;
            }

            if (approved is not null && !PublicationRequests.Decide(sql, approved, PublicationRequestState.Approved, null, actor, at))
            {
                return false;
            }

            rings |= PublicationRequests.Overtake(sql, row.DefinitionId, actor, at);
            sql.FollowFile(row.DefinitionId, latest.Revision, row.Revision);
            return sql.PublishDefinition(row, latest.Revision, TriggerIndex.Of(program, at)) == 1 && sql.StoreSave(save) == 1;
        }

        if (Refused(await _writes.RunAsync(Write, isKept: kept => kept)) is { } refusal)
        {
            return isBehind ? null : DefinitionAnswer.Refused(refusal.Code == Overtaken && approved is not null ? Over(await _requests.LatestAsync(row.DefinitionId, cancellationToken)) : refusal);
        }

        Ring(rings);
        _editors.Follow(row.DefinitionId, latest.Revision, row.Revision);
        var consumers = await PublishedAsync(row, compilation, DefinitionSaveKind.Published, actor);
        var answer = await AnswerAsync(row.DefinitionId, cancellationToken, check) with { UpdatedConsumers = consumers };
        return approved is null ? answer : answer with { Request = await _requests.LatestAsync(row.DefinitionId, cancellationToken) };
    }

    /// <summary>Whoever publishes what is published already may do so because it does not start: its triggers are put in order.</summary>
    private async Task RepairAsync(StoredDefinition published)
    {
        if (_store.PublishedProgram(published.DefinitionId) is { } program && program.Definition.Version == published.Version)
        {
            var triggers = TriggerIndex.Of(program, _time.GetUtcNow());
            await _writes.RunAsync(sql => sql.RepairTriggers(triggers, published.Version));
            _due.Wake();
        }
    }

    private async Task<DefinitionAnswer> RetractAsync(StoredDefinition latest, Actor actor, CancellationToken cancellationToken)
    {
        var revision = latest.Revision + 1;
        var save = SaveOf(latest with { Revision = revision }, DefinitionSaveKind.Retracted, actor);
        var (isRetracted, rings) = (false, false);
        bool Write(HotSql sql)
        {
            isRetracted = sql.RetractDefinition(latest.DefinitionId) > 0;
            rings = isRetracted && PublicationRequests.Overtake(sql, latest.DefinitionId, actor, save.At);
            return !isRetracted || (sql.StoreRevision(latest.DefinitionId, latest.Revision, revision) == 1 && sql.StoreSave(save) == 1);
        }

        if (Refused(await _writes.RunAsync(Write, isKept: kept => kept)) is { } refusal)
        {
            return DefinitionAnswer.Refused(refusal);
        }

        if (!isRetracted)
        {
            return await AnswerAsync(latest.DefinitionId, cancellationToken);
        }

        Ring(rings);

        _editors.Follow(latest.DefinitionId, latest.Revision, revision);
        _store.Withdraw(latest.DefinitionId);
        await _audit.RecordAsync(actor, "definition_retracted", $"definition:{latest.DefinitionId}");
        return await AnswerAsync(latest.DefinitionId, cancellationToken);
    }

    /// <param name="version">All when null.</param>
    private async Task<CaseRefusal?> RemoveAsync(string definitionId, int? version, Actor actor, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Read within the turn: whoever publishes or saves meanwhile comes before it or after.
            var all = await _store.VersionsAsync(definitionId, cancellationToken);
            var versions = all.Where(each => version is null || each.Version == version).Select(each => each.Version).ToList();
            var isWhole = versions.Count == all.Count;
            if (versions.Count == 0)
            {
                return null;
            }

            if (!isWhole && all.First(each => each.Version == version) is { IsPublished: true } published)
            {
                return CaseRefusal.Conflict("definition.is_published", ("name", published.Name ?? definitionId), ("version", Number(published.Version)));
            }

            if (isWhole && _files.Exists(definitionId) is { } file)
            {
                return CaseRefusal.Conflict("definition.has_file", ("name", all[0].Name ?? definitionId), ("file", file));
            }

            if (await InUseAsync(definitionId, versions, cancellationToken) is { } inUse)
            {
                return inUse;
            }

            var now = _time.GetUtcNow();
            var written = await _writes.RunAsync(
                sql =>
                {
                    PublicationRequests.Overtake(sql, definitionId, actor, now);
                    return Remove(sql, definitionId, versions, isWhole);
                },
                isKept: cases => cases == 0);
            if (written.Fault is { } fault)
            {
                return StorageRefusals.Of(fault);
            }

            if (written.Value > 0)
            {
                return CaseRefusal.Conflict("definition.has_cases", ("name", all[0].Name ?? definitionId), ("count", Number(written.Value)));
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
    private static int Remove(HotSql sql, string definitionId, IReadOnlyList<int> versions, bool isWhole)
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

    /// <returns>The definitions that were brought to the version; see <see cref="UpdateConsumersAsync"/>.</returns>
    private async Task<IReadOnlyList<string>> PublishedAsync(StoredDefinition row, Compilation compilation, DefinitionSaveKind kind, Actor actor)
    {
        _store.Publish(row, compilation);
        // A schedule of the new version may be due before anything the pump sleeps for.
        _due.Wake();
        await _audit.RecordAsync(actor, "definition_published", $"definition:{row.DefinitionId}", $"version {Number(row.Version)}{(kind == DefinitionSaveKind.FromFile ? " from " + row.FileName : "")}");

        // Whoever is brought to a new version by another one is followed by that one's own round.
        return kind == DefinitionSaveKind.ConsumerUpdated ? [] : await UpdateConsumersAsync(row, compilation.Program!.Definition, actor);
    }

    private static CaseRefusal? Refused(WriteResult<bool> written) =>
        written switch
        {
            // The row was there already: another host had made it.
            { Fault.Code: StorageFault.Constraint } => CaseRefusal.Conflict(Overtaken),
            { Fault: { } fault } => StorageRefusals.Of(fault),
            _ => written.Value ? null : CaseRefusal.Conflict(Overtaken),
        };
}
