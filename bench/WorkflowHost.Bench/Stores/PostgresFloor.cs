using System.Diagnostics;
using Npgsql;

namespace WorkflowHost.Bench.Stores;

/// <summary>
/// The least that PostgreSQL costs: the very rows of instances that were started and resumed, written again by bare SQL to tables of
/// the same shape, two messages an instance, each a transaction. No rules, no JSON, no reads.
/// </summary>
internal static class PostgresFloor
{
    /// <summary>Enough for some seconds, in which the server also writes its log back to the tables, as it does beside the product.</summary>
    private const int Instances = 20_000;

    private const int WarmUp = 2_000;

    private static readonly string[] _tables = ["cases", "bookmarks", "journal"];

    public static async Task<double> BurstsPerSecondAsync(string connectionString, int connections)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2 });
        var rows = new Dictionary<string, (string Insert, List<object[]> Rows)>();
        await using (var reader = await source.OpenConnectionAsync())
        {
            // A place apart, so that the keys are free again; indexes and references as they are.
            await ExecuteAsync(reader, "CREATE SCHEMA floor");
            foreach (var table in _tables)
            {
                rows[table] = await ReadAsync(reader, table);
                await ExecuteAsync(reader, $"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)");
            }

            foreach (var table in _tables.Skip(1))
            {
                await ExecuteAsync(reader, $"ALTER TABLE floor.{table} ADD FOREIGN KEY (case_id) REFERENCES floor.cases (id) ON DELETE CASCADE");
            }
        }

        var (bookmarks, journal) = (ByCase(rows["bookmarks"].Rows), ByCase(rows["journal"].Rows));
        var waiting = rows["cases"].Rows.Where(row => bookmarks.ContainsKey((string)row[0]) && journal[(string)row[0]].Count == 2).Take(Instances).ToList();
        var warming = Math.Min(WarmUp, waiting.Count / 10);
        await WriteAsync(waiting[..warming]);
        var began = Stopwatch.GetTimestamp();
        await WriteAsync(waiting[warming..]);
        return 2 * (waiting.Count - warming) / Stopwatch.GetElapsedTime(began).TotalSeconds;

        Task WriteAsync(List<object[]> cases) => Parallel.ForEachAsync(cases.Chunk((cases.Count + connections - 1) / connections), new ParallelOptions { MaxDegreeOfParallelism = connections }, async (share, cancellationToken) =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            foreach (var row in share)
            {
                var id = (string)row[0];
                await SendAsync(connection, (rows["cases"].Insert, row), (rows["bookmarks"].Insert, bookmarks[id][0]), (rows["journal"].Insert, journal[id][0]));
                await SendAsync(
                    connection, ("UPDATE floor.cases SET version = version + 1, updated_at = updated_at + 1, state = state WHERE id = $1", [id]),
                    ("DELETE FROM floor.bookmarks WHERE case_id = $1", [id]), (rows["bookmarks"].Insert, bookmarks[id][0]), (rows["journal"].Insert, journal[id][1]));
            }
        });
    }

    private static Dictionary<string, List<object[]>> ByCase(List<object[]> rows) =>
        rows.GroupBy(row => (string)row[0], StringComparer.Ordinal).ToDictionary(each => each.Key, each => each.ToList(), StringComparer.Ordinal);

    private static async Task SendAsync(NpgsqlConnection connection, params (string Sql, object[] Values)[] statements)
    {
        await using var batch = connection.CreateBatch();
        foreach (var (sql, values) in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync();
    }

#pragma warning disable CA2100 // Names of our own tables.
    private static async Task<(string Insert, List<object[]> Rows)> ReadAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand($"SELECT * FROM {table}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[columns.Count];
            reader.GetValues(row);
            rows.Add(row);
        }

        // The key of the case first, by which the rows are found.
        var key = columns.IndexOf(table == "cases" ? "id" : "case_id");
        int[] order = [key, .. Enumerable.Range(0, columns.Count).Where(at => at != key)];
        return ($"INSERT INTO floor.{table} ({string.Join(", ", order.Select(at => columns[at]))}) VALUES ({string.Join(", ", order.Select((_, at) => $"${at + 1}"))})",
            rows.ConvertAll(row => order.Select(at => row[at]).ToArray()));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100
}
