using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Lint;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// Shows what a version, or a document from outside, changes before it is taken. Stores nothing. Thread-safe.
/// </summary>
public sealed class DefinitionReviews
{
    private readonly DefinitionStore _store;
    private readonly SopPackSource _packs;

    internal DefinitionReviews(DefinitionStore store, SopPackSource packs)
    {
        _store = store;
        _packs = packs;
    }

    /// <summary>What one version changes against another.</summary>
    /// <param name="from">The published version when null; when none is published, the last that was.</param>
    /// <param name="to">The latest when null.</param>
    /// <returns>Null when there is no such definition or version.</returns>
    public async Task<DefinitionReview?> OfAsync(string definitionId, int? from = null, int? to = null, CancellationToken cancellationToken = default)
    {
        var versions = await _store.VersionsAsync(definitionId, cancellationToken);
        if (versions.FirstOrDefault(version => to is null || version.Version == to) is not { } after)
        {
            return null;
        }

        var before = from is null
            ? versions.FirstOrDefault(version => version.IsPublished) ?? versions.FirstOrDefault(version => version.PublishedAt is not null)
            : versions.FirstOrDefault(version => version.Version == from);
        return from is not null && before is null
            ? null
            : new(before, after, Between(before?.Json, after.Json), _store.Check(after.Json.Span, after.FileName, after.PublishedAt));
    }

    /// <summary>What importing a document would replace and change.</summary>
    /// <param name="document">As it came, cleaned of what only an editor adds.</param>
    /// <param name="places">Where in the text that was uploaded its values stand; without it faults have no line.</param>
    public async Task<ImportPreview> OfImportAsync(JsonObject document, Actor actor, JsonLocator? places = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(actor);
        var definitionId = document.Text("definitionId") is { Length: > 0 } named ? named : DefinitionIds.Of(document, actor);
        var name = document.Text("name");
        if (!DefinitionIds.IsGood(definitionId))
        {
            return new(definitionId, name, ImportEffect.Refused) { Refusal = CaseRefusal.Invalid("definition.id_invalid", ("id", definitionId)) };
        }

        var latest = await _store.GetAsync(definitionId, cancellationToken: cancellationToken);
        if (latest is not null && DefinitionContent.IsSame(DefinitionContent.Read(latest.Json.Span), document))
        {
            return new(definitionId, name, ImportEffect.None) { Before = latest };
        }

        var now = latest?.CreatedAt ?? DateTimeOffset.UnixEpoch;
        var utf8 = DefinitionContent.Utf8(DefinitionContent.Stamped(document, definitionId, DefinitionIds.OfVersion(definitionId, 1), 1, now));
        var check = Placed(_store.Check(utf8), places);
        return WorkflowDefinition.Read(utf8).Definition is null
            ? new(definitionId, name, ImportEffect.Refused) { Before = latest, Check = check, Refusal = CaseRefusal.Invalid("definition.unreadable") }
            : new(definitionId, name, latest is null ? ImportEffect.New : latest.State == DefinitionState.Draft ? ImportEffect.ReplacesDraft : ImportEffect.NextVersion)
            {
                Before = latest,
                Changes = Between(latest?.Json, utf8),
                Check = check,
            };
    }

    /// <summary>The check reads the document as it would be stored, which has other lines than the file its author looks at.</summary>
    private static DefinitionCheck Placed(DefinitionCheck check, JsonLocator? places)
    {
        return new([.. check.Faults.Select(Placed)], [.. check.Warnings.Select(Placed)]);

        LintFinding Placed(LintFinding finding)
        {
            var place = places?.FindNearest(finding.Path);
            return finding with { Line = place?.Line, Column = place?.Column };
        }
    }

    /// <summary>Both with the pack in force: its rules hold for every version alike.</summary>
    private DefinitionChanges Between(ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte> after) =>
        before is { } old && WorkflowDefinition.Read(old.Span).Definition is { } was && WorkflowDefinition.Read(after.Span).Definition is { } now
            ? DefinitionDiff.Between(was, now, _packs.Current, _packs.Current)
            : new([], IsLayoutChanged: false);
}
