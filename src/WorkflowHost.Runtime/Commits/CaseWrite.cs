using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Commits;

/// <summary>Everything of one handled command that goes into one transaction.</summary>
/// <param name="ExpectedVersion">The version the command was handled on; 0 for a new case.</param>
/// <param name="State">The new state, serialised.</param>
/// <param name="Receipt">Present when the command carried an idempotency key.</param>
/// <param name="Settlement">Present when the command tells of an outbox message, which ends or is put back in the same transaction.</param>
internal sealed record CaseWrite(
    CaseBurst Burst,
    long ExpectedVersion,
    CaseSummary Summary,
    ReadOnlyMemory<byte> State,
    CommandReceipt? Receipt,
    OutboxSettlement? Settlement,
    DateTimeOffset Now)
{
    public InstanceColumns Instance { get; init; } = InstanceColumns.None;

    /// <summary>Who reads the case whatever roles read its SOP, and who never does, as <see cref="SopReaders"/> gives them.</summary>
    public string? Persons { get; init; }

    /// <inheritdoc cref="Persons"/>
    public string? Barred { get; init; }

    /// <summary>What the activities did, as text; null when the workflow did not run.</summary>
    public string? Journal { get; init; }

    /// <summary>What screens, inboxes and other hosts are told of it; null tells nobody.</summary>
    public CaseNews? News { get; init; }

    /// <summary>What must hold for a start; null for any other command.</summary>
    public StartGuard? Guard { get; init; }

    /// <summary>It is a start, which is stored only while its definition is published.</summary>
    public bool MustBePublished { get; init; }

    /// <summary>Instances that began within the burst.</summary>
    public IReadOnlyList<CaseWrite> Children { get; init; } = [];

    /// <param name="before">The case as it was; null for a new one.</param>
    /// <param name="readersOf">Who may read the cases of a definition.</param>
    public static CaseWrite Of(
        CaseState? before, CaseBurst burst, CommandReceipt? receipt, OutboxSettlement? settlement, StartGuard? guard, Func<string, SopReaders> readersOf, DateTimeOffset now)
    {
        var state = burst.State;
        var readers = readersOf(state.DefinitionId);
        return new(burst, before?.Version ?? 0, CaseSummary.Of(state), CaseStateJson.Write(state), receipt, settlement, now)
        {
            Instance = InstanceColumns.Of(state),
            Persons = readers.PersonsOf(state),
            Barred = readers.BarredOf(state),
            Journal = burst.Journal.Count == 0 ? null : JournalText.Write(burst.Journal),
            Guard = guard,
            MustBePublished = before is null,
            News = CaseNews.Of(before, burst),
            Children = [.. burst.Children.Select(child => Of(null, child, null, null, null, readersOf, now))],
        };
    }
}

internal enum CaseWriteVerdict
{
    Stored,

    /// <summary>Another command changed the case first; nothing was stored.</summary>
    VersionConflict,

    /// <summary>Another instance is running, and the definition's activation strategy allows one only; nothing was stored.</summary>
    NotActivated,

    /// <summary>A start of what is published no more; nothing was stored.</summary>
    NotPublished,

    /// <summary>A command with the same idempotency key was applied before, or the message was settled by another claimer; nothing was stored.</summary>
    AlreadyApplied,
}
