using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Definitions;

/// <summary>A version in a list.</summary>
/// <param name="PublishedAt">Null for a draft.</param>
/// <param name="ChangedBy">Who changed it last, or published it; null for a version imported at start.</param>
public sealed record DefinitionVersionBody(
    string DefinitionId,
    string? Name,
    int Version,
    DefinitionState State,
    DateTimeOffset? PublishedAt,
    string? FileName,
    bool IsLatest,
    int RunningCases,
    DefinitionOrigin Origin,
    int Revision,
    DateTimeOffset ChangedAt,
    string? ChangedBy)
{
    internal static DefinitionVersionBody Of(DefinitionVersion row) => new(
        row.DefinitionId, row.Name, row.Version, row.State, row.PublishedAt, row.FileName, row.IsLatest, row.RunningCases, row.Origin, row.Revision, row.ChangedAt, row.ChangedBy);
}

internal static class DefinitionEndpoints
{
    private const long LargestDefinition = 5 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/definitions").RequireAuthorization(AccessPolicies.ReadDefinitions).WithTags("Definitions");
        definitions.MapGet("/", ListAsync).WithSummary("Every SOP, its latest version.");
        definitions.MapGet("/{id}", GetAsync).WithSummary("The Elsa 3 JSON of a version, the latest when none is named.");
        definitions.MapGet("/{id}/check", CheckAsync).WithSummary("What keeps a version from being published, and what deserves a look; the latest when none is named.");
        definitions.MapGet("/{id}/versions", VersionsAsync).WithSummary("All versions, the latest first, with the cases that run on them.");
        definitions.MapGet("/{id}/changes", ChangesAsync).WithSummary("What one version changes against another, in sentences: by default the latest against the published one.");
        definitions.MapPost("/validate", ValidateAsync)
            .Accepts<JsonObject>("application/json")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestDefinition))
            .WithSummary("Checks a definition as a save would, and stores nothing.");
    }

    private static async Task<Ok<IReadOnlyList<DefinitionSummary>>> ListAsync(DefinitionStore store, CancellationToken cancellation) =>
        TypedResults.Ok(await store.ListAsync(cancellation));

    private static async Task<Results<ContentHttpResult, Problem>> GetAsync(string id, int? version, DefinitionStore store, CancellationToken cancellation) =>
        await store.GetAsync(id, version, cancellation) is { } found
            ? TypedResults.Content(found.ToDocument().ToJsonString(), "application/json")
            : Problem.NotFound("definition.not_found", id);

    private static async Task<Results<Ok<IEnumerable<DefinitionVersionBody>>, Problem>> VersionsAsync(string id, DefinitionStore store, CancellationToken cancellation)
    {
        var versions = await store.VersionsAsync(id, cancellation);
        return versions.Count == 0
            ? Problem.NotFound("definition.not_found", id)
            : TypedResults.Ok(versions.Select(DefinitionVersionBody.Of));
    }

    private static async Task<Results<Ok<DefinitionReviewBody>, Problem>> ChangesAsync(string id, int? from, int? to, DefinitionReviews reviews, CancellationToken cancellation) =>
        await reviews.OfAsync(id, from, to, cancellation) is { } review ? TypedResults.Ok(DefinitionReviewBody.Of(review)) : Problem.NotFound("definition.not_found", id);

    private static async Task<Results<Ok<DefinitionCheckBody>, Problem>> CheckAsync(string id, int? version, DefinitionStore store, CancellationToken cancellation)
    {
        if (await store.GetAsync(id, version, cancellation) is not { } found)
        {
            return Problem.NotFound("definition.not_found", id);
        }

        return TypedResults.Ok(DefinitionCheckBody.Of(store.Check(found.Json.Span, found.FileName, found.PublishedAt)));
    }

    /// <summary>Takes the bytes as they are, so that line and column are those of the caller's text.</summary>
    private static async Task<Ok<DefinitionCheckBody>> ValidateAsync(HttpRequest request, DefinitionStore store, CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        await request.Body.CopyToAsync(text, cancellation);
        return TypedResults.Ok(DefinitionCheckBody.Of(store.Check(text.GetBuffer().AsSpan(0, (int)text.Length))));
    }
}
