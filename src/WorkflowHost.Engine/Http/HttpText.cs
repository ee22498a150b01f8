using System.Net;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>How values become the text of a message.</summary>
internal static class HttpText
{
    public const string Json = "application/json";

    private const string Form = "application/x-www-form-urlencoded";
    private const string Plain = "text/plain";

    public static bool IsJson(string? contentType) =>
        Media(contentType) is { } media && (media == Json || media.EndsWith("+json", StringComparison.Ordinal));

    /// <summary>The body and its type; without a type texts are plain and everything else is JSON.</summary>
    public static (string? ContentType, string? Content) Body(object? content, string? contentType)
    {
        if (content is null)
        {
            return (null, null);
        }

        if (string.IsNullOrWhiteSpace(contentType))
        {
            contentType = content is string ? Plain : Json;
        }

        return Media(contentType) == Form && Members(content) is { } fields
            ? (contentType, string.Join('&', fields.Select(each => $"{WebUtility.UrlEncode(each.Key)}={WebUtility.UrlEncode(ValueText.Of(JsonValues.Unwrap(each.Value)))}")))
            : (contentType, content is string text ? text : IsJson(contentType) ? ValueText.Json(JsonValues.Wrap(content)!) : ValueText.Of(content));
    }

    /// <summary>Headers as given: texts stay, arrays keep their texts, the rest becomes text; empty names are dropped.</summary>
    public static JsonObject Headers(JsonObject? given)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in given ?? [])
        {
            if (!string.IsNullOrWhiteSpace(name) && value is not null)
            {
                headers[name] = value is JsonArray several
                    ? new JsonArray([.. several.Select(each => (JsonNode?)(ValueText.Of(JsonValues.Unwrap(each)) ?? ""))])
                    : ValueText.Of(JsonValues.Unwrap(value));
            }
        }

        return headers;
    }

    private static JsonObject? Members(object content) =>
        content as JsonObject ?? (content is string text ? JsonTexts.TryParse(text) as JsonObject : null);

    private static string? Media(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant();
}
