using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace WorkflowHost.Crash;

internal sealed record StoredEntry(long Sequence, DateTimeOffset At, string ActorId, string Kind, IReadOnlyDictionary<string, string> Args);

internal sealed record StoredTaskRow(string Id, string Status, string? AssigneeId, string? CompletedBy, string? Outcome, long Version);

internal sealed record StoredTimerRow(string Id, long DueAtMs, int Failures);

internal sealed record StoredClockRow(string Id, string Status, long DueAtMs);

internal sealed record StoredRevisitRow(string Id, string Status, int AttemptCount);

internal sealed record StoredReceipt(string Key, string ActorId, string CaseId, long CaseVersion);

/// <summary>A case as the file has it: its state, and the rows beside it.</summary>
internal sealed record StoredCase(string Id, string DefinitionId, long Version, JsonElement State)
{
    public List<StoredEntry> Timeline { get; } = [];

    public List<StoredTaskRow> Tasks { get; } = [];

    public List<StoredTimerRow> Timers { get; } = [];

    public List<StoredClockRow> Clocks { get; } = [];

    public List<StoredRevisitRow> Revisits { get; } = [];

    public List<StoredReceipt> Receipts { get; } = [];
}

/// <summary>
/// Reads the database as a stranger would, with SQL of its own: a check that asked the product's own code could be
/// fooled by the fault it looks for.
/// </summary>
internal sealed class StoredCases : IDisposable
{
    private readonly DbConnection _connection;

    /// <param name="file">A database file.</param>
    public StoredCases(string file)
        : this(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ToString()))
    {
    }

    private StoredCases(DbConnection connection)
    {
        _connection = connection;
        _connection.Open();
    }

    public static StoredCases OnPostgres(string connectionString) =>
        new(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString()));

    public void Dispose() => _connection.Dispose();

    /// <summary>What SQLite itself finds wrong with the file; empty when sound. A server looks at each page it reads by itself.</summary>
    public IEnumerable<string> Faults()
    {
        if (_connection is not SqliteConnection)
        {
            yield break;
        }

        foreach (var line in Read("PRAGMA integrity_check", row => row.GetString(0)).Where(line => line != "ok"))
        {
            yield return $"integrity_check: {line}";
        }

        foreach (var table in Read("PRAGMA foreign_key_check", row => row.GetString(0)))
        {
            yield return $"foreign_key_check: a row of {table} has no parent";
        }
    }

    /// <summary>How many timers are past due at this instant by more than <paramref name="slack"/>.</summary>
    public long Overdue(DateTimeOffset now, TimeSpan slack) =>
        Read($"SELECT count(*) FROM timers WHERE due_at < {(now - slack).ToUnixTimeMilliseconds()}", row => Whole(row, 0)).Single();

    public long CountOfCases() => Read("SELECT count(*) FROM cases", row => Whole(row, 0)).Single();

    /// <summary>Every case with its rows, by id, as of one instant.</summary>
    public Dictionary<string, StoredCase> All()
    {
        // One read transaction, or the timers that fire meanwhile would look like faults.
        using var snapshot = _connection is SqliteConnection file ? file.BeginTransaction(deferred: true) : _connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var cases = Read("SELECT id, definition_id, version, state FROM cases", row => new StoredCase(
                row.GetString(0), row.GetString(1), Whole(row, 2), JsonDocument.Parse(row.GetFieldValue<byte[]>(3)).RootElement))
            .ToDictionary(stored => stored.Id);
        Add(cases, "SELECT case_id, sequence, at, actor_id, kind, args FROM timeline ORDER BY case_id, sequence", (stored, row) => stored.Timeline.Add(new(
            Whole(row, 1), DateTimeOffset.FromUnixTimeMilliseconds(Whole(row, 2)), row.GetString(3), row.GetString(4), Args(Text(row, 5)))));
        Add(cases, "SELECT case_id, id, status, assignee_id, completed_by, outcome, version FROM tasks", (stored, row) => stored.Tasks.Add(new(
            row.GetString(1), row.GetString(2), Text(row, 3), Text(row, 4), Text(row, 5), Whole(row, 6))));
        Add(cases, "SELECT case_id, timer_id, due_at, failures FROM timers", (stored, row) => stored.Timers.Add(new(row.GetString(1), Whole(row, 2), (int)Whole(row, 3))));
        Add(cases, "SELECT case_id, id, status, due_at FROM clocks", (stored, row) => stored.Clocks.Add(new(row.GetString(1), row.GetString(2), Whole(row, 3))));
        Add(cases, "SELECT case_id, id, status, attempt_count FROM revisits", (stored, row) => stored.Revisits.Add(new(row.GetString(1), row.GetString(2), (int)Whole(row, 3))));
        Add(cases, "SELECT case_id, key, actor_id, case_version FROM commands", (stored, row) => stored.Receipts.Add(new(
            row.GetString(1), row.GetString(2), stored.Id, Whole(row, 3))));
        return cases;
    }

    /// <summary>The present of a server's own clock; of a file, of this machine's.</summary>
    public DateTimeOffset Now() => _connection is SqliteConnection
        ? TimeProvider.System.GetUtcNow()
        : Read("SELECT floor(extract(epoch from clock_timestamp()) * 1000)::bigint", row => DateTimeOffset.FromUnixTimeMilliseconds(Whole(row, 0))).Single();

    private static long Whole(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Dictionary<string, string> Args(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];

    private void Add(Dictionary<string, StoredCase> cases, string sql, Action<StoredCase, DbDataReader> add)
    {
        foreach (var _ in Read(sql, row =>
        {
            add(cases[row.GetString(0)], row);
            return 0;
        }))
        {
        }
    }

    private List<T> Read<T>(string sql, Func<DbDataReader, T> read)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class; the one number is formatted by it.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var row = command.ExecuteReader();
        var rows = new List<T>();
        while (row.Read())
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
