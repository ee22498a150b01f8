using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
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
    private readonly DefinitionStore _store;
    private readonly DefinitionFiles _files;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly AuditTrail _audit;
    private readonly DueWork _due;
    private readonly TimeProvider _time;

    // Edits are rare and each reads before it writes; one at a time is simpler than a retry. Another host is caught by the revision.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, (EditorSession Session, int Revision)> _lastEditors = new(StringComparer.Ordinal);

    internal DefinitionDesk(
        DefinitionStore store, DefinitionFiles files, IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, AuditTrail audit, DueWork due, TimeProvider time)
    {
        _store = store;
        _files = files;
        _contexts = contexts;
        _writes = writes;
        _audit = audit;
        _due = due;
        _time = time;
    }

    /// <summary>Stores what an editor sends, as a draft or published at once. The same save sent again changes nothing and is answered alike.</summary>
    /// <returns>
    /// Refused with <c>definition.not_found</c>, <c>definition.id_invalid</c>, <c>definition.revision_missing</c>,
    /// <c>definition.conflict</c> (somebody else saved meanwhile), <c>definition.overtaken</c> (a later save of the same editor is
    /// stored already), <c>definition.emptied</c> (parked) or, when it is to be published, <c>definition.faulty</c>.
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
    /// <returns>Refused with <c>definition.id_invalid</c> or <c>definition.unreadable</c>.</returns>
    public async Task<DefinitionAnswer> ImportAsync(JsonObject document, Actor actor, CancellationToken cancellationToken = default)
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

            return await _store.LatestAsync(definitionId, cancellationToken) is { } latest
                ? await ChangeAsync(edit with { BasedOn = latest.Revision }, latest, actor, cancellationToken)
                : await CreateAsync(definitionId, edit, actor);
        }
        finally
        {
            _turn.Release();
        }
    }

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

    public void Dispose() => _turn.Dispose();

    private async Task<DefinitionAnswer> ReplaceAsync(
        string definitionId, DefinitionSaveKind kind, Actor actor, Func<Task<ReadOnlyMemory<byte>?>> content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await _store.LatestAsync(definitionId, cancellationToken) is not { } latest || await content() is not { } json)
            {
                return DefinitionAnswer.Refused(CaseRefusal.NotFound("definition.not_found", ("definition", definitionId)));
            }

            var edit = new DefinitionEdit(DefinitionContent.Read(json.Span), latest.Revision) { Kind = kind, MayDropEverything = true };
            return await ChangeAsync(edit, latest, actor, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<DefinitionAnswer> CreateAsync(string definitionId, DefinitionEdit edit, Actor actor)
    {
        var now = _time.GetUtcNow();
        var row = RowOf(definitionId, 1, 1, edit.Document, now, now, actor);
        return await StoreAsync(edit, row, actor, sql => sql.StoreDefinition(row));
    }

    private async Task<DefinitionAnswer> ChangeAsync(DefinitionEdit edit, StoredDefinition latest, Actor actor, CancellationToken cancellationToken)
    {
        if (DefinitionContent.IsSame(DefinitionContent.Read(latest.Json), edit.Document))
        {
            return edit.IsToBePublished ? await PublishLatestAsync(latest, actor, cancellationToken) : await AnswerAsync(latest.DefinitionId, cancellationToken);
        }

        if (ConflictOf(edit, latest) is { } conflict)
        {
            return DefinitionAnswer.Refused(conflict);
        }

        var now = _time.GetUtcNow();
        var isDraft = latest.State == DefinitionState.Draft;
        var row = RowOf(
            latest.DefinitionId, isDraft ? latest.Version : latest.Version + 1, latest.Revision + 1, edit.Document, isDraft ? latest.CreatedAt : now, now, actor);
        if (!edit.MayDropEverything && DefinitionContent.Steps(edit.Document) == 0 && DefinitionContent.Steps(DefinitionContent.Read(latest.Json)) is > 0 and var steps)
        {
            return await ParkAsync(row with { Revision = latest.Revision }, steps, actor);
        }

        return await StoreAsync(edit, row, actor, sql => isDraft
            ? sql.StoreDraft(row, latest.Revision)
            : sql.RevisionOf(row.DefinitionId) == latest.Revision ? sql.StoreDefinition(row) : 0);
    }

    private CaseRefusal? ConflictOf(DefinitionEdit edit, StoredDefinition latest)
    {
        if (edit.BasedOn == latest.Revision)
        {
            return null;
        }

        if (edit.Session is { } session && _lastEditors.TryGetValue(latest.DefinitionId, out var last)
            && last.Session.Id == session.Id && last.Revision == latest.Revision)
        {
            return session.Sequence > last.Session.Sequence ? null : CaseRefusal.Conflict("definition.overtaken");
        }

        return edit.BasedOn is null
            ? CaseRefusal.Invalid("definition.revision_missing", ("definition", latest.DefinitionId))
            : Changed("definition.conflict", latest);
    }

    /// <summary>Says who was faster, and when.</summary>
    private static CaseRefusal Changed(string code, StoredDefinition latest) => CaseRefusal.Conflict(
        code, ("by", latest.ChangedByName ?? ""), ("at", latest.ChangedAt.ToString("O", CultureInfo.InvariantCulture)), ("version", Number(latest.Version)));

    private async Task<DefinitionAnswer> StoreAsync(DefinitionEdit edit, StoredDefinition row, Actor actor, Func<Storage.Hot.HotSql, int> store)
    {
        var (compilation, check) = _store.Examine(row.Json);
        if (edit.IsToBePublished && !check.IsPublishable)
        {
            return DefinitionAnswer.Refused(CaseRefusal.Invalid("definition.faulty", ("count", Number(check.Faults.Count))), check);
        }

        if (edit.IsToBePublished)
        {
            row = row with { ChangedAt = _store.PublicationInstant(compilation!.Program!.Definition, row.ChangedAt) };
        }

        var save = SaveOf(row, edit.IsToBePublished ? DefinitionSaveKind.Published : edit.Kind, actor);
        var written = await _writes.RunAsync(
            sql => store(sql) == 1 && (!edit.IsToBePublished || sql.PublishDefinition(row, row.Revision, TriggerIndex.Of(compilation!.Program!, row.ChangedAt)) == 1) && sql.StoreSave(save) == 1,
            isKept: kept => kept);
        if (written.Fault is { } fault)
        {
            return DefinitionAnswer.Refused(StorageRefusals.Of(fault));
        }

        if (!written.Value)
        {
            return DefinitionAnswer.Refused(CaseRefusal.Conflict("definition.overtaken"));
        }

        if (edit.Session is { } session)
        {
            _lastEditors[row.DefinitionId] = (session, row.Revision);
        }

        IReadOnlyList<string> consumers = [];
        if (edit.IsToBePublished)
        {
            await PublishedAsync(row, compilation!, actor);

            // Whoever is brought to a new version by another one is followed by that one's own round.
            consumers = edit.Kind == DefinitionSaveKind.ConsumerUpdated ? [] : await UpdateConsumersAsync(row, compilation!.Program!.Definition, actor);
        }

        return await AnswerAsync(row.DefinitionId, CancellationToken.None, check) with { UpdatedConsumers = consumers };
    }

    private async Task<DefinitionAnswer> ParkAsync(StoredDefinition row, int steps, Actor actor)
    {
        var save = SaveOf(row, DefinitionSaveKind.Parked, actor);
        await _writes.RunAsync(sql => sql.StoreSave(save));
        return DefinitionAnswer.Refused(CaseRefusal.Conflict("definition.emptied", ("steps", Number(steps))));
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

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
