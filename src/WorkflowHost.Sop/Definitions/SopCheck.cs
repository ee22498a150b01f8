using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Definitions;

/// <summary>
/// The least an SOP must fulfil to be loaded: that what it names exists in the SOP pack, and that no outcome of a task leads nowhere. An
/// editor asks <see cref="SopLint"/>, which says this and more.
/// </summary>
public static class SopCheck
{
    /// <param name="sops">Ids of the SOPs that linked cases can be opened of; null when they are not known, and it is not asked.</param>
    public static IReadOnlyList<DefinitionFault> Faults(WorkflowDefinition definition, SopPack pack, IReadOnlyCollection<string>? sops = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(pack);
        return [.. SopLint.References(new LintRequest { Definition = definition, Pack = pack, Sops = sops })
            .Select(each => new DefinitionFault(each.Code, each.Path, null, null, each.ActivityId, each.ActivityName, each.Message.Text.En))];
    }
}
