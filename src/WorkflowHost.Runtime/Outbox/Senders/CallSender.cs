using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Http;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>
/// Sends the HTTP request a step waits on, only to hosts the operator allowed. Whatever the other side answers is the step's
/// answer, also a 500: what to do about it is drawn in the workflow. Only a request that found no connection is tried again,
/// for it cannot have had an effect.
/// </summary>
internal sealed class CallSender(IHttpClientFactory clients, IOptions<RuntimeOptions> options) : IOutboxSender
{
    private const int BufferSize = 16 * 1024;

    public IReadOnlyCollection<string> Kinds { get; } = [WorkflowMessages.Call];

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var http = options.Value.Http;
        if (!Uri.TryCreate(message.Target, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return Ended(HttpReply.Failed(HttpFailure.FailedToConnect, "The target is not an http or https address."));
        }

        if (!http.AllowedHosts.Contains(url.Host))
        {
            return SendResult.Held($"The host {url.Host} is not allowed (Http:AllowedHosts).");
        }

        // One bound over head and body: the client's own ends with the head.
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(http.Timeout);
        try
        {
            using var request = RequestOf(url, message);
            using var client = clients.CreateClient(HttpSender.ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
            return Ended(await ReplyOfAsync(response, http.LargestAnswerBytes, bounded.Token));
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return message.Failures + 1 < http.ConnectTries
                ? SendResult.Retry(error.Message)
                : Ended(HttpReply.Failed(HttpFailure.FailedToConnect, error.Message));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // Broken off on the way: the other side may have acted on it, so it is not sent again.
            return Ended(HttpReply.Failed(HttpFailure.FailedToConnect, error.Message));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(HttpReply.Failed(HttpFailure.Timeout, $"No answer within {http.Timeout}."));
        }
    }

    private static SendResult Ended(HttpReply reply) =>
        new(OutboxStatus.Sent, reply.Failure is null ? reply.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture) : null, reply.Message) { Answer = reply.ToJson() };

    private static HttpRequestMessage RequestOf(Uri url, OutgoingMessage message)
    {
        var call = CallMessage.Read(message.Payload);
        var request = new HttpRequestMessage(new HttpMethod(call.Method), url);
        if (call.Content is { } content)
        {
            request.Content = new StringContent(content, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(call.ContentType, out var type) ? type : null;
        }

        foreach (var (name, value) in call.Headers)
        {
            var texts = value is JsonArray several ? several.Select(v => v?.ToString()) : [value?.ToString()];
            if (!request.Headers.TryAddWithoutValidation(name, texts))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, texts);
            }
        }

        // The same at every try, unless the workflow has one of its own.
        if (!request.Headers.Contains("Idempotency-Key"))
        {
            request.Headers.Add("Idempotency-Key", message.IdempotencyKey);
        }

        return request;
    }

    private static async Task<HttpReply> ReplyOfAsync(HttpResponseMessage response, int largest, CancellationToken cancellationToken)
    {
        var headers = new JsonObject();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            var texts = values.ToArray();
            headers[name] = texts is [var one] ? JsonValue.Create(one) : new JsonArray([.. texts.Select(t => JsonValue.Create(t))]);
        }

        return await TextOfAsync(response.Content, largest, cancellationToken) is { } text
            ? HttpReply.Answered((int)response.StatusCode, headers, response.Content.Headers.ContentType?.MediaType, text.Length == 0 ? null : text)
            : HttpReply.Failed(HttpFailure.FailedToConnect, $"The answer ({(int)response.StatusCode}) is longer than {largest} bytes (Http:LargestAnswerBytes).");
    }

    /// <returns>Null when the body is too long: an endless one must not fill the memory.</returns>
    private static async Task<string?> TextOfAsync(HttpContent content, int largest, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > largest)
            {
                return null;
            }

            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return EncodingOf(content).GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private static Encoding EncodingOf(HttpContent content)
    {
        try
        {
            return content.Headers.ContentType?.CharSet is { Length: > 0 } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
