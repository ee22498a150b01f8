using Microsoft.Data.Sqlite;

namespace WorkflowHost.Runtime.Tests.Sqlite.Growth;

/// <summary>Multiplies one case with all its rows, in bulk: lists and claims then meet a database as it is after years.</summary>
internal static class CrowdedDatabase
{
    private static readonly string[] OfCase = ["tasks", "clocks", "timers", "outbox", "timeline", "bookmarks", "revisits", "journal"];

    /// <param name="caseId">The case every other is a copy of; its state is copied as it is, so only lists may look at the copies.</param>
    /// <param name="from">Number of the first copy, from 1.</param>
    public static void Multiply(string file, string caseId, int from, int count)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var table in (string[])["cases", .. OfCase])
        {
            var columns = Columns(connection, transaction, table);
            if (columns.Count == 0)
            {
                continue;
            }

            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            // Names of tables and columns come from the schema itself.
#pragma warning disable CA2100
            command.CommandText = $"""
                WITH RECURSIVE copies(n) AS (SELECT $from UNION ALL SELECT n + 1 FROM copies WHERE n < $last)
                INSERT INTO "{table}" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
                SELECT {string.Join(", ", columns.Select(c => Copied(table, c)))} FROM "{table}" AS t, copies WHERE t."{(table == "cases" ? "id" : "case_id")}" = $case
                """;
#pragma warning restore CA2100
            command.Parameters.AddWithValue("$from", from);
            command.Parameters.AddWithValue("$last", from + count - 1);
            command.Parameters.AddWithValue("$case", caseId);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        using var analyse = connection.CreateCommand();
        analyse.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        analyse.ExecuteNonQuery();
    }

    private static string Copied(string table, string column) => (table, column) switch
    {
        ("cases", "id") or (_, "case_id") => "printf('c%015x', n)",
        ("cases", "number") => "printf('XE20200101-%07d', n)",
        // One a second, so that an order has something to go by.
        ("cases", "opened_at") => "t.opened_at - n * 1000",
        ("cases", "next_due_at") or ("tasks", "case_due_at") or ("timers", "due_at") or ("timers", "claimable_at") => $"t.{column} + n * 1000",
        (_, "id") or (_, "idempotency_key") => $"t.{column} || '-' || n",
        (_, "key") => "CASE WHEN t.key IS NULL THEN NULL ELSE t.key || '-' || n END",
        _ => $"t.\"{column}\"",
    };

    private static List<string> Columns(SqliteConnection connection, SqliteTransaction transaction, string table)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT name FROM pragma_table_info($table) WHERE NOT (pk = 1 AND type = 'INTEGER' AND (SELECT count(*) FROM pragma_table_info($table) WHERE pk > 0) = 1)";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
