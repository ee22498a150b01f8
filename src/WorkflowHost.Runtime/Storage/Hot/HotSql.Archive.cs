using WorkflowHost.Runtime.Commits;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Moving cases that are over out of the way.</summary>
internal sealed partial class HotSql
{
    private const string ArchivedColumns = """
        id, number, definition_id, definition_version, version, status, stage, title, customer_name, customer_contact, policy_no, category,
            severity, channel, product_line, branch, handler_id, opened_at, closed_at, next_due_at, next_due_clock, next_due_started_at, is_provisional,
            incident_count, updated_at, is_plain, sub_status, correlation_id, name, parent_id, finished_at, persons, barred
        """;

    /// <summary>Nothing waits to be sent: with the case it would be gone, and whom it is for would wait for ever.</summary>
    internal const string IsOver = """
        status = 'Ended' AND sub_status <> 'Faulted' AND NOT EXISTS (
            SELECT 1 FROM outbox WHERE outbox.case_id = cases.id AND outbox.status IN ('Pending', 'Held', 'Dead'))
        """;

    internal const string InsertArchived = $"""
        INSERT INTO archived_cases ({ArchivedColumns}, archived_at, broken_off, content)
        SELECT {ArchivedColumns}, ?3, ?4, ?5 FROM cases WHERE id = ?1 AND version = ?2 AND {IsOver}
        """;

    internal const string DeleteArchived = "DELETE FROM cases WHERE id = ?1 AND version = ?2";

    // Written so that each database reads it as its own kind of truth value.
    internal const string DeleteArchivedPlain = "DELETE FROM archived_cases WHERE id = ?1 AND is_plain = ?2";

    /// <summary>Moves a case as it was read.</summary>
    /// <param name="packed">Everything it had besides its columns; packed before, since other writes wait behind this one.</param>
    /// <returns><see cref="CaseWriteVerdict.VersionConflict"/> when it is gone, has moved on, or has something to send; then it stays.</returns>
    public CaseWriteVerdict ArchiveCase(string caseId, long version, byte[] packed, string? brokenOff, DateTimeOffset now)
    {
        // Of two hosts at the same case the second must find it gone, rather than the row it would write taken.
        connection.Lock("archive");
        var isMoved = Statement(InsertArchived).Bind(caseId).Bind(version).Bind(now).Bind(brokenOff).Bind(packed).Demand(CaseWriteVerdict.VersionConflict)
            && Statement(DeleteArchived).Bind(caseId).Bind(version).Demand(CaseWriteVerdict.VersionConflict);
        return isMoved ? CaseWriteVerdict.Stored : CaseWriteVerdict.VersionConflict;
    }

    /// <summary>Deletes an instance of a plain workflow from the archive; 0 when it is a case, or not there.</summary>
    public int DeleteArchivedInstance(string instanceId) => Statement(DeleteArchivedPlain).Bind(instanceId).Bind(true).Run();
}
