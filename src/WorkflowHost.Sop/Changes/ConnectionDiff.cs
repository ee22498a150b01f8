using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Changes;

/// <summary>Where the outcomes of steps lead.</summary>
internal static class ConnectionDiff
{
    public static void Compare(DefinitionOutline before, DefinitionOutline after, VersionWords words, ChangeList changes)
    {
        var (old, now) = (Targets(before), Targets(after));
        foreach (var key in now.Keys.Union(old.Keys).OrderBy(each => PlaceOf(each.Source, after)).ThenBy(each => PlaceOf(each.Source, before)))
        {
            Compare(key, old.GetValueOrDefault(key) ?? [], now.GetValueOrDefault(key) ?? [], before, after, words, changes);
        }

        foreach (var flow in after.Flows)
        {
            if (before.Flows.FirstOrDefault(each => each.Owner.Id == flow.Owner.Id) is { } earlier)
            {
                CompareStart(earlier, flow, changes);
                CompareOrder(earlier, flow, changes);
            }
        }
    }

    private static void Compare(
        (string Source, string Port) key,
        List<OutlineConnection> before,
        List<OutlineConnection> after,
        DefinitionOutline old,
        DefinitionOutline now,
        VersionWords words,
        ChangeList changes)
    {
        var gone = before.Where(each => after.TrueForAll(other => other.Target.Id != each.Target.Id)).ToList();
        var come = after.Where(each => before.TrueForAll(other => other.Target.Id != each.Target.Id)).ToList();
        if (gone.Count == 1 && come.Count == 1)
        {
            changes.Connection(
                "diff.connection.rerouted", come[0].Source, ("port", words.After.Port(come[0].Source, key.Port)), ("after", come[0].Target.Name), ("before", gone[0].Target.Name));
            return;
        }

        foreach (var each in come)
        {
            changes.Connection("diff.connection.added", each.Source, ("port", words.After.Port(each.Source, key.Port)), ("target", each.Target.Name));
        }

        // With a step its connections are gone; that it was removed has been told.
        foreach (var each in gone.Where(each => now.Find(each.Source.Id) is not null && now.Find(each.Target.Id) is not null))
        {
            var step = now.Find(each.Source.Id) ?? old.Find(each.Source.Id)!;
            changes.Connection("diff.connection.removed", step, ("port", words.Before.Port(each.Source, key.Port)), ("target", each.Target.Name));
        }
    }

    private static void CompareStart(OutlineFlow before, OutlineFlow after, ChangeList changes)
    {
        if (before.Start?.Id != after.Start?.Id && after.Start is { } start)
        {
            changes.Connection("diff.start", start, ("before", before.Start?.Name ?? string.Empty), ("flow", after.Owner.Name));
        }
    }

    /// <summary>Branches that leave a step side by side run in the order of their connections.</summary>
    private static void CompareOrder(OutlineFlow before, OutlineFlow after, ChangeList changes)
    {
        foreach (var step in after.Nodes)
        {
            var now = after.From(step).Select(each => (each.Port, each.Target.Id)).ToList();
            var old = before.Nodes.Where(each => each.Id == step.Id).SelectMany(before.From).Select(each => (each.Port, each.Target.Id)).ToList();
            var (kept, keptBefore) = (now.Where(old.Contains).ToList(), old.Where(now.Contains).ToList());
            if (kept.GroupBy(each => each.Port).Any(port => !port.SequenceEqual(keptBefore.Where(each => each.Port == port.Key))))
            {
                changes.Connection("diff.connection.order", step);
            }
        }
    }

    private static Dictionary<(string Source, string Port), List<OutlineConnection>> Targets(DefinitionOutline outline) =>
        outline.Flows.SelectMany(flow => flow.Connections)
            .GroupBy(each => (each.Source.Id, each.Port))
            .ToDictionary(group => group.Key, group => group.ToList());

    private static int PlaceOf(string id, DefinitionOutline outline)
    {
        for (var i = 0; i < outline.Activities.Count; i++)
        {
            if (outline.Activities[i].Id == id)
            {
                return i;
            }
        }

        return int.MaxValue;
    }
}
