using Microsoft.Data.Sqlite;

namespace WorkflowHost.Bench.Floors;

/// <summary>Prepared statements of the floor: one insert per table and one update of a case's state.</summary>
internal sealed class FloorWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _inserts = [];
    private readonly SqliteCommand _update;
    private readonly int _state;
    private readonly int _version;

    public FloorWriter(SqliteConnection connection, IEnumerable<string> tables)
    {
        _connection = connection;
        foreach (var table in tables.Append("cases"))
        {
            _inserts[table] = Insert(table);
        }

        _update = connection.CreateCommand();
        _update.CommandText = "UPDATE cases SET version = $version, state = $state WHERE id = $id";
        foreach (var name in (string[])["$version", "$state", "$id"])
        {
            _update.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        var columns = Columns("cases");
        (_state, _version) = (columns.IndexOf("state"), columns.IndexOf("version"));
    }

    /// <summary>Writes one burst of each case in one transaction: the state, and the burst's share of the rows.</summary>
    public void Commit(IReadOnlyList<FloorCase> cases, int burst)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var one in cases.Where(one => burst < one.Bursts))
        {
            if (burst == 0)
            {
                Run(_inserts["cases"], transaction, one.Row);
            }
            else
            {
                Run(_update, transaction, [one.Row[_version], one.Row[_state], one.Id]);
            }

            var (from, to) = (one.Rows.Count * burst / one.Bursts, one.Rows.Count * (burst + 1) / one.Bursts);
            foreach (var (table, row) in one.Rows[from..to])
            {
                Run(_inserts[table], transaction, row);
            }
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _update.Dispose();
        foreach (var insert in _inserts.Values)
        {
            insert.Dispose();
        }
    }

    private static void Run(SqliteCommand command, SqliteTransaction transaction, ReadOnlySpan<object> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

#pragma warning disable CA2100 // The names come from the schema of our own file.
    private SqliteCommand Insert(string table)
    {
        var columns = Columns(table);
        var insert = _connection.CreateCommand();
        insert.CommandText = $"INSERT INTO {table} VALUES ({string.Join(',', columns.Select((_, i) => $"$p{i}"))})";
        insert.Parameters.AddRange(columns.Select((_, i) => new SqliteParameter { ParameterName = $"$p{i}" }));
        return insert;
    }

    private List<string> Columns(string table)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
#pragma warning restore CA2100
}
