using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using WorkflowHost.Engine.Http;

namespace WorkflowHost.HttpEndpoints;

/// <summary>What a workflow answered, sent on. It may shape its content, not the host's sign-in or the browser's guards.</summary>
internal sealed class WrittenAnswer(HttpResponseWritten response) : IResult
{
    // A page of a workflow is shown as if it came from another site: it can neither run scripts nor reach the workbench.
    private const string ContentPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

    private static readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-Cookie", "Content-Security-Policy", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Upgrade", "Trailer",
        "X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security", "Clear-Site-Data",
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var answer = httpContext.Response;
        answer.StatusCode = response.StatusCode;
        foreach (var (name, value) in response.Headers)
        {
            if (IsAllowed(name) && TextsOf(value) is { Length: > 0 } texts)
            {
                answer.Headers[name] = texts;
            }
        }

        answer.Headers.ContentSecurityPolicy = ContentPolicy;
        if (response.Content is { } content && response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) && !HttpMethods.IsHead(httpContext.Request.Method))
        {
            answer.ContentType = TypeOf(response.ContentType ?? "text/plain");
            await answer.WriteAsync(content, httpContext.RequestAborted);
        }
    }

    private static bool IsAllowed(string name) =>
        !_reserved.Contains(name) && !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Signs that end a header line or are no ASCII are refused by the server: such a header is left out rather than failing the answer.</summary>
    private static string[] TextsOf(JsonNode? value) =>
        [.. (value is JsonArray several ? several.Select(v => v?.ToString()) : [value?.ToString()]).OfType<string>().Where(text => text.All(c => c is >= ' ' and <= '~'))];

    /// <summary>The content is written as UTF-8, whatever the workflow says.</summary>
    private static string TypeOf(string type) =>
        (MediaTypeHeaderValue.TryParse(type, out var parsed) ? parsed.MediaType.ToString() : "text/plain") + "; charset=utf-8";
}
