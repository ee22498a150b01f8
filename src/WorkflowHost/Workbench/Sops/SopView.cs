using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Sops;

/// <summary>Everything the page of one definition shows, read at one time.</summary>
/// <param name="Versions">The latest first.</param>
/// <param name="Review">Of the latest version against the published one.</param>
/// <param name="Saves">The latest first.</param>
/// <param name="Request">The last request to publish, decided or not; null when there never was one.</param>
internal sealed record SopView(
    IReadOnlyList<DefinitionVersion> Versions, DefinitionReview Review, IReadOnlyList<DefinitionSaveEntry> Saves, SopProfile? Profile, PublicationRequest? Request)
{
    private const int FewSaves = 8;

    public DefinitionVersion Latest => Versions[0];

    public DefinitionVersion? Published => Versions.FirstOrDefault(version => version.IsPublished);

    public DefinitionVersion? Draft => Latest.State == DefinitionState.Draft ? Latest : null;

    /// <summary>The request, as long as it is news: it waits, or its draft was sent back or changed since.</summary>
    public PublicationRequest? News => Request is { } request && (request.IsPending || request.Version == Draft?.Version) ? request : null;

    /// <summary>Versions other than the published one on which cases still run.</summary>
    public IReadOnlyList<DefinitionVersion> Older => Published is null ? [] : [.. Versions.Where(version => !version.IsPublished && version.RunningCases > 0)];

    /// <summary>Null when there is no such definition.</summary>
    public static async Task<SopView?> ReadAsync(string definitionId, DefinitionStore definitions, DefinitionReviews reviews, DefinitionDesk desk, PublicationRequests requests)
    {
        var versions = await definitions.VersionsAsync(definitionId);
        if (versions.Count == 0 || await reviews.OfAsync(definitionId) is not { } review)
        {
            return null;
        }

        var shown = WorkflowDefinition.Read((versions.FirstOrDefault(version => version.IsPublished) ?? versions[0]).Json.Span).Definition;
        return new(versions, review, await desk.SavesAsync(definitionId, FewSaves), shown is null ? null : SopProfile.Of(shown), await requests.LatestAsync(definitionId));
    }
}
