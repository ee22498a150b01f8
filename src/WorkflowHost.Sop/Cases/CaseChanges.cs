using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Contacts;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>What a command changed: the rows the shell writes in the transaction that stores the new state. Each thing appears once, in its final form.</summary>
public sealed record CaseChanges
{
    public required IReadOnlyList<CaseTask> Tasks { get; init; }

    public required IReadOnlyList<Clock> Clocks { get; init; }

    public required IReadOnlyList<Revisit> Revisits { get; init; }

    public required IReadOnlyList<CaseTimer> TimersSet { get; init; }

    public required IReadOnlyList<string> TimersCleared { get; init; }

    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    public required IReadOnlyList<OutboxMessage> Outbox { get; init; }

    public required IReadOnlyList<StaffNotification> Notifications { get; init; }

    /// <summary>Numbers that are not to be called from now on.</summary>
    public IReadOnlyList<ContactBlock> ContactBlocks { get; init; } = [];

    /// <summary>Waits that something outside may find, new or with another correlation id.</summary>
    public IReadOnlyList<OutsideWait> WaitsSet { get; init; } = [];

    /// <summary>Bookmark ids of waits that are over.</summary>
    public IReadOnlyList<string> WaitsCleared { get; init; } = [];
}
