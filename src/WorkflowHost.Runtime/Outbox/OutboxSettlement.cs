namespace WorkflowHost.Runtime.Outbox;

/// <summary>How a message ended.</summary>
/// <param name="Fence">The claim it was sent under; a claim that was taken over settles nothing.</param>
internal sealed record OutboxSettlement(string MessageId, long Fence, OutboxStatus Status, string? Reference, string? Error);
