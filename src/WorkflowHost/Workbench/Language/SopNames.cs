using System.Runtime.CompilerServices;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Language;

/// <summary>
/// The names that SOPs give themselves and their stages, in the person's language: taken from the profiles of the published
/// definitions, so that a new SOP is named everywhere without a word of code. Thread-safe.
/// </summary>
public sealed class SopNames(DefinitionStore definitions, Texts texts)
{
    private readonly ConditionalWeakTable<WorkflowDefinition, SopProfile> _profiles = [];

    /// <summary>The published SOPs, by id.</summary>
    public IReadOnlyList<(string Id, SopProfile Profile)> Published =>
        [.. definitions.PublishedSops().Select(definition => (definition.DefinitionId, _profiles.GetValue(definition, each => SopProfile.Of(each)!)))];

    /// <summary>One that was retracted by the name it was published under; its id alone is left where nothing is known of it.</summary>
    public string Sop(string definitionId) =>
        Published.FirstOrDefault(sop => sop.Id == definitionId).Profile is { } profile ? texts.Pick(profile.NameZh, profile.NameEn)
        : definitions.RetractedName(definitionId) ?? definitionId;

    /// <summary>What a list calls a case: its title, or what it is where it has none of its own and its number stands for it.</summary>
    public string Title(string title, string number, string definitionId) => title == number ? Sop(definitionId) : title;

    /// <param name="definitionId">The case's SOP; null, or one whose code it is not, takes the first SOP that has the code.</param>
    public string Stage(string? code, string? definitionId = null)
    {
        if (string.IsNullOrEmpty(code))
        {
            return string.Empty;
        }

        var stages = Published.OrderByDescending(sop => sop.Id == definitionId).SelectMany(sop => sop.Profile.Stages);
        return stages.FirstOrDefault(stage => stage.Code == code) is { } found ? texts.Pick(found.Zh, found.En) : code;
    }
}
