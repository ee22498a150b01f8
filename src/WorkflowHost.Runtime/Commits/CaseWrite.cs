using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Commits;

/// <summary>Everything of one handled command that goes into one transaction.</summary>
/// <param name="ExpectedVersion">The version the command was handled on; 0 for a new case.</param>
/// <param name="State">The new state, serialised.</param>
/// <param name="Receipt">Present when the command carried an idempotency key.</param>
/// <param name="Settlement">Present when the command reports the end of an outbox message, which ends in the same transaction.</param>
internal sealed record CaseWrite(
    CaseBurst Burst,
    long ExpectedVersion,
    CaseSummary Summary,
    ReadOnlyMemory<byte> State,
    CommandReceipt? Receipt,
    OutboxSettlement? Settlement,
    DateTimeOffset Now);

internal enum CaseWriteVerdict
{
    Stored,

    /// <summary>Another command changed the case first; nothing was stored.</summary>
    VersionConflict,

    /// <summary>A command with the same idempotency key was applied before, or the message was settled by another claimer; nothing was stored.</summary>
    AlreadyApplied,
}
