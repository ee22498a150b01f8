using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>
/// The reads that every command does, prepared once per connection: through EF Core they cost ten times what the
/// command itself does. Lists and searches stay with EF Core. Not thread safe.
/// </summary>
internal sealed partial class HotReads(HotConnection connection) : IDisposable
{
    internal const string StateSql = "SELECT definition_id, definition_version, state FROM cases WHERE id = ?1";

    internal const string VersionSql = "SELECT version FROM cases WHERE id = ?1";

    internal const string MergeTargetSql = """
        SELECT number, status, definition_id FROM cases WHERE number = ?1 UNION ALL SELECT number, status, definition_id FROM archived_cases WHERE number = ?1
        """;

    internal const string CaseOfTaskSql = "SELECT case_id FROM tasks WHERE id = ?1";

    internal const string CaseOfRevisitSql = "SELECT case_id FROM revisits WHERE id = ?1";

    internal const string IdSql = """
        SELECT id FROM cases WHERE id = ?1 OR number = ?1 UNION ALL SELECT id FROM archived_cases WHERE id = ?1 OR number = ?1
        """;

    internal const string CommandSql = "SELECT request_hash, case_id FROM commands WHERE key = ?1 AND actor_id = ?2";

    internal const string DoneTasksSql = """
        SELECT id, activity_id, name, stage, form_id, role, status, assignee_id, assignee_name, clock_id, due_at, created_at, claimed_at,
            completed_at, completed_by, outcome, version
        FROM tasks WHERE case_id = ?1 AND status <> 'Open' ORDER BY created_at, id
        """;

    internal const string TimelineSql = "SELECT sequence, at, actor_id, actor_name, kind, args FROM timeline WHERE case_id = ?1 ORDER BY sequence";

    internal const string EndedClocksSql = "SELECT detail FROM clocks WHERE case_id = ?1 AND detail IS NOT NULL ORDER BY stopped_at DESC, id";

    internal const string EndedRevisitsSql = "SELECT detail FROM revisits WHERE case_id = ?1 AND detail IS NOT NULL ORDER BY due_at DESC, id";

    internal const string MessagesSql = """
        SELECT id, kind, target, template, payload, idempotency_key, status, claimable_at, created_at, failures, last_error, settled_at, reference
        FROM outbox WHERE case_id = ?1 ORDER BY created_at, rowid
        """;

    private const string ListedColumns = """
        id, number, definition_id, title, customer_name, customer_contact, policy_no, category, severity, channel, product_line, branch,
            handler_id, status, stage, opened_at, closed_at, next_due_at, next_due_clock, next_due_started_at, is_provisional, incident_count, persons, barred
        """;

    private const string Latest = "AND id IS DISTINCT FROM ?3 ORDER BY opened_at DESC, id DESC LIMIT ?4";

    // The latest by each index, then the latest of those: a number that ten thousand cases bear costs no more than one that few do.
    internal const string RelatedSql = $"""
        SELECT {ListedColumns} FROM (
            SELECT * FROM (SELECT {ListedColumns} FROM cases WHERE customer_contact = ?1 {Latest}) AS by_contact
            UNION SELECT * FROM (SELECT {ListedColumns} FROM cases WHERE policy_no = ?2 {Latest}) AS by_policy
            UNION SELECT * FROM (SELECT {ListedColumns} FROM archived_cases WHERE customer_contact = ?1 {Latest}) AS archived_by_contact
            UNION SELECT * FROM (SELECT {ListedColumns} FROM archived_cases WHERE policy_no = ?2 {Latest}) AS archived_by_policy) AS related
        ORDER BY opened_at DESC, id DESC LIMIT ?4
        """;

    /// <summary>Ids that one statement takes; a case rarely has as many links.</summary>
    private const int ListedAtOnce = 8;

    private const string IsListed = "id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    internal const string ListedSql = $"SELECT {ListedColumns} FROM cases WHERE {IsListed} UNION ALL SELECT {ListedColumns} FROM archived_cases WHERE {IsListed}";

    // Of cases at hand only: none goes to the archive before the time is over in which earlier ones count.
    internal const string CountEarlierSql = """
        SELECT count(*) FROM cases WHERE (customer_contact = ?1 OR policy_no = ?2) AND definition_id = ?3 AND opened_at >= ?4
        """;

    public StoredState? State(string caseId) =>
        One(connection.Statement(StateSql).Bind(caseId).Read(r => new StoredState(r.Text(0), (int)r.Whole(1), r.Bytes(2))));

    public MergeTarget? MergeTargetOf(string number) =>
        One(connection.Statement(MergeTargetSql).Bind(number).Read(r => new MergeTarget(r.Text(0), Enum.Parse<CaseStatus>(r.Text(1)), r.Text(2))));

    public string? CaseOfTask(string taskId) => One(connection.Statement(CaseOfTaskSql).Bind(taskId).Read(r => r.Text(0)));

    public string? CaseOfRevisit(string revisitId) => One(connection.Statement(CaseOfRevisitSql).Bind(revisitId).Read(r => r.Text(0)));

    public string? IdOf(string idOrNumber) => One(connection.Statement(IdSql).Bind(idOrNumber).Read(r => r.Text(0)));

    public AppliedCommand? Command(string key, string actorId) =>
        One(connection.Statement(CommandSql).Bind(key).Bind(actorId).Read(r => new AppliedCommand(r.Text(0), r.Text(1))));

    /// <summary>The rows of a case and the version they are of, as they are at one moment.</summary>
    public (CaseHistory History, long? Version) HistoryOfOneMoment(string caseId) => connection.OneMoment(() => (History(caseId), Version(caseId)));

    public CaseHistory History(string caseId) => new(
        connection.Statement(DoneTasksSql).Bind(caseId).Read(r => TaskOf(r, caseId)),
        connection.Statement(TimelineSql).Bind(caseId).Read(r => new TimelineEntry(
            caseId, r.Whole(0), r.Instant(1), r.Text(2), r.Text(3), r.Text(4), ArgsJson.Read(r.TextOrNull(5)))),
        connection.Statement(EndedClocksSql).Bind(caseId).Read(r => EndedJson.ReadClock(r.Text(0))),
        connection.Statement(EndedRevisitsSql).Bind(caseId).Read(r => EndedJson.ReadRevisit(r.Text(0))),
        Messages(caseId));

    /// <summary>What the case sent, oldest first.</summary>
    public List<StoredOutboxMessage> Messages(string caseId) => connection.Statement(MessagesSql).Bind(caseId).Read(r => MessageOf(r, caseId));

    /// <summary>Null when the case is not at hand.</summary>
    public long? Version(string caseId) => connection.Statement(VersionSql).Bind(caseId).Read(r => (long?)r.Whole(0)).FirstOrDefault();

    /// <summary>Other cases of the same contact or policy, the latest first; null matches nothing.</summary>
    public List<ListedCase> Related(string? contact, string? policyNo, string? exceptId, int most) =>
        connection.Statement(RelatedSql).Bind(contact).Bind(policyNo).Bind(exceptId).Bind((long)most).Read(CaseOf);

    public List<ListedCase> Listed(IReadOnlyCollection<string> caseIds)
    {
        var rows = new List<ListedCase>(caseIds.Count);
        foreach (var some in caseIds.Chunk(ListedAtOnce))
        {
            var statement = connection.Statement(ListedSql);
            for (var i = 0; i < ListedAtOnce; i++)
            {
                // The places left over say one id again.
                statement = statement.Bind(some[Math.Min(i, some.Length - 1)]);
            }

            rows.AddRange(statement.Read(CaseOf));
        }

        return rows;
    }

    public int CountEarlier(string definitionId, string? contact, string? policyNo, DateTimeOffset since) =>
        (int)connection.Statement(CountEarlierSql).Bind(contact).Bind(policyNo).Bind(definitionId).Bind(since).Read(r => r.Whole(0))[0];

    public void Dispose() => connection.Dispose();

    private static T? One<T>(List<T> rows)
        where T : class => rows.Count == 0 ? null : rows[0];

    private static CaseTask TaskOf(HotStatement r, string caseId) =>
        new(r.Text(0), caseId, r.Text(1), string.Empty, r.Text(2), r.TextOrNull(3), r.Text(4), r.Text(5), [], [], null, r.TextOrNull(9), r.InstantOrNull(10), r.Instant(11))
        {
            Status = Enum.Parse<CaseTaskStatus>(r.Text(6)),
            AssigneeId = r.TextOrNull(7),
            AssigneeName = r.TextOrNull(8),
            ClaimedAt = r.InstantOrNull(12),
            CompletedAt = r.InstantOrNull(13),
            CompletedBy = r.TextOrNull(14),
            Outcome = r.TextOrNull(15),
            Version = r.Whole(16),
        };

    private static StoredOutboxMessage MessageOf(HotStatement r, string caseId) => new()
    {
        Id = r.Text(0),
        CaseId = caseId,
        Kind = r.Text(1),
        Target = r.Text(2),
        Template = r.TextOrNull(3),
        Payload = r.Text(4),
        IdempotencyKey = r.Text(5),
        Status = Enum.Parse<OutboxStatus>(r.Text(6)),
        ClaimableAt = r.Instant(7),
        CreatedAt = r.Instant(8),
        Failures = (int)r.Whole(9),
        LastError = r.TextOrNull(10),
        SettledAt = r.InstantOrNull(11),
        Reference = r.TextOrNull(12),
    };

    private static ListedCase CaseOf(HotStatement r) => new(
        r.Text(0), r.Text(1), r.Text(2), r.Text(3), r.TextOrNull(4), r.TextOrNull(5), r.TextOrNull(6), r.TextOrNull(7), (int?)r.WholeOrNull(8), r.TextOrNull(9),
        r.TextOrNull(10), r.TextOrNull(11), r.TextOrNull(12), Enum.Parse<CaseStatus>(r.Text(13)), r.TextOrNull(14), r.Instant(15), r.InstantOrNull(16),
        r.InstantOrNull(17), r.TextOrNull(18), r.InstantOrNull(19), r.Flag(20), (int)r.Whole(21), r.TextOrNull(22), r.TextOrNull(23));
}
