using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>Sends short messages through a gateway that takes JSON over HTTP.</summary>
internal sealed class SmsSender(IHttpClientFactory clients, IOptions<RuntimeOptions> options) : IOutboxSender
{
    public IReadOnlyCollection<string> Kinds { get; } = ["sms"];

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var sms = options.Value.Sms;
        if (sms.Url is null)
        {
            return SendResult.Held("No SMS gateway is configured (Sms:Url).");
        }

        var body = sms.Body
            .Replace("{to}", Escaped(message.Target), StringComparison.Ordinal)
            .Replace("{text}", Escaped(message.Text("body") ?? string.Empty), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, sms.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", message.IdempotencyKey);
        foreach (var (name, value) in sms.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await HttpSender.PostAsync(clients, request, cancellationToken);
    }

    private static string Escaped(string text) => JsonEncodedText.Encode(text).ToString();
}
