using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Storage;

/// <summary>What of a case lives as rows only.</summary>
internal sealed record CaseHistory(
    IReadOnlyList<CaseTask> DoneTasks,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<Clock> EndedClocks,
    IReadOnlyList<Revisit> EndedRevisits,
    IReadOnlyList<StoredOutboxMessage> Messages);

/// <summary>A case's state as it lies in its row, and the definition version that can read it.</summary>
internal sealed record StoredState(string DefinitionId, int DefinitionVersion, byte[] State);
