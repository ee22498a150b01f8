using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Composition;

/// <summary>
/// The versions of workflows that others may use as activities. An activity names a version by <c>workflowDefinitionVersionId</c>, by type and
/// version, or by <c>workflowDefinitionId</c>; where its version is not there, the highest serves, as in Elsa. Immutable, thread-safe.
/// </summary>
public sealed partial class WorkflowLibrary
{
    private readonly Dictionary<string, List<WorkflowDefinition>> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkflowDefinition> _byVersionId = new(StringComparer.Ordinal);

    private WorkflowLibrary()
    {
    }

    public static WorkflowLibrary Empty { get; } = new();

    /// <summary>How each version looks to designers, by type and version.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors =>
    [
        .. from type in _byType.OrderBy(each => each.Key, StringComparer.Ordinal)
           from version in type.Value
           select WorkflowActivityDescriptor.Of(type.Key, version, isLatest: version == type.Value[^1]),
    ];

    internal bool IsEmpty => _byType.Count == 0;

    /// <summary>The published versions of workflows; those that are not usable as activities are left out.</summary>
    public static WorkflowLibrary Of(IEnumerable<WorkflowDefinition> published) =>
        Create(published.Where(each => each.IsUsableAsActivity).Select(each => (TypeNameOf(each), each)));

    /// <summary>
    /// The activity type of a workflow: its name with the first letter of each word in upper case and without blanks, dashes and underscores
    /// between words; <c>claim check-up</c> is <c>ClaimCheckUp</c>.
    /// </summary>
    public static string TypeNameOf(WorkflowDefinition definition) =>
        WordStart().Replace(definition.Name ?? definition.DefinitionId, static match => match.Groups[1].Value.ToUpperInvariant());

    private static WorkflowLibrary Create(IEnumerable<(string Type, WorkflowDefinition Definition)> versions)
    {
        var library = new WorkflowLibrary();
        foreach (var (type, definition) in versions.OrderBy(each => each.Definition.Version))
        {
            if (!library._byType.TryGetValue(type, out var known))
            {
                library._byType[type] = known = [];
            }

            known.Add(definition);
            library._byVersionId[definition.Id] = definition;
        }

        return library;
    }

    /// <summary>The workflow an activity uses, or null if it is no workflow.</summary>
    internal WorkflowUse? Find(JsonObject activity, string type)
    {
        if (IsEmpty)
        {
            return null;
        }

        var versionId = ProgramBuilder.Text(activity, "workflowDefinitionVersionId");
        if (versionId is not null && _byVersionId.TryGetValue(versionId, out var exact))
        {
            return new WorkflowUse(exact, IsAnotherVersion: false);
        }

        var versions = _byType.GetValueOrDefault(type) ?? OfDefinition(ProgramBuilder.Text(activity, "workflowDefinitionId"));
        if (versions is null)
        {
            return null;
        }

        int? wanted = activity["version"] is JsonValue value && value.TryGetValue(out int number) ? number : null;
        var found = versions.Find(each => each.Version == wanted) ?? versions[^1];
        return new WorkflowUse(found, IsAnotherVersion: versionId is not null || (wanted is not null && found.Version != wanted));
    }

    internal WorkflowDefinition? Latest(string type) => _byType.GetValueOrDefault(type)?[^1];

    private List<WorkflowDefinition>? OfDefinition(string? definitionId) =>
        definitionId is null ? null : _byType.Values.FirstOrDefault(each => each[0].DefinitionId == definitionId);

    [GeneratedRegex("(?:[ _-]+|^)([a-zA-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}

/// <summary>A workflow used as an activity.</summary>
/// <param name="Definition">The version that runs.</param>
/// <param name="IsAnotherVersion">It is not the one the activity names, because that one is not there.</param>
internal sealed record WorkflowUse(WorkflowDefinition Definition, bool IsAnotherVersion);
