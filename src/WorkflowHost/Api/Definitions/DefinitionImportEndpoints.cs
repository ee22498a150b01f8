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
            .WithSummary("Takes uploaded definitions as drafts, never published by themselves; with `only`, those of these ids.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ImportPreviewBody>>, Problem>> PreviewAsync(
        HttpRequest request, DefinitionReviews reviews, Words words, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var bodies = new List<ImportPreviewBody>();
        foreach (var (file, document) in await UploadsAsync(request, cancellation))
        {
            var preview = document is null ? null : await reviews.OfImportAsync(StudioDocument.Back(document).Document, user.ToActor(), cancellation);
            bodies.Add(preview is null ? Unreadable(file, words) : new(
                file, preview.DefinitionId, preview.Name, preview.Effect, preview.Before?.Version, DefinitionChangeSentence.Of(preview.Changes),
                preview.Changes.IsLayoutChanged, preview.Check is { } check ? DefinitionCheckBody.Of(check) : null,
                preview.Refusal?.Code, preview.Refusal is { } refusal ? words.Of(refusal) : null));
        }

        return bodies.Count == 0 ? Problem.OfFields(FieldFaults.Required("files")) : TypedResults.Ok<IReadOnlyList<ImportPreviewBody>>(bodies);
    }

    private static async Task<Results<Ok<IReadOnlyList<ImportResultBody>>, Problem>> ImportAsync(
        HttpRequest request, [FromQuery] string[]? only, DefinitionDesk desk, DefinitionReviews reviews, Words words, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var results = new List<ImportResultBody>();
        foreach (var (file, document) in await UploadsAsync(request, cancellation))
        {
            var own = document is null ? null : StudioDocument.Back(document).Document;
            if (only is { Length: > 0 } && (own?.Text("definitionId") is not { } id || !only.Contains(id, StringComparer.Ordinal)))
            {
                continue;
            }

            var preview = own is null ? null : await reviews.OfImportAsync(own, user.ToActor(), cancellation);
            var answer = preview is { Refusal: null } ? await desk.ImportAsync(own!, user.ToActor(), preview, cancellation) : null;
            var refusal = preview is null ? NoDefinition(file) : preview.Refusal ?? answer!.Refusal;
            results.Add(new(
                file, preview?.DefinitionId, refusal is null ? DefinitionChangeBody.Of(answer!) : null, refusal?.Code, refusal is null ? null : words.Of(refusal)));
        }

        return results.Count == 0 ? Problem.OfFields(FieldFaults.Required("files")) : TypedResults.Ok<IReadOnlyList<ImportResultBody>>(results);
    }

    private static async Task<List<UploadedDefinition>> UploadsAsync(HttpRequest request, CancellationToken cancellation)
    {
        var uploads = new List<UploadedDefinition>();
        if (request.HasFormContentType)
        {
            foreach (var file in (await request.ReadFormAsync(cancellation)).Files.Take(DefinitionUpload.Most))
            {
                await using var stream = file.OpenReadStream();
                uploads.AddRange(await DefinitionUpload.ReadAsync(file.FileName, stream, cancellation));
            }
        }
        else
        {
            // A zip is read from its end, so the body is taken whole; the request's limit bounds it.
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellation);
            body.Position = 0;
            var isZip = request.ContentType?.StartsWith("application/zip", StringComparison.OrdinalIgnoreCase) == true;
            uploads.AddRange(body.Length == 0 ? [] : await DefinitionUpload.ReadAsync(isZip ? "upload.zip" : "upload.json", body, cancellation));
        }

        return uploads;
    }

    private static ImportPreviewBody Unreadable(string file, Words words) =>
        new(file, null, null, ImportEffect.Refused, null, [], false, null, NoDefinition(file).Code, words.Of(NoDefinition(file)));

    private static CaseRefusal NoDefinition(string file) => CaseRefusal.Invalid("definition.file_unreadable", ("file", file));
}
