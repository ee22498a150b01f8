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

    public static DefinitionReading Read(ReadOnlySpan<byte> utf8Json, string? fileName)
    {
        var json = WithoutByteOrderMark(utf8Json);
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

    public static byte[] Write(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, WriteOptions);

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

    private static DefinitionFault Fault(string code, string path, string message) =>
        new(code, path, null, null, null, null, message);

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
