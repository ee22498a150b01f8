using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.CustomerLinks;

namespace WorkflowHost.Runtime.CustomerLinks;

/// <summary>A link of a case as staff see it: what it is for and what became of it, never its address.</summary>
/// <param name="Sending">How the message stands that carries it.</param>
/// <param name="SentAt">When that message was handed over; null as long as it wasn't.</param>
/// <param name="OpenedAt">When its code first opened it.</param>
/// <param name="IsShut">Too many wrong codes were tried: it opens nothing any more, though nobody revoked it.</param>
public sealed record CustomerLinkView(
    string Id, CustomerLinkPurpose Purpose, string NoticeId, string? FormId, OutboxStatus Sending, DateTimeOffset? SentAt, DateTimeOffset ExpiresAt, DateTimeOffset? OpenedAt,
    DateTimeOffset? AnsweredAt, DateTimeOffset? RevokedAt, string? RevokedBy, bool IsShut);

/// <summary>A link that leads somewhere: found by its address, neither revoked nor past its time.</summary>
public sealed record LiveCustomerLink(
    string Id, string CaseId, string CaseNumber, CustomerLinkPurpose Purpose, string? FormId, string? EventName, DateTimeOffset ExpiresAt, DateTimeOffset? AnsweredAt);
