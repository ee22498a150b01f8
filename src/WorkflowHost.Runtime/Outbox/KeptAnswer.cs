using System.Text.Json.Nodes;

namespace WorkflowHost.Runtime.Outbox;

/// <summary>An answer that its case could not take, kept with the message so that another try hands it in without asking again.</summary>
internal static class KeptAnswer
{
    /// <summary>Of the payload; not part of what is sent.</summary>
    internal const string Member = "keptAnswer";

    /// <returns>The message's payload with the answer in it.</returns>
    public static JsonObject Write(OutgoingMessage message, SendResult result)
    {
        var payload = (JsonObject)message.Payload.DeepClone();
        payload[Member] = new JsonObject
        {
            ["status"] = result.Status.ToString(),
            ["reference"] = result.Reference,
            ["error"] = result.Error,
            ["answer"] = result.Answer?.DeepClone(),
        };
        return payload;
    }

    /// <returns>How the message ended when it was sent; null when no answer is kept.</returns>
    public static SendResult? Of(OutgoingMessage message) => message.Payload[Member] is JsonObject kept
        ? new(Enum.Parse<OutboxStatus>((string)kept["status"]!), (string?)kept["reference"], (string?)kept["error"]) { Answer = kept["answer"] as JsonObject }
        : null;
}
