using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Tests.Hosting;

/// <summary>Reads answers of the API.</summary>
internal static class Answers
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        try
        {
            return JsonNode.Parse(text)!;
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"Expected JSON, found {(int)answer.StatusCode} with: {text}");
        }
    }

    /// <summary>The problem code, or null when the answer is not a problem.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? (string?)(await answer.JsonAsync())["code"] : null;
}
