using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>A version in a list, as Elsa's clients read it.</summary>
internal sealed record DefinitionRow(
    string Id, string DefinitionId, string? Name, string? Description, int Version, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, IReadOnlyList<ElsaLink> Links)
{
    public string MaterializerName => "Json";

    public bool IsMaterializerAvailable => true;

    /// <param name="mayEdit">False makes Studio offer nothing but to look at it.</param>
    public static DefinitionRow Of(DefinitionVersion version, bool mayEdit) => new(
        version.Id, version.DefinitionId, version.Name, version.Description, version.Version, version.IsLatest, version.IsPublished,
        // Studio writes the time as it comes, in no zone of the reader's.
        version.CreatedAt.ToOffset(CaseTime.Offset),
        mayEdit ? StudioDocument.Links(version.DefinitionId) : []);
}

/// <summary>Definitions to look at.</summary>
internal static class ReadingEndpoints
{
    public static void Map(IEndpointRouteBuilder read)
    {
        read.MapGet("/workflow-definitions", ListAsync);
        read.MapGet("/workflow-definitions/by-definition-id/{definitionId}", ByDefinitionIdAsync);
        read.MapGet("/workflow-definitions/by-id/{id}", ByIdAsync);
        read.MapGet("/workflow-definitions/many-by-id", ManyByIdAsync);
        read.MapGet("/workflow-definitions/query/count", CountAsync);
        read.MapGet("/workflow-definitions/validation/is-name-unique", IsNameUniqueAsync);
        read.MapGet("/workflow-definitions/{definitionId}/versions", VersionsAsync);
    }

    public static async Task<bool> MayEditAsync(this HttpContext http) =>
        (await http.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(http.User, AccessPolicies.EditDefinitions)).Succeeded;

    private static async Task<IResult> ListAsync(HttpContext http, DefinitionStore store, CancellationToken cancellation)
    {
        var query = DefinitionQuery.Of(http.Request);
        var found = query.Choose(await store.AllVersionsAsync(cancellation));
        var mayEdit = await http.MayEditAsync();
        return ElsaJson.Of(ElsaPage<DefinitionRow>.Of(found, query.Page, query.PageSize, version => DefinitionRow.Of(version, mayEdit), mayEdit ? BulkLinks : []));
    }

    private static async Task<IResult> ByDefinitionIdAsync(
        string definitionId, string? versionOptions, HttpContext http, DefinitionStore store, StudioDocument studio, CancellationToken cancellation)
    {
        var versions = await store.VersionsAsync(definitionId, cancellation);
        var options = string.IsNullOrEmpty(versionOptions) ? "Latest" : versionOptions;
        return versions.FirstOrDefault(version => DefinitionQuery.IsMeant(options, version)) is { } found
            ? ElsaJson.Of(studio.Of(found, await http.MayEditAsync()))
            : Results.NotFound();
    }

    private static async Task<IResult> ByIdAsync(string id, HttpContext http, DefinitionStore store, StudioDocument studio, CancellationToken cancellation) =>
        await store.FindVersionAsync(id, cancellation) is { } found ? ElsaJson.Of(studio.Of(found, await http.MayEditAsync())) : Results.NotFound();

    private static async Task<IResult> ManyByIdAsync(HttpContext http, DefinitionStore store, StudioDocument studio, CancellationToken cancellation)
    {
        var mayEdit = await http.MayEditAsync();
        var found = new List<JsonObject>();
        foreach (var id in http.Request.Query["ids"].OfType<string>().Distinct(StringComparer.Ordinal).Take(100))
        {
            if (await store.FindVersionAsync(id, cancellation) is { } version)
            {
                found.Add(studio.Of(version, mayEdit));
            }
        }

        return ElsaJson.Of(new ElsaList<JsonObject>(found));
    }

    private static async Task<IResult> CountAsync(DefinitionStore store, CancellationToken cancellation) =>
        ElsaJson.Of(new { Count = (await store.AllVersionsAsync(cancellation)).Count(version => version.IsLatest) });

    private static async Task<IResult> VersionsAsync(string definitionId, HttpContext http, DefinitionStore store, CancellationToken cancellation)
    {
        var mayEdit = await http.MayEditAsync();
        return ElsaJson.Of(new ElsaList<DefinitionRow>([.. (await store.VersionsAsync(definitionId, cancellation)).Select(version => DefinitionRow.Of(version, mayEdit))]));
    }

    private static async Task<IResult> IsNameUniqueAsync(string? name, string? definitionId, DefinitionStore store, CancellationToken cancellation)
    {
        var wanted = name?.Trim() ?? "";
        var all = await store.AllVersionsAsync(cancellation);
        return ElsaJson.Of(new { IsUnique = !all.Any(version => version.IsLatest && version.DefinitionId != definitionId && string.Equals(version.Name?.Trim(), wanted, StringComparison.OrdinalIgnoreCase)) });
    }

    private static ElsaLink[] BulkLinks =>
    [
        new("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
        new("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
        new("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete", "POST"),
        new("/workflow-definitions", "create", "POST"),
    ];
}
