using Microsoft.Data.Sqlite;
using SQLitePCL;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>
/// A statement prepared once and run many times, with values bound in the order of its parameters. Saves the per-call parsing
/// and parameter look-up of ADO.NET on the commit path. Not thread safe: it belongs to its connection.
/// </summary>
internal sealed class SqliteStatement : HotStatement, IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteStatement(sqlite3 connection, string sql)
    {
        _connection = connection;
        var result = raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        SqliteException.ThrowExceptionForRC(result, connection);
    }

    /// <summary>Forgets values that a failed caller bound but never ran.</summary>
    public SqliteStatement Start()
    {
        _bound = 0;
        return this;
    }

    public override HotStatement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, ++_bound) : raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    public override HotStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    public override HotStatement Bind(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, ++_bound, number) : raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    public override HotStatement Bind(bool value) => Bind(value ? 1L : 0L);

    public override HotStatement Bind(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    public override int Run()
    {
        try
        {
            Check(raw.sqlite3_step(_statement));
            return raw.sqlite3_changes(_connection);
        }
        finally
        {
            Reset();
        }
    }

    public override void Send() => Run();

    public override bool Demand(CaseWriteVerdict otherwise) => Run() > 0;

    public override List<T> Read<T>(Func<HotStatement, T> row)
    {
        var rows = new List<T>();
        try
        {
            while (Check(raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
            {
                rows.Add(row(this));
            }

            return rows;
        }
        finally
        {
            Reset();
        }
    }

    public override string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override string? TextOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Text(column);

    public override long Whole(int column) => raw.sqlite3_column_int64(_statement, column);

    public override long? WholeOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Whole(column);

    public override bool Flag(int column) => Whole(column) != 0;

    public override byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Reset()
    {
        _bound = 0;
        raw.sqlite3_reset(_statement);
        raw.sqlite3_clear_bindings(_statement);
    }

    private int Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            _bound = 0;
            SqliteException.ThrowExceptionForRC(result, _connection);
        }

        return result;
    }
}
