using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Definitions;

/// <summary>Turns text into a document and says what of the outermost shape is missing.</summary>
internal static class DefinitionReader
{
    private static readonly JsonDocumentOptions ReadOptions = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 128,
    };

    private static readonly JsonSerializerOptions WriteOptions = new()
    {
        WriteIndented = true,
        MaxDepth = 128,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static DefinitionReading Read(ReadOnlySpan<byte> utf8Json, string? fileName, DefinitionLimits limits)
    {
        var reading = Read(WithoutByteOrderMark(utf8Json), limits, fileName);
        return fileName is null ? reading : reading with { Faults = [.. reading.Faults.Select(each => each with { FileName = fileName })] };
    }

    public static byte[] Write(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, WriteOptions);

    private static DefinitionReading Read(ReadOnlySpan<byte> json, DefinitionLimits limits, string? fileName)
    {
        if (json.Length > limits.Bytes)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"The definition has {json.Length} bytes; {limits.Bytes} are allowed. Split it into workflows that call each other.");
            return new DefinitionReading(null, [Fault(DefinitionFaultCodes.DefinitionSize, "$", message)]);
        }

        if (UndecodableText(json) is { } undecodable)
        {
            return new DefinitionReading(null, [undecodable]);
        }

        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: ReadOptions);
        }
        catch (JsonException error)
        {
            return new DefinitionReading(null, [SyntaxFault(error)]);
        }

        if (node is not JsonObject document)
        {
            return new DefinitionReading(null, [Fault(DefinitionFaultCodes.JsonShape, "$", "A workflow definition is a JSON object.")]);
        }

        var definition = new WorkflowDefinition(document, json.ToArray(), fileName);
        var faults = new List<DefinitionFault>();
        CheckText(definition, "definitionId", faults);
        CheckText(definition, "id", faults);
        if (document["root"] is not JsonObject)
        {
            faults.Add(At(definition, DefinitionFaultCodes.DefinitionMissing, document.ContainsKey("root") ? "$.root" : "$", "The definition has no root activity: \"root\" must be an object."));
        }

        return faults.Count == 0 ? new DefinitionReading(definition, []) : new DefinitionReading(null, faults);
    }

    private static void CheckText(WorkflowDefinition definition, string name, List<DefinitionFault> faults)
    {
        if (definition.Document[name] is JsonValue value && value.TryGetValue(out string? text) && !string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var path = definition.Document.ContainsKey(name) ? "$." + name : "$";
        faults.Add(At(definition, DefinitionFaultCodes.DefinitionMissing, path, $"\"{name}\" must be a text that is not empty."));
    }

    private static DefinitionFault At(WorkflowDefinition definition, string code, string path, string message)
    {
        var place = definition.Locate(path);
        return new DefinitionFault(code, path, place?.Line, place?.Column, null, null, message);
    }

    private static DefinitionFault SyntaxFault(JsonException error) =>
        new(
            DefinitionFaultCodes.JsonSyntax,
            error.Path ?? "$",
            error.LineNumber is { } line ? checked((int)line + 1) : null,
            error.BytePositionInLine is { } column ? checked((int)column + 1) : null,
            null,
            null,
            error.Message);

    // The parser reads texts only when they are asked for; one that is no Unicode must not surface as an exception later.
    private static DefinitionFault? UndecodableText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 128 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }

            return null;
        }
        catch (InvalidOperationException error)
        {
            var before = json[..(int)reader.TokenStartIndex];
            var line = before.Count((byte)'\n') + 1;
            var column = System.Text.Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            return new DefinitionFault(DefinitionFaultCodes.JsonSyntax, "$", line, column, null, null, "A text is no valid Unicode: " + error.Message);
        }
        catch (JsonException)
        {
            // Reported with its path by the reading that follows.
            return null;
        }
    }

    private static DefinitionFault Fault(string code, string path, string message) =>
        new(code, path, null, null, null, null, message);

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
