using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>Which published SOPs name which rules. Kept until another version is published or the pack changes. Thread-safe.</summary>
internal sealed class RuleUses(DefinitionStore definitions)
{
    private sealed record Known(SopPack Pack, string Versions, Dictionary<RuleKey, List<string>> Uses);

    private volatile Known? _known;

    /// <summary>Ids of definitions, in their order.</summary>
    public IReadOnlyList<string> Of(RuleKey key, SopPack pack) => All(pack).GetValueOrDefault(key) ?? [];

    private Dictionary<RuleKey, List<string>> All(SopPack pack)
    {
        var programs = definitions.PublishedPrograms().OrderBy(program => program.Definition.DefinitionId, StringComparer.Ordinal).ToList();
        var versions = string.Join(' ', programs.Select(program => $"{program.Definition.DefinitionId}:{program.Definition.Version}"));
        if (_known is { } known && ReferenceEquals(known.Pack, pack) && known.Versions == versions)
        {
            return known.Uses;
        }

        var uses = new Dictionary<RuleKey, List<string>>();
        foreach (var definition in programs.Select(program => program.Definition))
        {
            foreach (var key in RuleChecks.UsedBy(definition, pack))
            {
                (uses.TryGetValue(key, out var users) ? users : uses[key] = []).Add(definition.DefinitionId);
            }
        }

        _known = new(pack, versions, uses);
        return uses;
    }
}
