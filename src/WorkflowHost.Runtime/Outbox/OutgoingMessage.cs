using System.Text.Json.Nodes;

namespace WorkflowHost.Runtime.Outbox;

/// <summary>A message under this claimer's lease, ready to be sent.</summary>
/// <param name="IdempotencyKey">Equal at every try: the receiving side can tell a second delivery from a second message.</param>
public sealed record OutgoingMessage(
    string Id,
    string CaseId,
    string Kind,
    string Target,
    string? Template,
    JsonObject Payload,
    string IdempotencyKey,
    DateTimeOffset CreatedAt,
    long Fence,
    int Failures)
{
    /// <summary>Of the payload of a row whose own could not be read.</summary>
    internal const string Unreadable = "unreadablePayload";

    /// <summary>A text of the payload, or null.</summary>
    public string? Text(string name) => Payload[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
