using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Definitions out of the host and into it: one as JSON, several as a zip.</summary>
internal static class ExchangeEndpoints
{
    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    public static void Map(IEndpointRouteBuilder read, IEndpointRouteBuilder edit)
    {
        read.MapGet("/workflow-definitions/{definitionId}/export", ExportAsync);
        read.MapPost("/bulk-actions/export/workflow-definitions", ExportManyAsync);
        edit.MapPost("/workflow-definitions/import", ImportAsync);
        edit.MapPost("/workflow-definitions/import-files", ImportFilesAsync);
    }

    private static async Task<IResult> ExportAsync(string definitionId, string? versionOptions, DefinitionStore store, CancellationToken cancellation)
    {
        var versions = await store.VersionsAsync(definitionId, cancellation);
        var options = string.IsNullOrEmpty(versionOptions) ? "Latest" : versionOptions;
        return versions.FirstOrDefault(version => DefinitionQuery.IsMeant(options, version)) is { } found
            ? Results.File(Content(found), "application/json", NameOf(found))
            : Results.NotFound();
    }

    private static async Task<IResult> ExportManyAsync(HttpContext http, DefinitionStore store, CancellationToken cancellation)
    {
        var (_, ids, refused) = await BulkRequest.ReadAsync<Chosen>(http.Request, body => body.Ids);
        if (refused is not null)
        {
            return refused;
        }

        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in ids)
            {
                if (await store.FindVersionAsync(id, cancellation) is { } version)
                {
                    await using var entry = await zip.CreateEntry(NameOf(version)).OpenAsync(cancellation);
                    await entry.WriteAsync(Content(version), cancellation);
                }
            }
        }

        return Results.File(target.ToArray(), "application/zip", "workflow-definitions.zip");
    }

    private static async Task<IResult> ImportAsync(HttpContext http, DefinitionDesk desk, StudioDocument studio, CancellationToken cancellation)
    {
        if (await EditingEndpoints.ObjectAsync(http.Request) is not { } body || body["root"] is not JsonObject)
        {
            return StudioProblem.Of("definition.unreadable");
        }

        var (document, _) = StudioDocument.Back(body);
        var answer = await desk.ImportAsync(document, http.User.ToActor(), cancellationToken: cancellation);
        return answer.IsOk ? ElsaJson.Of(studio.Of(answer.Version, mayEdit: true)) : StudioProblem.Of(answer);
    }

    /// <summary>JSON files, or zips of them, as a form sends them. Files that cannot be taken are named; the others are.</summary>
    private static async Task<IResult> ImportFilesAsync(HttpContext http, DefinitionDesk desk, CancellationToken cancellation)
    {
        if (!http.Request.HasFormContentType)
        {
            return StudioProblem.Of("definition.unreadable");
        }

        var form = await http.Request.ReadFormAsync(cancellation);
        if (BulkRequest.IfTooMany(form.Files.Count) is { } tooMany)
        {
            return tooMany;
        }

        var refusals = new List<CaseRefusal>();
        var imported = 0;
        var upload = new DefinitionUpload();
        foreach (var file in form.Files)
        {
            await using var stream = file.OpenReadStream();
            await foreach (var (_, document, unread, _) in upload.ReadAsync(file.FileName, stream, cancellation))
            {
                var answer = document is null ? null : await desk.ImportAsync(StudioDocument.Back(document).Document, http.User.ToActor(), cancellationToken: cancellation);
                if (answer is { IsOk: true })
                {
                    imported++;
                }
                else
                {
                    refusals.Add(answer?.Refusal ?? unread!);
                }
            }
        }

        return refusals.Count > 0 ? StudioProblem.OfMany(refusals, imported) : ElsaJson.Of(new { Imported = imported });
    }

    private static byte[] Content(DefinitionVersion version)
    {
        var content = new JsonObject { ["$schema"] = Schema };
        foreach (var (name, value) in version.ToDocument())
        {
            content[name] = value?.DeepClone();
        }

        return JsonSerializer.SerializeToUtf8Bytes(content, Writing);
    }

    private static readonly JsonSerializerOptions Writing = new(ElsaJson.Options) { WriteIndented = true };

    private static string NameOf(DefinitionVersion version) => $"{version.DefinitionId}-v{version.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)}.json";
}
