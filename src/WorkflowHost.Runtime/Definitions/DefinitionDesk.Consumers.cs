using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>The definitions that use another one as an activity.</summary>
public sealed partial class DefinitionDesk
{
    private sealed record Consumer(StoredDefinition Latest, JsonObject Document, IReadOnlySet<string> Uses);

    /// <summary>
    /// Brings the definitions that use a newly published one to its new version, where its author asked for that, and those that use them
    /// in turn, each once and after all it uses. As in Elsa one whose latest version is published gets a new published version, a draft is
    /// changed in place; one that could not be published with it becomes a draft for a person to look at.
    /// </summary>
    /// <returns>The ids of the definitions that were changed.</returns>
    private async Task<IReadOnlyList<string>> UpdateConsumersAsync(StoredDefinition published, WorkflowDefinition definition, Actor actor)
    {
        if (!definition.IsUsableAsActivity || !definition.UpdatesConsumers)
        {
            return [];
        }

        var updated = new List<string>();
        var versions = new Dictionary<string, StoredDefinition>(StringComparer.Ordinal) { [published.DefinitionId] = published };
        foreach (var consumer in await ConsumersAsync(published.DefinitionId))
        {
            if (!WorkflowUses.Update(consumer.Document, _store.Library, versions))
            {
                continue;
            }

            var answer = await UpdateAsync(consumer, actor);
            if (answer.IsOk)
            {
                updated.Add(consumer.Latest.DefinitionId);
            }

            if (answer is { IsOk: true, Version.IsPublished: true }
                && await _store.LatestAsync(consumer.Latest.DefinitionId, CancellationToken.None) is { } row)
            {
                versions[row.DefinitionId] = row;
            }
        }

        return updated;
    }

    /// <summary>The latest versions of those that use a definition, directly or through each other, each after those it uses.</summary>
    private async Task<IReadOnlyList<Consumer>> ConsumersAsync(string definitionId)
    {
        var library = _store.Library;
        var others = (await _store.OthersAsync(definitionId, CancellationToken.None)).DistinctBy(row => row.DefinitionId, StringComparer.Ordinal)
            .Select(row => (Row: row, Document: DefinitionContent.Read(row.Json)))
            .Select(each => new Consumer(each.Row, each.Document, WorkflowUses.Of(each.Document, library)))
            .ToList();
        var affected = new HashSet<string>(StringComparer.Ordinal) { definitionId };
        while (others.Exists(each => each.Uses.Overlaps(affected) && affected.Add(each.Latest.DefinitionId)))
        {
        }

        var open = others.FindAll(each => affected.Contains(each.Latest.DefinitionId));
        var ordered = new List<Consumer>(open.Count);
        while (open.Count > 0)
        {
            // In a ring, which only several versions of each can make, somebody has to be first.
            var next = open.Find(each => !open.Exists(other => other != each && each.Uses.Contains(other.Latest.DefinitionId))) ?? open[0];
            open.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    private async Task<DefinitionAnswer> UpdateAsync(Consumer consumer, Actor actor)
    {
        // What a second person has not read is not published behind their back either.
        var isToBePublished = consumer.Latest.State == DefinitionState.Published && !_requests.AreNeeded;
        var edit = new DefinitionEdit(consumer.Document, consumer.Latest.Revision, IsToBePublished: isToBePublished)
        {
            Kind = DefinitionSaveKind.ConsumerUpdated,
            MayDropEverything = true,
        };
        var answer = await ChangeAsync(edit, consumer.Latest, actor, CancellationToken.None);
        return answer.Refusal?.Code == "definition.faulty"
            ? await ChangeAsync(edit with { IsToBePublished = false }, consumer.Latest, actor, CancellationToken.None)
            : answer;
    }

    /// <summary>Why versions may not be deleted: programs of other definitions are made of them. Null if they may.</summary>
    private async Task<CaseRefusal?> InUseAsync(string definitionId, IReadOnlyList<int> versions, CancellationToken cancellationToken)
    {
        var library = _store.Library;
        var users = (await _store.OthersAsync(definitionId, cancellationToken))
            .Where(row => WorkflowUses.Includes(DefinitionContent.Read(row.Json), library, definitionId, versions))
            .Select(row => row.Name ?? row.DefinitionId)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var name = (await _store.LatestAsync(definitionId, cancellationToken))?.Name ?? definitionId;
        return users.Count == 0 ? null : CaseRefusal.Conflict("definition.in_use", ("name", name), ("users", string.Join("、", users)));
    }
}
