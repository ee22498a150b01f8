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
    private const int Most = 200;

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
        var chosen = await ElsaJson.ReadAsync<Chosen>(http.Request) ?? new();
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in chosen.Ids.Distinct(StringComparer.Ordinal).Take(Most))
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
        var answer = await desk.ImportAsync(document, http.User.ToActor(), cancellation);
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
        var refusals = new List<CaseRefusal>();
        var imported = 0;
        foreach (var file in form.Files.Take(Most))
        {
            await using var stream = file.OpenReadStream();
            foreach (var (name, document) in await DocumentsAsync(file.FileName, stream, cancellation))
            {
                var answer = document is null ? null : await desk.ImportAsync(StudioDocument.Back(document).Document, http.User.ToActor(), cancellation);
                if (answer is { IsOk: true })
                {
                    imported++;
                }
                else
                {
                    refusals.Add(answer?.Refusal ?? CaseRefusal.Invalid("definition.file_unreadable", ("file", name)));
                }
            }
        }

        return refusals.Count > 0 ? StudioProblem.OfMany("definition.file_unreadable", refusals) : ElsaJson.Of(new { Imported = imported });
    }

    private static async Task<List<(string Name, JsonObject? Document)>> DocumentsAsync(string name, Stream stream, CancellationToken cancellation)
    {
        if (!name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return [(name, await ParseAsync(stream, cancellation))];
        }

        var documents = new List<(string, JsonObject?)>();
        try
        {
            await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellation);
            foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Take(Most))
            {
                await using var content = await entry.OpenAsync(cancellation);
                documents.Add((entry.FullName, await ParseAsync(content, cancellation)));
            }
        }
        catch (InvalidDataException)
        {
            documents.Add((name, null));
        }

        return documents;
    }

    /// <summary>No more than a definition may be long is read, whatever a zip says of itself.</summary>
    private static async Task<JsonObject?> ParseAsync(Stream stream, CancellationToken cancellation)
    {
        const int largest = 5 * 1024 * 1024;
        var buffer = new byte[largest + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        try
        {
            return length > largest ? null : JsonNode.Parse(buffer.AsSpan(0, length), documentOptions: new() { MaxDepth = 128 }) is JsonObject { } found && found["root"] is JsonObject ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
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
