using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Cases;

/// <summary>A call to the outside, committed with the case and delivered after it, at least once, with an idempotency key.</summary>
/// <param name="Kind">
/// <c>mail</c>, <c>sms</c>, <c>letter</c>, <c>http</c>, <c>webhook</c>; <c>case</c> for a command to another case; or one of <see cref="WorkflowMessages"/>.
/// </param>
/// <param name="Target">Address, number, URL or case number.</param>
/// <param name="Template">Notice template id, when the payload was rendered from one.</param>
/// <param name="NotBefore">Not delivered before this instant (quiet hours).</param>
public sealed record OutboxMessage(
    string Id,
    string CaseId,
    string Kind,
    string Target,
    string? Template,
    JsonObject Payload,
    string IdempotencyKey,
    DateTimeOffset NotBefore,
    DateTimeOffset CreatedAt);
