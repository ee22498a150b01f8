using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>One definition of an uploaded file, or why it was not read.</summary>
/// <param name="FileName">The file, or the entry of the zip.</param>
/// <param name="Document">Null when it was not read.</param>
/// <param name="Places">Finds where in the uploaded text a fault of the document stands; null when it was not read.</param>
/// <param name="Refusal">
/// <c>definition.file_unreadable</c>, <c>upload.file_too_large</c>, or for this file and those after it <c>upload.too_many</c> or
/// <c>upload.too_large</c>; null when it was read.
/// </param>
public sealed record UploadedDefinition(string FileName, JsonObject? Document, CaseRefusal? Refusal, JsonLocator? Places = null);

/// <summary>
/// Reads what people upload in one request: definitions as JSON, and zips of several. One at a time, so that what is taken need not wait in
/// memory for the rest. A new one for each request; not thread-safe.
/// </summary>
public sealed class DefinitionUpload
{
    /// <summary>Bytes of one definition; no more is read, whatever a zip says of itself.</summary>
    public const int Largest = 5 * 1024 * 1024;

    /// <summary>Bytes of all definitions of a request together, unpacked.</summary>
    public const int LargestTotal = 20 * 1024 * 1024;

    /// <summary>Definitions of a request, all its files and zips together.</summary>
    public const int Most = 200;

    private readonly byte[] _buffer = new byte[Largest + 1];
    private int _count;
    private long _bytes;

    /// <summary>The definitions of one more file. Nothing of it is passed over in silence but folders and the archiver's own notes.</summary>
    public async IAsyncEnumerable<UploadedDefinition> ReadAsync(string name, Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(stream);
        if (!name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            yield return Full(name, files: 1) ?? await ReadOneAsync(name, stream, cancellationToken);
            yield break;
        }

        await using var zip = await OpenAsync(stream, cancellationToken);
        if (zip is null)
        {
            yield return new(name, null, Unreadable(name, "it is no zip archive."));
            yield break;
        }

        var entries = zip.Entries.Where(IsContent).ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            if (Full(entries[i].FullName, entries.Count - i) is { } full)
            {
                yield return full;
                yield break;
            }

            yield return await ReadAsync(entries[i], cancellationToken);
        }
    }

    private static bool IsContent(ZipArchiveEntry entry) => entry.Name.Length > 0 && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    private static async Task<ZipArchive?> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<UploadedDefinition> ReadAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await entry.OpenAsync(cancellationToken);
            return await ReadOneAsync(entry.FullName, content, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException or NotSupportedException)
        {
            return new(entry.FullName, null, Unreadable(entry.FullName, "the archive is damaged here, or packed in a way that can't be read."));
        }
    }

    private async Task<UploadedDefinition> ReadOneAsync(string name, Stream stream, CancellationToken cancellationToken)
    {
        _count++;
        var length = await stream.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false, cancellationToken);
        _bytes += length;
        return length > Largest ? new(name, null, CaseRefusal.Invalid("upload.file_too_large", ("file", name), ("max", Megabytes(Largest))))
            : Parsed(_buffer.AsSpan(0, length)) is { } document ? new(name, document, null, JsonLocator.Of(_buffer.AsSpan(0, length)))
            : new(name, null, Unreadable(name, WorkflowDefinition.Read(_buffer.AsSpan(0, length), name).Faults));
    }

    private static JsonObject? Parsed(ReadOnlySpan<byte> text)
    {
        try
        {
            // As editors of some systems write it, and as the readers of the workflows folder take it.
            return JsonNode.Parse(text.StartsWith("\uFEFF"u8) ? text[3..] : text, documentOptions: new() { MaxDepth = 128, AllowDuplicateProperties = false }) is JsonObject found
                && found["root"] is JsonObject ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="files">How many would be left out.</param>
    private UploadedDefinition? Full(string name, int files) =>
        _count >= Most ? new(name, null, CaseRefusal.Invalid("upload.too_many", ("file", name), ("count", Number(files)), ("max", Number(Most))))
        : _bytes >= LargestTotal ? new(name, null, CaseRefusal.Invalid("upload.too_large", ("file", name), ("count", Number(files)), ("max", Megabytes(LargestTotal))))
        : null;

    /// <param name="faults">What reading it found; none where it reads, and only is no definition.</param>
    internal static CaseRefusal Unreadable(string name, IReadOnlyList<DefinitionFault> faults) => Unreadable(name, faults switch
    {
        [] => "a JSON object with a root is needed.",
        [{ Line: { } line } first, ..] => string.Create(CultureInfo.InvariantCulture, $"line {line}, column {first.Column}: {Sentence(first.Message)}"),
        [var first, ..] => $"{first.Path}: {first.Message}",
    });

    /// <summary>The reader of JSON says the place once more in its own way, counted from nought.</summary>
    private static string Sentence(string message) => message.IndexOf(" LineNumber: ", StringComparison.Ordinal) is > 0 and var place ? message[..place] : message;

    private static CaseRefusal Unreadable(string name, string reason) => CaseRefusal.Invalid("definition.file_unreadable", ("file", name), ("reason", reason));

    private static string Megabytes(int bytes) => Number(bytes / (1024 * 1024));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
