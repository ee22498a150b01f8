using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>One definition of an uploaded file.</summary>
/// <param name="FileName">The file, or the entry of the zip.</param>
/// <param name="Document">Null when it is no workflow definition.</param>
public sealed record UploadedDefinition(string FileName, JsonObject? Document);

/// <summary>Reads what people upload: one definition as JSON, or a zip of several.</summary>
public static class DefinitionUpload
{
    /// <summary>Bytes of one definition; no more is read, whatever a zip says of itself.</summary>
    public const int Largest = 5 * 1024 * 1024;

    /// <summary>Files in one upload.</summary>
    public const int Most = 200;

    public static async Task<IReadOnlyList<UploadedDefinition>> ReadAsync(string name, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(stream);
        if (!name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return [new(name, await ParseAsync(stream, cancellationToken))];
        }

        var definitions = new List<UploadedDefinition>();
        try
        {
            await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Take(Most))
            {
                await using var content = await entry.OpenAsync(cancellationToken);
                definitions.Add(new(entry.FullName, await ParseAsync(content, cancellationToken)));
            }
        }
        catch (InvalidDataException)
        {
            definitions.Add(new(name, null));
        }

        return definitions;
    }

    private static async Task<JsonObject?> ParseAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[Largest + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return length <= Largest
                && JsonNode.Parse(buffer.AsSpan(0, length), documentOptions: new() { MaxDepth = 128, AllowDuplicateProperties = false }) is JsonObject { } found
                && found["root"] is JsonObject ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
