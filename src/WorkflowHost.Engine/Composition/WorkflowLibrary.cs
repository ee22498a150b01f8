using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Composition;

/// <summary>
/// The versions of workflows that others may use as activities. An activity names a version by <c>workflowDefinitionVersionId</c>, or by its
/// version and <c>workflowDefinitionId</c> or type; where its version is not there, the highest serves, as in Elsa. Immutable, thread-safe.
/// </summary>
public sealed partial class WorkflowLibrary
{
    private readonly Dictionary<string, List<WorkflowDefinition>> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<WorkflowDefinition>> _byDefinition = new(StringComparer.Ordinal);
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
            Listed(library._byType, type).Add(definition);
            Listed(library._byDefinition, definition.DefinitionId).Add(definition);
            library._byVersionId[definition.Id] = definition;
        }

        return library;
    }

    /// <summary>Which workflow an activity of a definition's JSON uses; null if it uses none that is known.</summary>
    /// <returns>The version it names; null where it leaves that open or names one that is not there, so that the highest serves.</returns>
    public (string DefinitionId, int? Version)? UseOf(JsonObject activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return ProgramBuilder.Text(activity, "type") is { } type && Find(activity, type) is { } use
            ? (use.Definition.DefinitionId, use.IsAnotherVersion || !NamesVersion(activity) ? null : use.Definition.Version)
            : null;
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

        // The id comes first: a workflow may have been renamed, and another may have taken its name.
        var definitionId = DefinitionIdOf(activity);
        var versions = definitionId is null ? null : _byDefinition.GetValueOrDefault(definitionId);
        versions ??= _byType.GetValueOrDefault(type);
        if (versions is null)
        {
            return null;
        }

        int? wanted = activity["version"] is JsonValue value && value.TryGetValue(out int number) ? number : null;
        var found = versions.Find(each => each.Version == wanted) ?? versions[^1];
        return new WorkflowUse(found, IsAnotherVersion: versionId is not null || (wanted is not null && found.Version != wanted));
    }

    internal WorkflowDefinition? Latest(string type) => _byType.GetValueOrDefault(type)?[^1];

    /// <summary>Another workflow whose activity has the same type, so that designers could not tell the two apart; null if there is none.</summary>
    internal WorkflowDefinition? Namesake(WorkflowDefinition definition) =>
        _byType.GetValueOrDefault(TypeNameOf(definition))?.Find(each => each.DefinitionId != definition.DefinitionId);

    /// <summary>The workflow that an activity says it uses; null if it does not say so by id.</summary>
    internal static string? DefinitionIdOf(JsonObject activity) => ProgramBuilder.Text(activity, "workflowDefinitionId");

    private static bool NamesVersion(JsonObject activity) =>
        activity["version"] is not null || ProgramBuilder.Text(activity, "workflowDefinitionVersionId") is not null;

    private static List<WorkflowDefinition> Listed(Dictionary<string, List<WorkflowDefinition>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }

    [GeneratedRegex("(?:[ _-]+|^)([a-zA-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}

/// <summary>A workflow used as an activity.</summary>
/// <param name="Definition">The version that runs.</param>
/// <param name="IsAnotherVersion">It is not the one the activity names, because that one is not there.</param>
internal sealed record WorkflowUse(WorkflowDefinition Definition, bool IsAnotherVersion);
