using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage.Hot;

internal sealed partial class HotSql
{
    // A timer set again is a new timer: leases and failures of the old one say nothing about it.
    internal const string UpsertTimer = """
        INSERT INTO timers (case_id, timer_id, due_at, kind, ref, claimable_at, fence, failures, last_error)
        VALUES (?1, ?2, ?3, ?4, ?5, ?3, 0, 0, NULL)
        ON CONFLICT (case_id, timer_id) DO UPDATE SET due_at = ?3, kind = ?4, ref = ?5, claimable_at = ?3, fence = timers.fence + 1, failures = 0,
            last_error = NULL
        """;

    internal const string DeleteTimer = "DELETE FROM timers WHERE case_id = ?1 AND timer_id = ?2";

    internal const string ClaimTimersSql = """
        UPDATE timers SET claimable_at = ?2, fence = fence + 1
        WHERE (case_id, timer_id) IN (
            SELECT case_id, timer_id FROM timers WHERE claimable_at <= ?1 ORDER BY claimable_at LIMIT ?3)
        RETURNING case_id, timer_id, due_at, fence, failures
        """;

    internal const string DropTimerSql = "DELETE FROM timers WHERE case_id = ?1 AND timer_id = ?2 AND fence = ?3";

    internal const string PutBackTimerSql = """
        UPDATE timers SET claimable_at = ?4, failures = ?5, last_error = ?6 WHERE case_id = ?1 AND timer_id = ?2 AND fence = ?3
        """;

    internal const string GiveBackTimerSql = """
        UPDATE timers SET claimable_at = due_at, fence = fence + 1 WHERE case_id = ?1 AND timer_id = ?2 AND fence = ?3
        """;

    internal const string ReviveTimerSql = """
        UPDATE timers SET claimable_at = ?3, failures = 0, fence = fence + 1 WHERE case_id = ?1 AND timer_id = ?2 AND failures > 0
        """;

    /// <summary>Leases due timers, the longest due first.</summary>
    public List<ClaimedTimer> ClaimTimers(DateTimeOffset now, TimeSpan lease, int count)
    {
        connection.Alone();
        var claimed = Statement(ClaimTimersSql).Bind(now).Bind(now + lease).Bind((long)count)
            .Read(row => new ClaimedTimer(row.Text(0), row.Text(1), row.Instant(2), row.Whole(3), (int)row.Whole(4)));
        claimed.Sort(static (a, b) => a.DueAt.CompareTo(b.DueAt));
        return claimed;
    }

    /// <summary>Deletes a row whose case no longer holds the timer.</summary>
    public int DropTimer(ClaimedTimer timer) =>
        Statement(DropTimerSql).Bind(timer.CaseId).Bind(timer.TimerId).Bind(timer.Fence).Run();

    /// <summary>Ends a lease without having fired: to be tried again at an instant.</summary>
    public int PutBackTimer(ClaimedTimer timer, DateTimeOffset claimableAt, int failures, string error) =>
        Statement(PutBackTimerSql).Bind(timer.CaseId).Bind(timer.TimerId).Bind(timer.Fence)
            .Bind(claimableAt).Bind((long)failures).Bind(error).Run();

    /// <summary>Ends a lease nothing was done with: it is due as before.</summary>
    public int GiveBackTimer(ClaimedTimer timer)
    {
        Announce(HostChangeKind.Work, timer.CaseId);
        return Statement(GiveBackTimerSql).Bind(timer.CaseId).Bind(timer.TimerId).Bind(timer.Fence).Run();
    }

    public int ReviveTimer(string caseId, string timerId, DateTimeOffset now)
    {
        Announce(HostChangeKind.Work, caseId);
        return Statement(ReviveTimerSql).Bind(caseId).Bind(timerId).Bind(now).Run();
    }

    private void StoreTimers(string caseId, CaseChanges changes)
    {
        foreach (var timerId in changes.TimersCleared)
        {
            Statement(DeleteTimer).Bind(caseId).Bind(timerId).Send();
        }

        foreach (var timer in changes.TimersSet)
        {
            Statement(UpsertTimer).Bind(caseId).Bind(timer.Id).Bind(CeilToMs(timer.DueAt)).Bind(timer.Kind.ToString()).Bind(timer.Ref).Send();
        }
    }

    /// <summary>Rounds up: a timer may be a fraction of a millisecond late, never early.</summary>
    private static long CeilToMs(DateTimeOffset at)
    {
        var ms = at.ToUnixTimeMilliseconds();
        return at.Ticks % TimeSpan.TicksPerMillisecond == 0 ? ms : ms + 1;
    }
}
