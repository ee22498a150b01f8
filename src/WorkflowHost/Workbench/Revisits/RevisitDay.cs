using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Revisits;

/// <summary>Calls of a day that belong together: what is late, one time window, what comes later, what has ended.</summary>
/// <param name="Window">Set for the day's own calls.</param>
public sealed record RevisitGroup(string Key, RevisitBucket Bucket, CallWindow? Window, IReadOnlyList<RevisitRow> Rows);

/// <summary>Arranges a day's call list the way it is worked: overdue first, then window by window.</summary>
public static class RevisitDay
{
    public static IReadOnlyList<RevisitGroup> Groups(IReadOnlyList<RevisitRow> rows, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(pack);
        return
        [
            .. rows.OrderBy(row => row.Bucket).ThenBy(row => row.NextAttemptAt ?? row.DueAt)
                .GroupBy(row => (row.Bucket, Window: row.Bucket == RevisitBucket.Today ? WindowOf(row, pack) : null))
                .Select(group => new RevisitGroup($"{group.Key.Bucket}-{group.Key.Window?.From:HHmm}", group.Key.Bucket, group.Key.Window, [.. group])),
        ];
    }

    /// <summary>The calling window an attempt was planned into; null when the customer named a time outside all of them.</summary>
    private static CallWindow? WindowOf(RevisitRow row, SopPack pack) =>
        row.NextAttemptAt is { } at
            ? pack.RevisitPolicies.Values.FirstOrDefault(policy => policy.Type == row.Type)?.Windows.FirstOrDefault(window => window.Contains(TimeOnly.FromDateTime(at.ToOffset(CaseTime.Offset).DateTime)))
            : null;
}
