using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.CustomerLinks;

namespace WorkflowHost.Runtime.CustomerLinks;

/// <summary>
/// Writes the addresses of links, and codes, into a message as it goes out. They are made there and nowhere else, and only their
/// hashes are stored: neither the outbox nor the archive nor a backup holds one. A message that is tried again gets others; the
/// earlier ones stay good, for it may have arrived. Those of a message that certainly went nowhere are forgotten.
/// </summary>
internal sealed class CustomerLinkIssuer(WriteQueue writes, IOptions<RuntimeOptions> options, TimeProvider time)
{
    /// <summary>Path below which customers' pages are.</summary>
    public const string Path = "/c/";

    /// <summary>Sends a message with the addresses and the code it is to carry.</summary>
    /// <returns>What the sender answered, or why the message could not be filled in.</returns>
    public async Task<SendResult> SendAsync(IOutboxSender sender, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var issued = new List<string>();
        var (filled, unfilled) = await FillAsync(message, issued);
        var result = unfilled ?? await sender.SendAsync(filled, cancellationToken);
        if (issued.Count > 0 && result.Status is (OutboxStatus.Held or OutboxStatus.Dead))
        {
            // Should the store not take it: whose hash is left over is an address that nobody was told.
            await writes.RunAsync(sql => sql.WithdrawCustomerTokens(issued));
        }

        return result;
    }

    private async Task<(OutgoingMessage Message, SendResult? Fault)> FillAsync(OutgoingMessage message, List<string> issued)
    {
        if (message.Kind is not ("sms" or "mail"))
        {
            return (message, null);
        }

        if (CustomerCode.LinkOf(message.Payload) is { } linkId)
        {
            return await WithCodeAsync(message, linkId);
        }

        return CustomerLinkOffer.TextOf(message.Payload) is { } text && options.Value.CustomerLinks.BaseUrl is { } baseUrl
            ? await WithLinksAsync(message, text, baseUrl, issued)
            : (message, null);
    }

    private async Task<(OutgoingMessage, SendResult?)> WithLinksAsync(OutgoingMessage message, string text, Uri baseUrl, List<string> issued)
    {
        foreach (var offer in CustomerLinkOffer.In(message.Payload))
        {
            var token = CustomerSecrets.NewToken();
            var (hash, now) = (CustomerSecrets.HashOf(token), time.GetUtcNow());
            var stored = await writes.RunAsync(sql => sql.IssueCustomerLink(offer, message.CaseId, hash, now));
            if (stored.Fault is { } fault)
            {
                return (message, SendResult.Retry($"The link could not be stored ({fault.Code})."));
            }

            issued.Add(hash);
            text = text.Replace(offer.Mark, new Uri(baseUrl, Path + token).AbsoluteUri, StringComparison.Ordinal);
        }

        return (WithBody(message, text), null);
    }

    private async Task<(OutgoingMessage, SendResult?)> WithCodeAsync(OutgoingMessage message, string linkId)
    {
        if (CustomerCode.UselessFrom(message.Payload, message.CreatedAt) <= time.GetUtcNow())
        {
            return (message, SendResult.Rejected(CustomerCode.Expired));
        }

        var code = CustomerSecrets.NewCode();
        var (hash, now) = (CustomerSecrets.HashOf(code, linkId), time.GetUtcNow());
        var stored = await writes.RunAsync(sql => sql.KeepCustomerCode(linkId, hash, now, now + CustomerCode.Valid));
        return stored switch
        {
            { Fault: { } fault } => (message, SendResult.Retry($"The code could not be stored ({fault.Code}).")),
            { Value: 0 } => (message, SendResult.Rejected("The link was revoked.")),
            _ => (WithBody(message, (message.Text("body") ?? string.Empty).Replace(CustomerCode.Mark, code, StringComparison.Ordinal)), null),
        };
    }

    /// <summary>A copy: what is written back of the message must not hold it.</summary>
    private static OutgoingMessage WithBody(OutgoingMessage message, string body)
    {
        var payload = (JsonObject)message.Payload.DeepClone();
        CustomerLinkOffer.Hide(payload);
        payload["body"] = body;
        return message with { Payload = payload };
    }
}
