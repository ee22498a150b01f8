using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.Postgres;

/// <summary>The statements of the hot path in PostgreSQL's words: most read as they are but for the sign of a parameter and the name of the order of storing.</summary>
internal static partial class PostgresTexts
{
    public const string Begin = "BEGIN";

    public const string BeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    public const string Commit = "COMMIT";

    public const string RollBack = "ROLLBACK";

    public const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    public const string LockShared = "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))";

    public const string WaitBriefly = "SELECT set_config('lock_timeout', '200ms', true)";

    // The columns for the instant and for the transaction's number fill themselves.
    public const string InsertChange = "INSERT INTO changes (host, ticket, part, kind, body) VALUES (?1, ?2, ?3, ?4, ?5)";

    public const string TakeTicket = """
        INSERT INTO changes (host, ticket, part, kind, body) VALUES (?1, ?2, 0, 'Nothing', '') ON CONFLICT (host, ticket, part) DO NOTHING
        """;

    // Hosts claim side by side: each passes over what another is just claiming.
    private const string ClaimTimers = """
        WITH due AS (
            SELECT case_id, timer_id FROM timers WHERE claimable_at <= $1 ORDER BY claimable_at LIMIT $3 FOR UPDATE SKIP LOCKED)
        UPDATE timers AS t SET claimable_at = $2, fence = t.fence + 1 FROM due
        WHERE t.case_id = due.case_id AND t.timer_id = due.timer_id
        RETURNING t.case_id, t.timer_id, t.due_at, t.fence, t.failures
        """;

    private const string ClaimOutside = $"""
        WITH due AS (
            SELECT id FROM outbox WHERE status = 'Pending' AND claimable_at <= $1 AND kind NOT IN ({HotSql.HouseKinds})
            ORDER BY claimable_at, place LIMIT $3 FOR UPDATE SKIP LOCKED)
        UPDATE outbox AS m SET claimable_at = $2, fence = m.fence + 1 FROM due WHERE m.id = due.id
        RETURNING m.id, m.case_id, m.kind, m.target, m.template, m.payload, m.idempotency_key, m.created_at, m.fence, m.failures, m.place
        """;

    // Claimed by one host at a time, so none is passed over.
    private const string ClaimHouse = $"""
        WITH due AS (
            SELECT id FROM outbox AS m WHERE status = 'Pending' AND claimable_at <= $1 AND kind IN ({HotSql.HouseKinds})
            AND NOT EXISTS (
                SELECT 1 FROM outbox AS e WHERE e.case_id = m.case_id AND e.place < m.place AND e.status = 'Pending' AND e.kind IN ({HotSql.HouseKinds})
                AND (e.claimable_at > $1 OR e.claimable_at > m.claimable_at))
            ORDER BY claimable_at, place LIMIT $3 FOR UPDATE OF m)
        UPDATE outbox AS m SET claimable_at = $2, fence = m.fence + 1 FROM due WHERE m.id = due.id
        RETURNING m.id, m.case_id, m.kind, m.target, m.template, m.payload, m.idempotency_key, m.created_at, m.fence, m.failures, m.place
        """;

    // The number of the oldest transaction still under way: nothing can be stored under a lower one any more.
    private const string Horizon = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    // Need not wait for the disk: a number that a crash forgets is found to be taken, and the count goes on from the cases.
    private const string NextNumber = """
        WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS now)
        INSERT INTO counters (name, value) SELECT $1, $2 FROM relaxed WHERE now IS NOT NULL
        ON CONFLICT (name) DO UPDATE SET value = greatest(counters.value + 1, $2) RETURNING value
        """;

    // A row nothing else uses: it goes through the log to the disk as any write does.
    private const string Probe = "INSERT INTO counters (name, value) VALUES ('probe', 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1";

    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        [HotSql.ClaimTimersSql] = ClaimTimers,
        [HotSql.ClaimOutsideSql] = ClaimOutside,
        [HotSql.ClaimHouseSql] = ClaimHouse,
        [HotSql.WriteUserVersion] = Probe,
        [HotSql.NextNumberSql] = NextNumber,
        [HotReads.HorizonSql] = Horizon,
    };

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Demands = new(StringComparer.Ordinal);

    /// <param name="sql">A constant of <see cref="HotSql"/>, <see cref="HotReads"/> or this class.</param>
    public static string Of(string sql) =>
        Known.GetOrAdd(sql, static text => Own.TryGetValue(text, out var own) ? own : Parameter().Replace(RowId().Replace(text, "place"), "$$$1"));

    /// <summary>
    /// A change that is an error when it changes nothing: the error ends the transaction on the server, so that nobody has to
    /// look at the answer before the commit is sent.
    /// </summary>
    public static string Demanding(string change) =>
        Demands.GetOrAdd(change, static text => $"WITH changed AS ({text} RETURNING 1) SELECT 1 / count(*) FROM changed");

    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Parameter();

    /// <summary>The order of storing, which on SQLite every row has by itself.</summary>
    [GeneratedRegex(@"\browid\b")]
    private static partial Regex RowId();
}
