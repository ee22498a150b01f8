using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>Posts the payload as JSON, with the key in the header <c>Idempotency-Key</c>. Only to hosts the operator allowed.</summary>
internal sealed class HttpSender(IHttpClientFactory clients, IOptions<RuntimeOptions> options) : IOutboxSender
{
    /// <summary>Name of the HTTP client, for hosts that configure it.</summary>
    public const string ClientName = "WorkflowHost.Outbox";

    public IReadOnlyCollection<string> Kinds { get; } = ["http", "webhook"];

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(message.Target, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return SendResult.Rejected("The target is not an http or https address.");
        }

        if (!options.Value.Http.AllowedHosts.Contains(url.Host))
        {
            return SendResult.Held($"The host {url.Host} is not allowed (Http:AllowedHosts).");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(message.Payload.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", message.IdempotencyKey);
        return await PostAsync(clients, request, cancellationToken);
    }

    /// <summary>What an answer means for the next try: 408, 425, 429 and 5xx pass by themselves, other refusals do not (RFC 9110 §15).</summary>
    internal static async Task<SendResult> PostAsync(IHttpClientFactory clients, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return SendResult.Sent(response.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.FirstOrDefault() : null);
        }

        var error = $"{(int)response.StatusCode} {response.ReasonPhrase}";
        return response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode is 425 or >= 500
            ? SendResult.Retry(error)
            : SendResult.Rejected(error);
    }
}
