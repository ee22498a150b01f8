using WorkflowHost.Runtime.Outbox;
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
    IReadOnlyList<StoredOutboxMessage> Messages)
{
    public static CaseHistory Empty { get; } = new([], [], [], [], []);

    /// <summary>As it reads once the changes are stored, but for the messages, which go their own way.</summary>
    public CaseHistory After(CaseChanges changes) => this with
    {
        DoneTasks = Joined(
            DoneTasks, changes.Tasks.Where(task => task.Status != CaseTaskStatus.Open).Select(AsStored), task => task.Id,
            tasks => tasks.OrderBy(task => task.CreatedAt).ThenBy(task => task.Id, StringComparer.Ordinal)),
        Timeline = changes.Timeline.Count == 0 ? Timeline : [.. Timeline, .. changes.Timeline],
        EndedClocks = Joined(
            EndedClocks, changes.Clocks.Where(clock => clock.IsEnded).Select(clock => clock with { Derivation = [] }), clock => clock.Id,
            clocks => clocks.OrderByDescending(clock => clock.StoppedAt).ThenBy(clock => clock.Id, StringComparer.Ordinal)),
        EndedRevisits = Joined(
            EndedRevisits, changes.Revisits.Where(revisit => revisit.IsEnded), revisit => revisit.Id,
            revisits => revisits.OrderByDescending(revisit => revisit.DueAt).ThenBy(revisit => revisit.Id, StringComparer.Ordinal)),
    };

    /// <summary>A row that is stored again replaces the one there is.</summary>
    private static IReadOnlyList<T> Joined<T>(IReadOnlyList<T> known, IEnumerable<T> stored, Func<T, string> id, Func<IEnumerable<T>, IEnumerable<T>> ordered)
    {
        List<T> added = [.. stored];
        if (added.Count == 0)
        {
            return known;
        }

        var ids = added.Select(id).ToHashSet(StringComparer.Ordinal);
        return [.. ordered(known.Where(one => !ids.Contains(id(one))).Concat(added))];
    }

    /// <summary>Of a task that is over, its row keeps what the case page shows.</summary>
    private static CaseTask AsStored(CaseTask task) =>
        new(task.Id, task.CaseId, task.ActivityId, string.Empty, task.Name, task.Stage, task.FormId, task.Role, [], [], null, task.ClockId, task.DueAt, task.CreatedAt)
        {
            Status = task.Status,
            AssigneeId = task.AssigneeId,
            AssigneeName = task.AssigneeName,
            ClaimedAt = task.ClaimedAt,
            CompletedAt = task.CompletedAt,
            CompletedBy = task.CompletedBy,
            Outcome = task.Outcome,
            Version = task.Version,
        };
}

/// <summary>A case's state as it lies in its row, and the definition version that can read it.</summary>
internal sealed record StoredState(string DefinitionId, int DefinitionVersion, byte[] State);
