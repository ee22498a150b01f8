using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// Definitions that also live as files of the workflows folder: which file is whose, which file and screen went apart, and what
/// a person decides about it. Thread-safe.
/// </summary>
public sealed class DefinitionFiles
{
    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    private readonly DefinitionStore _store;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _time;
    private readonly string _folder;
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, string> _paths = ImmutableDictionary<string, string>.Empty;
    private ImmutableList<DefinitionFileConflict> _conflicts = [];

    internal DefinitionFiles(
        DefinitionStore store, IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, AuditTrail audit, IOptions<RuntimeOptions> options, TimeProvider time)
    {
        _store = store;
        _contexts = contexts;
        _writes = writes;
        _audit = audit;
        _time = time;
        _folder = Path.GetFullPath(options.Value.WorkflowsFolder);
    }

    /// <summary>What is to be decided, as the last start found it.</summary>
    public IReadOnlyList<DefinitionFileConflict> Conflicts => _conflicts;

    /// <summary>The definition's file, relative to the workflows folder; null when there is none.</summary>
    public string? Exists(string definitionId) =>
        _paths.GetValueOrDefault(definitionId) is { } path && File.Exists(Path.Combine(_folder, path)) ? path : null;

    /// <summary>Passes over the file as it now is; only when it changes again will it be asked about again.</summary>
    /// <returns>Null when done; else <c>definition.file_missing</c>.</returns>
    public async Task<CaseRefusal?> KeepScreenAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (Exists(definitionId) is not { } path)
        {
            return CaseRefusal.NotFound("definition.file_missing", ("definition", definitionId));
        }

        var mark = MarkOf(definitionId, new(path, await File.ReadAllBytesAsync(Path.Combine(_folder, path), cancellationToken)), agreedRevision: null);
        var written = await _writes.RunAsync(sql => sql.StoreFile(mark));
        if (written.Fault is { } fault)
        {
            return StorageRefusals.Of(fault);
        }

        Settle(definitionId);
        await _audit.RecordAsync(actor, "definition_file_passed_over", $"definition:{definitionId}", path);
        return null;
    }

    /// <summary>Writes the published version back to its file, or to a new one named after the definition.</summary>
    /// <returns>
    /// The file written, or <c>definition.not_published</c>, <c>definition.id_invalid</c>, <c>definition.file_changed</c> (it holds a change
    /// that nobody decided about) or <c>definition.file_unwritable</c>.
    /// </returns>
    public async Task<(string? File, CaseRefusal? Refusal)> ExportAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var versions = await _store.VersionsAsync(definitionId, cancellationToken);
        if (versions.FirstOrDefault(v => v.IsPublished) is not { } published)
        {
            return (null, CaseRefusal.Conflict("definition.not_published", ("definition", definitionId)));
        }

        if (Exists(definitionId) is null && !DefinitionIds.IsGood(definitionId))
        {
            return (null, CaseRefusal.Invalid("definition.id_invalid", ("id", definitionId)));
        }

        var path = Exists(definitionId) ?? definitionId + ".json";
        var bytes = DefinitionContent.Utf8(FileContent(published));
        try
        {
            if (await HasChangedAsync(definitionId, path, cancellationToken))
            {
                return (null, CaseRefusal.Conflict("definition.file_changed", ("file", path)));
            }

            // Written beside and moved: a start in the middle must not read half a file.
            var target = Path.Combine(_folder, path);
            await File.WriteAllBytesAsync(target + ".new", bytes, cancellationToken);
            File.Move(target + ".new", target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, CaseRefusal.Conflict("definition.file_unwritable", ("file", path)));
        }

        // With a draft above it, what the screen has is not what the file says.
        var mark = MarkOf(definitionId, new(path, bytes), published.IsLatest ? published.Revision : null);
        var written = await _writes.RunAsync(sql => sql.StoreFile(mark));
        if (written.Fault is { } fault)
        {
            // The next start would take the file for changed behind the host's back.
            return (null, StorageRefusals.Of(fault));
        }

        lock (_gate)
        {
            _paths = _paths.SetItem(definitionId, path);
        }

        Settle(definitionId);
        await _audit.RecordAsync(actor, "definition_exported", $"definition:{definitionId}", path);
        return (path, null);
    }

    /// <summary>Whether the file says something that was neither taken nor passed over: writing over it would lose somebody's work.</summary>
    private async Task<bool> HasChangedAsync(string definitionId, string path, CancellationToken cancellationToken)
    {
        var target = Path.Combine(_folder, path);
        return File.Exists(target)
            && WorkflowsFolder.HashOf(await File.ReadAllBytesAsync(target, cancellationToken)) != (await DealtWithAsync(cancellationToken)).GetValueOrDefault(definitionId)?.Hash;
    }

    /// <summary>The definition's file as it now is.</summary>
    /// <returns>Or why it can't be taken: <c>definition.file_missing</c>, <c>definition.file_unreadable</c> or <c>definition.file_other</c>.</returns>
    internal async Task<(PackFile? File, JsonObject? Document, CaseRefusal? Refusal)> ReadAsync(string definitionId, CancellationToken cancellationToken)
    {
        if (Exists(definitionId) is not { } path)
        {
            return (null, null, CaseRefusal.NotFound("definition.file_missing", ("definition", definitionId)));
        }

        var file = new PackFile(path, await File.ReadAllBytesAsync(Path.Combine(_folder, path), cancellationToken));
        var (definition, faults) = WorkflowDefinition.Read(file.Utf8, path);
        return definition is null ? (null, null, DefinitionUpload.Unreadable(path, faults))
            : definition.DefinitionId != definitionId ? (null, null, CaseRefusal.Conflict("definition.file_other", ("file", path), ("definition", definition.DefinitionId)))
            : (file, definition.Document, null);
    }

    /// <summary>Somebody decided for the file. Where it already said what is stored no save has marked it, so it is marked here.</summary>
    internal async Task SettleAsync(string definitionId, PackFile file)
    {
        if ((await DealtWithAsync(CancellationToken.None)).GetValueOrDefault(definitionId)?.Hash != WorkflowsFolder.HashOf(file.Utf8)
            && await _store.LatestAsync(definitionId, CancellationToken.None) is { } latest)
        {
            await _writes.RunAsync(sql => sql.StoreFile(MarkOf(definitionId, file, latest.Revision)));
        }

        Settle(definitionId);
    }

    /// <param name="agreedRevision">See <see cref="StoredDefinitionFile.AgreedRevision"/>.</param>
    internal static StoredDefinitionFile MarkOf(string definitionId, PackFile file, int? agreedRevision) =>
        new() { DefinitionId = definitionId, FileName = file.Path, Hash = WorkflowsFolder.HashOf(file.Utf8), AgreedRevision = agreedRevision };

    internal async Task<Dictionary<string, StoredDefinitionFile>> DealtWithAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.DefinitionFiles.ToDictionaryAsync(f => f.DefinitionId, StringComparer.Ordinal, cancellationToken);
    }

    internal void Replace(IReadOnlyDictionary<string, string> paths, IReadOnlyList<DefinitionFileConflict> conflicts)
    {
        lock (_gate)
        {
            _paths = paths.ToImmutableDictionary(StringComparer.Ordinal);
            _conflicts = [.. conflicts];
        }
    }

    /// <summary>A changed file is a new version; its number and version id are given here, since people copy files without touching them.</summary>
    internal static StoredDefinition RowOf(PackFile file, WorkflowDefinition definition, StoredDefinition? latest, DateTimeOffset now)
    {
        var version = Math.Max((latest?.Version ?? 0) + 1, definition.Version);
        var id = DefinitionIds.OfVersion(definition.DefinitionId, version);
        return new()
        {
            DefinitionId = definition.DefinitionId,
            Version = version,
            Id = id,
            Name = definition.Name,
            Description = definition.Description,
            Json = DefinitionContent.Utf8(DefinitionContent.Stamped(definition.Document, definition.DefinitionId, id, version, now)),
            State = DefinitionState.Published,
            Origin = DefinitionOrigin.File,
            Revision = (latest?.Revision ?? 0) + 1,
            FileName = file.Path,
            CreatedAt = now,
            ChangedAt = now,
            PublishedAt = now,
        };
    }

    /// <summary>Stores a version from a file as the published one.</summary>
    /// <returns>False when somebody has changed the definition since it was read.</returns>
    internal static bool TryStore(HotSql sql, StoredDefinition row, StoredDefinitionFile file)
    {
        if ((sql.RevisionOf(row.DefinitionId) ?? 0) != row.Revision - 1)
        {
            return false;
        }

        sql.RetireDefinition(row.DefinitionId);
        PublicationRequests.Overtake(sql, row.DefinitionId, Actor.System, row.ChangedAt);
        sql.StoreFile(file);
        sql.StoreSave(new()
        {
            DefinitionId = row.DefinitionId,
            Version = row.Version,
            Revision = row.Revision,
            Kind = DefinitionSaveKind.FromFile,
            At = row.ChangedAt,
            ById = Actor.System.Id,
            ByName = Actor.System.Name,
            Content = DefinitionContent.Pack(row.Json),
        });
        return sql.StoreDefinition(row) == 1;
    }

    private static JsonObject FileContent(DefinitionVersion version)
    {
        var content = new JsonObject { ["$schema"] = Schema };
        foreach (var (name, value) in DefinitionContent.Read(version.Json.Span))
        {
            content[name] = value?.DeepClone();
        }

        (content["isLatest"], content["isPublished"]) = (true, true);
        return content;
    }

    private void Settle(string definitionId)
    {
        lock (_gate)
        {
            _conflicts = _conflicts.RemoveAll(conflict => conflict.DefinitionId == definitionId);
        }
    }
}
