using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// Every change of a workflow definition by a person: save, publish, retract, revert, restore, delete. What was published never
/// changes; saving over it begins the next version as a draft. Each accepted save is kept. Thread-safe.
/// </summary>
public sealed partial class DefinitionDesk : IDisposable
{
    private const int MostTries = 5;

    private readonly DefinitionStore _store;
    private readonly DefinitionFiles _files;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly AuditTrail _audit;
    private readonly PublicationRequests _requests;
    private readonly RuleShelf _rules;
    private readonly CaseChangeFeed _feed;
    private readonly DueWork _due;
    private readonly TimeProvider _time;
    private readonly ILogger<DefinitionDesk> _log;

    // Edits are rare and each reads before it writes; one at a time is simpler than a retry. Another host is caught by the revision.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly OpenEditors _editors = new();

    internal DefinitionDesk(
        DefinitionStore store, DefinitionFiles files, IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, AuditTrail audit,
        PublicationRequests requests, RuleShelf rules, CaseChangeFeed feed, DueWork due, TimeProvider time, ILogger<DefinitionDesk> log)
    {
        _store = store;
        _files = files;
        _contexts = contexts;
        _writes = writes;
        _audit = audit;
        _requests = requests;
        _rules = rules;
        _feed = feed;
        _due = due;
        _time = time;
        _log = log;
    }

    /// <summary>
    /// Stores what an editor sends, as a draft or published at once. The same save sent again changes nothing and is answered alike.
    /// Where publishing needs a second pair of eyes, it is stored as a draft with a request for them.
    /// </summary>
    /// <returns>
    /// Refused with <c>definition.not_found</c>, <c>definition.revision_missing</c>, <c>definition.conflict</c> (somebody else saved
    /// meanwhile), <c>definition.overtaken</c> (a later save of the same editor is stored already), <c>definition.emptied</c> (parked)
    /// or, when it is to be published, <c>definition.faulty</c> or <c>publication.no_reviewer</c>; with the last it is stored as a draft.
    /// </returns>
    public async Task<DefinitionAnswer> SaveAsync(DefinitionEdit edit, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(actor);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var named = Text(edit.Document, "definitionId");
            var definitionId = named ?? DefinitionIds.Of(edit.Document, actor);
            var latest = await _store.LatestAsync(definitionId, cancellationToken);
            return (named, latest) switch
            {
                (null, null) => await CreateAsync(definitionId, edit, actor),
                // The same new definition sent twice.
                (null, _) => await AnswerAsync(definitionId, cancellationToken),
                (_, null) => DefinitionAnswer.Refused(CaseRefusal.NotFound("definition.not_found", ("definition", definitionId))),
                _ => await ChangeAsync(edit, latest, actor, cancellationToken),
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes a document from outside as a new definition or, when its id is known, as the draft of it. Never published by itself.</summary>
    /// <param name="seen">The revision it was shown against, 0 where there was none; null takes it whatever it replaces.</param>
    /// <returns>Refused with <c>definition.id_invalid</c> or, when somebody saved since it was shown, <c>definition.changed_since_preview</c>.</returns>
    public async Task<DefinitionAnswer> ImportAsync(JsonObject document, Actor actor, int? seen = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(actor);
        var edit = new DefinitionEdit(document) { Kind = DefinitionSaveKind.Imported, MayDropEverything = true };
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var definitionId = Text(document, "definitionId") ?? DefinitionIds.Of(document, actor);
            if (!DefinitionIds.IsGood(definitionId))
            {
                return DefinitionAnswer.Refused(CaseRefusal.Invalid("definition.id_invalid", ("id", definitionId)));
            }

            var latest = await _store.LatestAsync(definitionId, cancellationToken);
            if (latest is not null && seen is { } revision && revision != latest.Revision)
            {
                return DefinitionAnswer.Refused(Changed("definition.changed_since_preview", latest));
            }

            return latest is not null
                ? await ChangeAsync(edit with { BasedOn = latest.Revision }, latest, actor, cancellationToken)
                : await CreateAsync(definitionId, edit, actor);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<DefinitionAnswer> CreateAsync(string definitionId, DefinitionEdit edit, Actor actor)
    {
        var now = _time.GetUtcNow();
        var version = await _store.HighestVersionAsync(definitionId, CancellationToken.None) + 1;
        var row = RowOf(definitionId, version, 1, edit.Document, now, now, actor);
        return await StoreAsync(edit, row, actor, (sql, stored) => sql.RevisionOf(stored.DefinitionId) is null ? sql.StoreDefinition(stored) : 0);
    }

    private async Task<DefinitionAnswer> ChangeAsync(DefinitionEdit edit, StoredDefinition latest, Actor actor, CancellationToken cancellationToken)
    {
        if (DefinitionContent.IsSame(DefinitionContent.Read(latest.Json), edit.Document))
        {
            _editors.Note(edit.Session, latest);
            return edit.IsToBePublished ? await PublishLatestAsync(latest, actor, cancellationToken) : await AnswerAsync(latest.DefinitionId, cancellationToken);
        }

        switch (_editors.Judge(edit, latest))
        {
            case EditVerdict.Overtaken:
                return DefinitionAnswer.Refused(CaseRefusal.Conflict(Overtaken));
            case EditVerdict.Unknown:
                return DefinitionAnswer.Refused(CaseRefusal.Invalid("definition.revision_missing", ("definition", latest.DefinitionId)));
            case EditVerdict.Conflict:
                return DefinitionAnswer.Refused(Changed("definition.conflict", latest));
        }

        var now = _time.GetUtcNow();
        var isDraft = latest.State == DefinitionState.Draft;
        // A number that was given once never means another version, not even after the version was deleted.
        var version = isDraft ? latest.Version : Math.Max(latest.Version, await _store.HighestVersionAsync(latest.DefinitionId, cancellationToken)) + 1;
        var row = RowOf(
            latest.DefinitionId, version, latest.Revision + 1, edit.Document, isDraft ? latest.CreatedAt : now, now, actor);
        if (!edit.MayDropEverything && DefinitionContent.Steps(edit.Document) == 0 && DefinitionContent.Steps(DefinitionContent.Read(latest.Json)) is > 0 and var steps)
        {
            return await ParkAsync(row with { Revision = latest.Revision }, steps, actor, cancellationToken);
        }

        return await StoreAsync(edit, row, actor, (sql, stored) => isDraft
            ? sql.StoreDraft(stored, latest.Revision)
            : sql.RevisionOf(stored.DefinitionId) == latest.Revision ? sql.StoreDefinition(stored) : 0);
    }

    /// <summary>Says who was faster, and when.</summary>
    private static CaseRefusal Changed(string code, StoredDefinition latest) => CaseRefusal.Conflict(
        code, ("by", latest.ChangedByName ?? ""), ("at", latest.ChangedAt.ToString("O", CultureInfo.InvariantCulture)), ("version", Number(latest.Version)));

    private Task<DefinitionAnswer> StoreAsync(DefinitionEdit edit, StoredDefinition row, Actor actor, Func<HotSql, StoredDefinition, int> store) =>
        UpToDateAsync(known => TryStoreAsync(edit, row, actor, store, known));

    /// <summary>
    /// A version is compiled with what was published before it and checked against the rules in force, on every host and after every
    /// restart; so it must not be published by a host that does not know all of that yet. Such a one learns of it and looks again.
    /// </summary>
    /// <param name="act">Is given the latest publications known; answers null when there is a later one.</param>
    private async Task<DefinitionAnswer> UpToDateAsync(Func<KnownPublications, Task<DefinitionAnswer?>> act)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await act(new(_store.LastPublication, _rules.Current.Sequence)) is { } answer)
            {
                return answer;
            }

            await _rules.ReloadAsync(CancellationToken.None);
            await _store.ReloadAsync(_log, CancellationToken.None);
            if (_rules.Unfit is { } unfit)
            {
                return DefinitionAnswer.Refused(unfit);
            }
        }

        return DefinitionAnswer.Refused(CaseRefusal.Conflict(Overtaken));
    }

    /// <returns>Null when something was published since.</returns>
    private async Task<DefinitionAnswer?> TryStoreAsync(
        DefinitionEdit edit, StoredDefinition row, Actor actor, Func<HotSql, StoredDefinition, int> store, KnownPublications known)
    {
        var (compilation, check) = _store.Examine(row.Json);
        if (edit.IsToBePublished && !check.IsPublishable)
        {
            return DefinitionAnswer.Refused(Faulty(row, check), check);
        }

        var isPublished = edit.IsToBePublished && !_requests.AreNeeded;
        row = !isPublished ? row : row with
        {
            ChangedAt = _store.PublicationInstant(compilation!.Program!.Definition, row.ChangedAt),
            Origin = edit.File is null ? row.Origin : DefinitionOrigin.File,
            FileName = edit.File?.Path,
        };
        var request = edit.IsToBePublished && !isPublished && HasReviewer(row, actor) ? PublicationRequests.RowOf(row, actor, row.ChangedAt) : null;
        var save = SaveOf(row, isPublished && edit.File is null ? DefinitionSaveKind.Published : edit.Kind, actor);
        var (rings, isBehind) = (request is not null, false);
        bool Write(HotSql sql)
        {
            if (isBehind = isPublished && known.AreOld(sql))
            {
                return false;
            }

            rings |= PublicationRequests.Overtake(sql, row.DefinitionId, actor, row.ChangedAt);
            return store(sql, row) == 1
                && (!isPublished || sql.PublishDefinition(row, row.Revision, TriggerIndex.Of(compilation!.Program!, row.ChangedAt)) == 1)
                && sql.StoreSave(save) == 1
                && (edit.File is null || sql.StoreFile(DefinitionFiles.MarkOf(row.DefinitionId, edit.File, row.Revision)) == 1)
                && (request is null || PublicationRequests.Store(sql, request));
        }

        if (Refused(await _writes.RunAsync(Write, isKept: kept => kept)) is { } refusal)
        {
            return isBehind ? null : DefinitionAnswer.Refused(refusal);
        }

        Ring(rings);
        _editors.Saved(edit.Session, row);

        return edit.IsToBePublished && !isPublished
            ? await RequestedAsync(row, request is not null, check)
            : await AnswerAsync(row.DefinitionId, CancellationToken.None, check) with { UpdatedConsumers = isPublished ? await PublishedAsync(row, compilation!, edit.Kind, actor) : [] };
    }

    private void Ring(bool hasNews)
    {
        if (hasNews)
        {
            _feed.Publish(CaseChanged.BellAlone);
        }
    }

    private async Task<DefinitionAnswer> AnswerAsync(string definitionId, CancellationToken cancellationToken, DefinitionCheck? check = null) =>
        await _store.GetAsync(definitionId, cancellationToken: cancellationToken) is { } version
            ? DefinitionAnswer.Of(version, check)
            : DefinitionAnswer.Refused(CaseRefusal.NotFound("definition.not_found", ("definition", definitionId)));

    private static StoredDefinition RowOf(string definitionId, int version, int revision, JsonObject document, DateTimeOffset createdAt, DateTimeOffset now, Actor actor)
    {
        var id = DefinitionIds.OfVersion(definitionId, version);
        return new()
        {
            DefinitionId = definitionId,
            Version = version,
            Id = id,
            Name = Text(document, "name"),
            Description = Text(document, "description"),
            Json = DefinitionContent.Utf8(DefinitionContent.Stamped(document, definitionId, id, version, createdAt)),
            State = DefinitionState.Draft,
            Origin = DefinitionOrigin.Screen,
            Revision = revision,
            CreatedAt = createdAt,
            ChangedAt = now,
            ChangedById = actor.Id,
            ChangedByName = actor.Name,
        };
    }

    private StoredDefinitionSave SaveOf(StoredDefinition row, DefinitionSaveKind kind, Actor actor) => new()
    {
        DefinitionId = row.DefinitionId,
        Version = row.Version,
        Revision = row.Revision,
        Kind = kind,
        At = _time.GetUtcNow(),
        ById = actor.Id,
        ByName = actor.Name,
        Content = DefinitionContent.Pack(row.Json),
    };

    private static CaseRefusal Faulty(StoredDefinition row, DefinitionCheck check) =>
        CaseRefusal.Invalid("definition.faulty", ("name", row.Name ?? row.DefinitionId), ("count", Number(check.Faults.Count)));

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
