namespace WorkflowHost.Runtime.Outbox;

/// <summary>How a message ended, or that it is to be tried again.</summary>
/// <param name="Fence">The claim it was sent under; a claim that was taken over settles nothing.</param>
internal sealed record OutboxSettlement(string MessageId, long Fence, OutboxStatus Status, string? Reference, string? Error)
{
    /// <summary>For <see cref="OutboxStatus.Pending"/>: when it may be tried again.</summary>
    public DateTimeOffset Next { get; init; }

    /// <summary>For <see cref="OutboxStatus.Pending"/>: how often it has failed.</summary>
    public int Failures { get; init; }
}
