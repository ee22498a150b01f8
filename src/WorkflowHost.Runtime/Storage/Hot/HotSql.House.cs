using WorkflowHost.Runtime.Hosts;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>The house's own tables: staff, audit, what was read.</summary>
internal sealed partial class HotSql
{
    internal const string UpsertStaff = """
        INSERT INTO staff (id, user_name, display_name, staff_no, roles, branch, skills, is_active, absent_until, substitute_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (id) DO UPDATE SET user_name = ?2, display_name = ?3, staff_no = ?4, roles = ?5, branch = ?6, skills = ?7, is_active = ?8,
            absent_until = ?9, substitute_id = ?10
        """;

    internal const string InsertAudit = """
        INSERT INTO audit (at, actor_id, actor_name, action, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """;

    internal const string InsertRead = """
        INSERT INTO notification_reads (notification_id, staff_id, read_at) VALUES (?1, ?2, ?3) ON CONFLICT (notification_id, staff_id) DO NOTHING
        """;

    internal const string InsertNoticeSeen = """
        INSERT INTO notices_seen (staff_id, notice_id, seen_at) VALUES (?1, ?2, ?3) ON CONFLICT (staff_id, notice_id) DO NOTHING
        """;

    internal const string DeleteOldNoticesSeen = "DELETE FROM notices_seen WHERE seen_at < ?1";

    internal const string WriteUserVersion = "PRAGMA user_version = 1";

    internal const string ReleaseTimers = "UPDATE timers SET claimable_at = due_at, fence = fence + 1 WHERE failures = 0 AND claimable_at > due_at";

    internal const string ReleaseOutbox = """
        UPDATE outbox SET claimable_at = ?1, fence = fence + 1 WHERE status = 'Pending' AND failures = 0 AND fence > 0 AND claimable_at > ?1
        """;

    internal const string DeleteOldCommands = "DELETE FROM commands WHERE created_at < ?1";

    public int StoreStaff(StoredStaffMember member)
    {
        Announce(HostChangeKind.Staff, member.Id);
        return Statement(UpsertStaff)
            .Bind(member.Id).Bind(member.UserName).Bind(member.DisplayName).Bind(member.StaffNo).Bind(member.Roles).Bind(member.Branch)
            .Bind(member.Skills).Bind(member.IsActive).Bind(member.AbsentUntil).Bind(member.SubstituteId)
            .Run();
    }

    public int StoreAudit(StoredAuditEntry entry) =>
        Statement(InsertAudit)
            .Bind(entry.At).Bind(entry.ActorId).Bind(entry.ActorName).Bind(entry.Action).Bind(entry.Subject).Bind(entry.Detail)
            .Run();

    public int StoreRead(string notificationId, string staffId, DateTimeOffset now) =>
        Statement(InsertRead).Bind(notificationId).Bind(staffId).Bind(now).Run();

    public int StoreNoticeSeen(string noticeId, string staffId, DateTimeOffset now) =>
        Statement(InsertNoticeSeen).Bind(staffId).Bind(noticeId).Bind(now).Run();

    /// <summary>Forgets who has read what long ago: what still waits then rings once more.</summary>
    public int DropNoticesSeen(DateTimeOffset before) => Statement(DeleteOldNoticesSeen).Bind(before).Run();

    /// <summary>
    /// Writes to the file's first page, in a place nothing else uses: it goes through the log to the disk as any write does, so
    /// that a full disk, a locked file and a read-only one are found out.
    /// </summary>
    public int Probe() => Statement(WriteUserVersion).Run();

    /// <summary>Ends the leases on timers and messages that a host which is no more left behind.</summary>
    /// <remarks>A try after a failure keeps its time: it looks like a lease, and is at most one lease away.</remarks>
    public int ReleaseLeases(DateTimeOffset now) => Statement(ReleaseTimers).Run() + Statement(ReleaseOutbox).Bind(now).Run();

    /// <summary>Forgets idempotency keys nobody will repeat any more.</summary>
    public int DropCommands(DateTimeOffset before) => Statement(DeleteOldCommands).Bind(before).Run();
}
