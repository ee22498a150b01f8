using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>When the pump must look next.</summary>
internal sealed partial class HotReads
{
    internal const string NextOutsideSql = $"SELECT min(claimable_at) FROM outbox WHERE status = 'Pending' AND kind NOT IN ({HotSql.HouseKinds})";

    /// <summary>Only of those that stand first in the line of their case: one behind another that is put back cannot be claimed yet.</summary>
    internal const string NextHouseSql = $"""
        SELECT min(claimable_at) FROM outbox AS m WHERE status = 'Pending' AND kind IN ({HotSql.HouseKinds})
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS e WHERE e.case_id = m.case_id AND e.rowid < m.rowid AND e.status = 'Pending' AND e.kind IN ({HotSql.HouseKinds}))
        """;

    internal const string NextTimerSql = "SELECT min(claimable_at) FROM timers";

    internal const string NextScheduleSql = "SELECT min(claimable_at) FROM schedules";

    /// <returns>Null when no timer is set.</returns>
    public DateTimeOffset? NextTimer() => connection.Statement(NextTimerSql).Read(row => row.InstantOrNull(0)).Single();

    /// <returns>Null when nothing recurs.</returns>
    public DateTimeOffset? NextSchedule() => connection.Statement(NextScheduleSql).Read(row => row.InstantOrNull(0)).Single();

    /// <returns>Null when no message of the lane waits.</returns>
    public DateTimeOffset? NextOfOutbox(OutboxLane lane) =>
        connection.Statement(lane == OutboxLane.House ? NextHouseSql : NextOutsideSql).Read(row => row.InstantOrNull(0)).Single();
}
