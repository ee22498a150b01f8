using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using WorkflowHost.Engine.Http;
using WorkflowHost.Security;
using WorkflowHost.Security.ApiKeys;

namespace WorkflowHost.HttpEndpoints;

/// <summary>Turns a request into what a workflow is handed.</summary>
internal static class RequestReading
{
    private const int DeepestJson = 64;

    /// <summary>What signs the caller in must not end up in a workflow's variables and journal.</summary>
    private static readonly HashSet<string> _credentials = new(StringComparer.OrdinalIgnoreCase) { "Cookie", "Authorization", ApiKeyAuthentication.Header };

    /// <exception cref="BadHttpRequestException">The body is too large, or is no JSON though it says so.</exception>
    public static async Task<ReceivedRequest> ReadAsync(HttpRequest request, string path, RouteValueDictionary routeValues, long largest, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = largest;
        }

        var received = new ReceivedRequest(request.Method, path)
        {
            RouteData = new JsonObject(routeValues.Where(v => v.Value is not null).Select(v => KeyValuePair.Create<string, JsonNode?>(v.Key, v.Value!.ToString()))),
            Query = ObjectOf(request.Query),
            Headers = ObjectOf(request.Headers.Where(h => !_credentials.Contains(h.Key))),
        };
        return request.HasFormContentType
            ? await WithFormAsync(received, request, largest, cancellation)
            : await WithBodyAsync(received, request, largest, cancellation);
    }

    private static async Task<ReceivedRequest> WithBodyAsync(ReceivedRequest received, HttpRequest request, long largest, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > largest)
            {
                throw new BadHttpRequestException("The body is larger than allowed.", StatusCodes.Status413PayloadTooLarge);
            }

            await body.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        if (body.Length == 0)
        {
            return received;
        }

        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        return received with { ContentLength = body.Length, Content = request.HasJsonContentType() ? JsonOf(bytes) : Encoding.UTF8.GetString(bytes) };
    }

    private static JsonNode? JsonOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8, documentOptions: new JsonDocumentOptions { MaxDepth = DeepestJson, AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException("The body is no JSON.", StatusCodes.Status400BadRequest, error);
        }
    }

    private static async Task<ReceivedRequest> WithFormAsync(ReceivedRequest received, HttpRequest request, long largest, CancellationToken cancellation)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = largest, BufferBodyLengthLimit = largest, MemoryBufferThreshold = (int)Math.Min(largest, int.MaxValue) }, cancellation);
        }
        catch (InvalidDataException error)
        {
            throw new BadHttpRequestException("The form is larger than allowed or cannot be read.", StatusCodes.Status413PayloadTooLarge, error);
        }

        var files = new List<ReceivedFile>(form.Files.Count);
        foreach (var file in form.Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellation);
            // Browsers send a bare name; anything else must not be taken for a path of this machine.
            files.Add(new(file.Name, Path.GetFileName(file.FileName), file.ContentType, file.Length, Convert.ToBase64String(content.GetBuffer(), 0, (int)content.Length)));
        }

        return received with { Content = ObjectOf(form), Files = [.. files], ContentLength = request.ContentLength ?? files.Sum(f => f.Length) };
    }

    private static JsonObject ObjectOf(IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        var result = new JsonObject();
        foreach (var (name, texts) in values)
        {
            result[name] = texts is [var one] ? JsonValue.Create(one) : new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
        }

        return result;
    }
}
