using System.Text.Json.Nodes;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Which workflows the activities of a definition use, and how such an activity is brought to another version.</summary>
internal static class WorkflowUses
{
    /// <summary>The ids of the workflows that a document uses as activities.</summary>
    public static IReadOnlySet<string> Of(JsonObject document, WorkflowLibrary library) =>
        ActivityTree.All(document["root"]).Select(library.UseOf).OfType<(string DefinitionId, int? Version)>().Select(use => use.DefinitionId).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a document uses one of these versions of a workflow; an activity that leaves its version open may mean any.</summary>
    public static bool Includes(JsonObject document, WorkflowLibrary library, string definitionId, IReadOnlyList<int> versions) =>
        ActivityTree.All(document["root"]).Select(library.UseOf).OfType<(string DefinitionId, int? Version)>()
            .Any(use => use.DefinitionId == definitionId && (use.Version is not { } version || versions.Contains(version)));

    /// <summary>Brings the activities that use certain workflows to the given versions.</summary>
    /// <returns>Whether any was on another version.</returns>
    public static bool Update(JsonObject document, WorkflowLibrary library, IReadOnlyDictionary<string, StoredDefinition> versions)
    {
        var isChanged = false;
        foreach (var activity in ActivityTree.All(document["root"]).ToList())
        {
            if (library.UseOf(activity) is not { } use || !versions.TryGetValue(use.DefinitionId, out var version) || use.Version == version.Version)
            {
                continue;
            }

            (activity["workflowDefinitionId"], activity["workflowDefinitionVersionId"], activity["version"]) = (version.DefinitionId, version.Id, version.Version);
            (activity["latestAvailablePublishedVersionId"], activity["latestAvailablePublishedVersion"]) = (version.Id, version.Version);
            isChanged = true;
        }

        return isChanged;
    }
}
