using System.Text.Json.Nodes;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rules;

/// <summary>Tells in sentences what publishing a rule would change. Pure, thread-safe.</summary>
public static class RuleDiff
{
    /// <param name="before">The rule in force; null when it is new.</param>
    /// <param name="after">The rule as it shall be; null when it goes.</param>
    public static DefinitionChanges Between(SopPack packBefore, SopPack packAfter, RuleContent? before, RuleContent? after)
    {
        if (before?.Digest() == after?.Digest())
        {
            return new([], IsLayoutChanged: false);
        }

        var changes = new ChangeList();
        PackDiff.Compare(packBefore, packAfter, null, changes);
        if (before?.ToObject() is { } old && after?.ToObject() is { } now)
        {
            Text(changes, "diff.rule.source", "source", old, now);
            Evidence(changes, old, now);
            Others(changes, old, now);
        }

        return new(changes.Changes, IsLayoutChanged: false);
    }

    private static void Text(ChangeList changes, string code, string property, JsonObject old, JsonObject now)
    {
        if (old[property]?.ToString() is var was && now[property]?.ToString() is var says && was != says)
        {
            changes.Pack(code, ("before", was ?? string.Empty), ("after", says ?? string.Empty));
        }
    }

    private static void Evidence(ChangeList changes, JsonObject old, JsonObject now)
    {
        if (old["evidence"]?.ToString() is var was && now["evidence"]?.ToString() is var says && was != says)
        {
            changes.Pack("diff.rule.evidence", ("before", WordOf(was)), ("after", WordOf(says)));
        }
    }

    private static LocalizedText WordOf(string? evidence) => SentenceTexts.Find("rule.evidence." + evidence) ?? evidence ?? string.Empty;

    /// <summary>Nothing that changed goes untold: what no sentence speaks of is named by its property.</summary>
    private static void Others(ChangeList changes, JsonObject old, JsonObject now)
    {
        var told = changes.Changes.Count > 0;
        var names = old.Select(each => each.Key).Union(now.Select(each => each.Key))
            .Where(name => name is not ("source" or "evidence") && !JsonNode.DeepEquals(old[name], now[name]))
            .ToList();
        if (!told && names.Count > 0)
        {
            changes.Pack("diff.rule.properties", ("properties", string.Join(", ", names)));
        }
    }
}
