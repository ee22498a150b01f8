using WorkflowHost.Sop.Contacts;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Numbers that are not to be called.</summary>
internal sealed partial class HotReads
{
    internal const string ContactBlockSql = """
        SELECT id, number, until, reason, case_id, case_number, at, by_id, by_name FROM contact_blocks
        WHERE number = ?1 AND ended_at IS NULL ORDER BY CASE WHEN until IS NULL THEN 0 ELSE 1 END, until DESC LIMIT 1
        """;

    /// <summary>Of what is not ended, that which holds longest; null when there is none.</summary>
    public ContactBlock? ContactBlock(string number) =>
        One(connection.Statement(ContactBlockSql).Bind(number).Read(r => new ContactBlock(
            r.Text(0), r.Text(1), r.InstantOrNull(2), r.Text(3), r.TextOrNull(4), r.TextOrNull(5), r.Instant(6), r.Text(7), r.Text(8))));
}
