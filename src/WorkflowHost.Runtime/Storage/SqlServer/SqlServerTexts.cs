using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>
/// The statements of the hot path in the words of SQL Server 2019 and later. What T-SQL only says otherwise (an upsert, a limit,
/// a reserved name) is rewritten; what works otherwise there has words of its own. Parameters read <c>@p1</c>, <c>@p2</c>.
/// </summary>
internal static partial class SqlServerTexts
{
    public const string InsertChange = "INSERT INTO changes (host, ticket, part, kind, body) VALUES (?1, ?2, ?3, ?4, ?5)";

    // Waits for a write that is under way with the ticket: the hints read what is locked, not the last stored version of it.
    public const string TakeTicket = """
        INSERT INTO changes (host, ticket, part, kind, body) VALUES (?1, ?2, 0, 'Nothing', '') ON CONFLICT (host, ticket, part) DO NOTHING
        """;

    /// <summary>The first of the numbers by which the server says that a demand is not met; the verdict is added to it.</summary>
    public const int FirstUnmet = 51_000;

    /// <summary>The number by which it says that a named lock was not had in time.</summary>
    public const int LockUnmet = 51_222;

    /// <summary>The number by which it says that the transaction lost a deadlock over a named lock; the server's own 1205 doesn't come then.</summary>
    public const int LockOvertaken = 51_205;

    /// <summary>Of a session: any error ends the transaction, so that no half of a write can be stored.</summary>
    public const string Session = "SET XACT_ABORT ON; " + ReadCommitted + "; SET LOCK_TIMEOUT ";

    public const string ReadCommitted = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

    /// <summary>Held until the transaction ends; <c>@p1</c> the name, <c>@p2</c> how many milliseconds to wait.</summary>
    public const string Lock = """
        DECLARE @lock{0} int;
        EXEC @lock{0} = sp_getapplock @Resource = @p1, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = @p2;
        """ + "\n" + LockOutcome;

    /// <summary>As <see cref="Lock"/>, beside others that share it.</summary>
    public const string LockShared = """
        DECLARE @lock{0} int;
        EXEC @lock{0} = sp_getapplock @Resource = @p1, @LockMode = N'Shared', @LockOwner = N'Transaction', @LockTimeout = @p2;
        """ + "\n" + LockOutcome;

    /// <summary>Held until the session ends; waits as long as it takes.</summary>
    public const string Enter = """
        DECLARE @lock int;
        EXEC @lock = sp_getapplock @Resource = @what, @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = -1;
        IF @lock < 0 BEGIN; THROW 51222, N'The lock was not had in time.', 1; END
        """;

    public const string IsSnapshot = "SELECT CAST(IIF(is_read_committed_snapshot_on = 1 AND snapshot_isolation_state = 1, 1, 0) AS bit) FROM sys.databases WHERE database_id = DB_ID()";

    private const string LockOutcome = """
        IF @lock{0} = -3 BEGIN; THROW 51205, N'The transaction lost a deadlock over a lock.', 1; END
        IF @lock{0} < 0 BEGIN; THROW 51222, N'The lock was not had in time.', 1; END
        """;

    // Hosts claim side by side: each passes over what another is just claiming. READPAST asks for locks where the database reads by versions.
    private const string ClaimTimers = """
        WITH due AS (
            SELECT TOP (@p3) case_id, timer_id, due_at, claimable_at, fence, failures FROM timers WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK)
            WHERE claimable_at <= @p1 ORDER BY claimable_at)
        UPDATE due SET claimable_at = @p2, fence = fence + 1
        OUTPUT inserted.case_id, inserted.timer_id, inserted.due_at, inserted.fence, inserted.failures
        """;

    private const string ClaimOutside = $"""
        WITH due AS (
            SELECT TOP (@p3) id, case_id, kind, target, template, payload, idempotency_key, created_at, claimable_at, fence, failures, place
            FROM outbox WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK)
            WHERE status = 'Pending' AND claimable_at <= @p1 AND kind NOT IN ({HotSql.HouseKinds}) ORDER BY claimable_at, place)
        UPDATE due SET claimable_at = @p2, fence = fence + 1
        OUTPUT inserted.id, inserted.case_id, inserted.kind, inserted.target, inserted.template, inserted.payload, inserted.idempotency_key,
            inserted.created_at, inserted.fence, inserted.failures, inserted.place
        """;

    // Claimed by one host at a time, so none is passed over.
    private const string ClaimHouse = $"""
        WITH due AS (
            SELECT TOP (@p3) id, case_id, kind, target, template, payload, idempotency_key, created_at, claimable_at, fence, failures, place
            FROM outbox AS m WITH (UPDLOCK, ROWLOCK)
            WHERE status = 'Pending' AND claimable_at <= @p1 AND kind IN ({HotSql.HouseKinds})
            AND NOT EXISTS (
                SELECT 1 FROM outbox AS e WHERE e.case_id = m.case_id AND e.place < m.place AND e.status = 'Pending' AND e.kind IN ({HotSql.HouseKinds})
                AND (e.claimable_at > @p1 OR e.claimable_at > m.claimable_at))
            ORDER BY claimable_at, place)
        UPDATE due SET claimable_at = @p2, fence = fence + 1
        OUTPUT inserted.id, inserted.case_id, inserted.kind, inserted.target, inserted.template, inserted.payload, inserted.idempotency_key,
            inserted.created_at, inserted.fence, inserted.failures, inserted.place
        """;

    // Every change gets a row version; the lowest of a transaction still under way is where nothing can be stored below any more.
    private const string Horizon = "SELECT CAST(MIN_ACTIVE_ROWVERSION() AS bigint), DATEDIFF_BIG(millisecond, '19700101', SYSUTCDATETIME())";

    private const string Changes = """
        SELECT kind, body, host, ticket, part, CAST(xid AS bigint) FROM changes WHERE xid >= CAST(@p1 AS binary(8)) AND host <> @p2 ORDER BY xid, ticket, part
        """;

    private const string NextNumber = """
        UPDATE counters WITH (UPDLOCK, SERIALIZABLE) SET value = IIF(value + 1 > @p2, value + 1, @p2) OUTPUT inserted.value WHERE name = @p1;
        IF @@ROWCOUNT = 0 INSERT INTO counters (name, value) OUTPUT inserted.value VALUES (@p1, @p2)
        """;

    // A row nothing else uses: it goes through the log to the disk as any write does.
    private const string Probe = """
        UPDATE counters WITH (UPDLOCK, SERIALIZABLE) SET value = value + 1 WHERE name = 'probe';
        IF @@ROWCOUNT = 0 INSERT INTO counters (name, value) VALUES ('probe', 1)
        """;

    private const string DeletePlain = "DELETE FROM cases WHERE id = @p1 AND version = @p2 AND is_plain = 1 AND sub_status <> 'Suspended'";

    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        [HotSql.ClaimTimersSql] = ClaimTimers,
        [HotSql.ClaimOutsideSql] = ClaimOutside,
        [HotSql.ClaimHouseSql] = ClaimHouse,
        [HotSql.WriteUserVersion] = Probe,
        [HotSql.NextNumberSql] = NextNumber,
        [HotSql.DeletePlain] = DeletePlain,
        [HotReads.HorizonSql] = Horizon,
        [HotReads.ChangesSql] = Changes,
    };

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <param name="sql">A constant of <see cref="HotSql"/>, <see cref="HotReads"/> or this class.</param>
    public static string Of(string sql) => Known.GetOrAdd(sql, static text => Literal().Replace(Own.TryGetValue(text, out var own) ? own : Rewritten(text), "N$0"));

    /// <summary>What follows a change that must change a row: an error ends the transaction on the server, before the commit behind it.</summary>
    public static string Demand(CaseWriteVerdict otherwise) => string.Create(
        CultureInfo.InvariantCulture, $"IF @@ROWCOUNT = 0 BEGIN; THROW {FirstUnmet + (int)otherwise}, N'A demanded row was not changed.', 1; END");

    private static string Rewritten(string sql)
    {
        var text = ReservedName().Replace(RowId().Replace(sql, "place"), "[$0]");
        text = NestedLimit().Replace(text, "(SELECT TOP ($2) $1)");
        text = Difference().Replace(text, "($2 IS NULL OR $1 <> $2)");
        text = Upsert().Match(text) is { Success: true } upsert ? Upserted(upsert) : text;
        text = Limit().Replace(text, "SELECT TOP ($2) $1");
        return Parameter().Replace(text, "@p$1");
    }

    /// <summary>
    /// The hints keep another from storing the same key between the look and the insert; without them two hosts could both find
    /// nothing, and one would fail.
    /// </summary>
    private static string Upserted(Match upsert)
    {
        var (table, columns, values) = (upsert.Groups["table"].Value, upsert.Groups["columns"].Value, upsert.Groups["values"].Value);
        var valueOf = Listed(columns).Zip(Listed(values)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var isTheRow = string.Join(" AND ", Listed(upsert.Groups["key"].Value).Select(name => $"{name} = {valueOf[name]}"));
        return upsert.Groups["set"] is { Success: true, Value: var set }
            ? $"UPDATE {table} WITH (UPDLOCK, SERIALIZABLE) SET {set} WHERE {isTheRow};\nIF @@ROWCOUNT = 0 INSERT INTO {table} ({columns}) VALUES ({values})"
            : $"INSERT INTO {table} ({columns}) SELECT {values} WHERE NOT EXISTS (SELECT 1 FROM {table} WITH (UPDLOCK, SERIALIZABLE) WHERE {isTheRow})";
    }

    private static string[] Listed(string list) => list.Split(',', StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Parameter();

    /// <summary>The order of storing, which on SQLite every row has by itself.</summary>
    [GeneratedRegex(@"\browid\b")]
    private static partial Regex RowId();

    [GeneratedRegex(@"\bkey\b")]
    private static partial Regex ReservedName();

    /// <summary>Only of columns that are never null; SQL Server itself has known the words since 2022.</summary>
    [GeneratedRegex(@"(\w+) IS DISTINCT FROM (\?\d+)")]
    private static partial Regex Difference();

    [GeneratedRegex(@"^\s*SELECT\b(.*)\bLIMIT (\S+)\s*$", RegexOptions.Singleline)]
    private static partial Regex Limit();

    /// <summary>Of a selection in brackets, which has none of its own within.</summary>
    [GeneratedRegex(@"\(SELECT\b([^()]*)\bLIMIT (\S+)\)")]
    private static partial Regex NestedLimit();

    // Of a text that says so nothing has to be converted, and the filtered indexes are found.
    [GeneratedRegex(@"(?<!N)'[^']*'")]
    private static partial Regex Literal();

    [GeneratedRegex(
        @"^\s*INSERT INTO (?<table>\w+) \((?<columns>[^)]*)\)\s+VALUES \((?<values>[^)]*)\)\s+ON CONFLICT \((?<key>[^)]*)\) DO (?:NOTHING|UPDATE SET (?<set>.*))\s*$",
        RegexOptions.Singleline)]
    private static partial Regex Upsert();
}
