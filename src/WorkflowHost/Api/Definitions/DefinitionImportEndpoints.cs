using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Api.Problems;
using WorkflowHost.Designer.ElsaApi;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Api.Definitions;

/// <summary>Definitions from outside: first what they would change, then taken as drafts. JSON, a zip of several, or a form with files.</summary>
internal static class DefinitionImportEndpoints
{
    private const long LargestUpload = 20 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var import = api.MapGroup("/definitions/import").RequireAuthorization(AccessPolicies.EditDefinitions).WithTags("Definitions")
            .WithMetadata(new RequestSizeLimitAttribute(LargestUpload));
        import.MapPost("/preview", PreviewAsync).Accepts<IFormFileCollection>("multipart/form-data", "application/json", "application/zip")
            .WithSummary("What each uploaded definition would replace and change; stores nothing.");
        import.MapPost("/", ImportAsync).Accepts<IFormFileCollection>("multipart/form-data", "application/json", "application/zip")
            .WithSummary("Takes uploaded definitions as drafts, never published by themselves; with `only`, those of these ids; with `seen=id:revision` as the preview told it, only what nobody changed since.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ImportPreviewBody>>, Problem>> PreviewAsync(
        HttpRequest request, DefinitionReviews reviews, Words words, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var bodies = new List<ImportPreviewBody>();
        await foreach (var (file, document, unread, places) in UploadsAsync(request, cancellation))
        {
            var preview = document is null ? null : await reviews.OfImportAsync(StudioDocument.Back(document).Document, user.ToActor(), places, cancellation);
            bodies.Add(preview is null ? Unread(file, unread!, words) : new(
                file, preview.DefinitionId, preview.Name, preview.Effect, preview.Before?.Version, preview.Seen, DefinitionChangeSentence.Of(preview.Changes),
                preview.Changes.IsLayoutChanged, preview.Check is { } check ? DefinitionCheckBody.Of(check) : null,
                preview.Refusal?.Code, preview.Refusal is { } refusal ? words.Of(refusal) : null));
        }

        return bodies.Count == 0 ? Problem.OfFields(FieldFaults.Required("files")) : TypedResults.Ok<IReadOnlyList<ImportPreviewBody>>(bodies);
    }

    private static async Task<Results<Ok<IReadOnlyList<ImportResultBody>>, Problem>> ImportAsync(
        HttpRequest request, [FromQuery] string[]? only, [FromQuery] string[]? seen, DefinitionDesk desk, DefinitionReviews reviews, Words words, ClaimsPrincipal user,
        CancellationToken cancellation)
    {
        if (SeenOf(seen ?? []) is not { } revisions)
        {
            return Problem.OfFields(FieldFaults.Of("seen", "field.wrong_format"));
        }

        var results = new List<ImportResultBody>();
        await foreach (var (file, document, unread, places) in UploadsAsync(request, cancellation))
        {
            var own = document is null ? null : StudioDocument.Back(document).Document;
            if (own is not null && only is { Length: > 0 } && (own.Text("definitionId") is not { } id || !only.Contains(id, StringComparer.Ordinal)))
            {
                continue;
            }

            var preview = own is null ? null : await reviews.OfImportAsync(own, user.ToActor(), places, cancellation);
            var answer = preview is { Refusal: null }
                ? await desk.ImportAsync(own!, user.ToActor(), revisions.TryGetValue(preview.DefinitionId, out var revision) ? revision : preview.Seen, cancellation)
                : null;
            var refusal = preview is null ? unread : preview.Refusal ?? answer!.Refusal;
            results.Add(new(
                file, preview?.DefinitionId, refusal is null ? DefinitionChangeBody.Of(answer!) : null, refusal?.Code, refusal is null ? null : words.Of(refusal)));
        }

        return results.Count == 0 ? Problem.OfFields(FieldFaults.Required("files")) : TypedResults.Ok<IReadOnlyList<ImportResultBody>>(results);
    }

    private static async IAsyncEnumerable<UploadedDefinition> UploadsAsync(HttpRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var upload = new DefinitionUpload();
        if (request.HasFormContentType)
        {
            foreach (var file in (await request.ReadFormAsync(cancellation)).Files)
            {
                await using var stream = file.OpenReadStream();
                await foreach (var definition in upload.ReadAsync(file.FileName, stream, cancellation))
                {
                    yield return definition;
                }
            }

            yield break;
        }

        // A zip is read from its end, so the body is taken whole; the request's limit bounds it.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        body.Position = 0;
        if (body.Length == 0)
        {
            yield break;
        }

        var isZip = request.ContentType?.StartsWith("application/zip", StringComparison.OrdinalIgnoreCase) == true;
        await foreach (var definition in upload.ReadAsync(isZip ? "upload.zip" : "upload.json", body, cancellation))
        {
            yield return definition;
        }
    }

    /// <summary>Revisions by definition id, of <c>id:revision</c>; null when one is written otherwise. An id never has a colon.</summary>
    private static Dictionary<string, int>? SeenOf(IReadOnlyList<string> seen)
    {
        var revisions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in seen)
        {
            if (text.Split(':') is not [{ Length: > 0 } id, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            {
                return null;
            }

            revisions[id] = revision;
        }

        return revisions;
    }

    private static ImportPreviewBody Unread(string file, CaseRefusal refusal, Words words) =>
        new(file, null, null, ImportEffect.Refused, null, null, [], false, null, refusal.Code, words.Of(refusal));
}
