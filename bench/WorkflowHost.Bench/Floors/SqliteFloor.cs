using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace WorkflowHost.Bench.Floors;

/// <summary>
/// The least that the database costs: the very rows of finished cases, written again to a file of the same schema and
/// settings by bare SQL, with as many commits as the product made. No HTTP, no rules, no JSON, no reads.
/// </summary>
/// <remarks>
/// Lower than any product can get: rows that a case wrote and deleted again (timers that were stopped) are not in the file
/// and so not written here, and updates of tasks and clocks are left out.
/// </remarks>
internal sealed class SqliteFloor
{
    private static readonly string[] _tables = ["tasks", "clocks", "revisits", "timers", "timeline", "outbox", "notifications", "commands", "bookmarks", "journal"];

    private readonly string _source;
    private readonly List<FloorCase> _cases;

    public SqliteFloor(string source)
    {
        _source = source;
        using var connection = Open(source);
        _cases = [.. Read(connection, "SELECT * FROM cases").Select(row => new FloorCase(row))];
        var byId = _cases.ToDictionary(one => one.Id);
        foreach (var table in _tables)
        {
            var caseColumn = Columns(connection, table).IndexOf("case_id");
            foreach (var row in Read(connection, $"SELECT * FROM {table}"))
            {
                byId[(string)row[caseColumn]].Rows.Add((table, row));
            }
        }

        var columns = Columns(connection, "cases");
        foreach (var one in _cases)
        {
            one.Bursts = (int)(long)one.Row[columns.IndexOf("version")];
        }
    }

    /// <summary>Commits per case, on average.</summary>
    public double BurstsPerCase => _cases.Average(one => one.Bursts);

    public double RowsPerCase => _cases.Average(one => one.Rows.Count + 1);

    /// <summary>Cases per second with <paramref name="together"/> cases going side by side, their commits shared: what perfect group commit of so many callers would give.</summary>
    public double CasesPerSecond(int together)
    {
        var file = Path.Combine(Path.GetDirectoryName(_source)!, $"floor-{together}.db");
        File.Delete(file);
        using var connection = Open(file);
        CopySchema(connection);
        Execute(connection, "PRAGMA synchronous=FULL");
        using var writer = new FloorWriter(connection, _tables);
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in _cases.Chunk(together))
        {
            for (var burst = 0; burst < batch.Max(one => one.Bursts); burst++)
            {
                writer.Commit(batch, burst);
            }
        }

        return _cases.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private void CopySchema(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode=WAL");
        using var source = Open(_source);
        var statements = Read(source, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").Select(row => (string)row[0]);
        foreach (var statement in statements)
        {
            Execute(connection, statement);
        }

        Execute(connection, "PRAGMA foreign_keys=ON");
    }

    private static List<string> Columns(SqliteConnection connection, string table) =>
        [.. Read(connection, $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid").Select(row => (string)row[0])];

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

#pragma warning disable CA2100 // The texts are constants, or come from the schema of our own file.
    private static List<object[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
#pragma warning restore CA2100
}

/// <summary>A finished case: its row, and the rows that hang on it.</summary>
internal sealed class FloorCase(object[] row)
{
    public object[] Row { get; } = row;

    public string Id { get; } = (string)row[0];

    public int Bursts { get; set; }

    public List<(string Table, object[] Row)> Rows { get; } = [];
}
