using WorkflowHost.Runtime.Archive;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Cases that are over: which may be moved, and what was moved.</summary>
internal sealed partial class HotReads
{
    internal const string ArchivableSql = $"""
        SELECT id, version FROM cases WHERE finished_at <= ?1 AND {HotSql.IsOver} ORDER BY finished_at, id LIMIT ?2
        """;

    internal const string ArchivedSql = "SELECT definition_id, definition_version, archived_at, content FROM archived_cases WHERE id = ?1";

    internal const string JournalSql = "SELECT version, at, entries FROM journal WHERE case_id = ?1 ORDER BY version";

    /// <summary>Cases that ended up to an instant and have nothing left to send, the longest ended first.</summary>
    public List<(string Id, long Version)> Archivable(DateTimeOffset endedBy, int most) =>
        connection.Statement(ArchivableSql).Bind(endedBy).Bind((long)most).Read(r => (r.Text(0), r.Whole(1)));

    public ArchivedCase? Archived(string caseId) =>
        One(connection.Statement(ArchivedSql).Bind(caseId).Read(r => new ArchivedCase(r.Text(0), (int)r.Whole(1), r.Instant(2), ArchivedContent.Read(r.Bytes(3)))));

    public List<ArchivedCommit> Journal(string caseId) =>
        connection.Statement(JournalSql).Bind(caseId).Read(r => new ArchivedCommit(r.Whole(0), r.Instant(1), r.Text(2)));
}
