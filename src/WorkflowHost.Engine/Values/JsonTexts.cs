using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>JSON that people or designers put into texts.</summary>
internal static class JsonTexts
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <summary>The node a text holds, or null if it holds none (or the JSON null).</summary>
    public static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonValues.Copy(JsonNode.Parse(text, documentOptions: Options));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
