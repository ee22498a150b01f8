using System.Data;
using Microsoft.Data.SqlClient;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>A statement with its values. Their types do not depend on what they are, so that the server prepares a text once. Used once.</summary>
internal sealed class SqlServerStatement(SqlServerConnection connection, string sql) : HotStatement
{
    /// <summary>The longest text that is not of the kind for large ones.</summary>
    private const int LongestPlain = 4000;

    private readonly List<SqlParameter> _values = [];
    private SqlDataReader? _row;

    public string Sql { get; } = sql;

    public IReadOnlyList<SqlParameter> Values => _values;

    /// <summary>What nothing of the write is kept without.</summary>
    public CaseWriteVerdict? Otherwise { get; private set; }

    private SqlDataReader Row => _row ?? throw new InvalidOperationException("The statement stands on no row.");

    public override HotStatement Bind(string? value) =>
        Add(new(null, SqlDbType.NVarChar, value?.Length > LongestPlain ? -1 : LongestPlain) { Value = (object?)value ?? DBNull.Value });

    public override HotStatement Bind(long value) => Add(new(null, SqlDbType.BigInt) { Value = value });

    public override HotStatement Bind(long? value) => Add(new(null, SqlDbType.BigInt) { Value = value is { } number ? number : DBNull.Value });

    public override HotStatement Bind(bool value) => Add(new(null, SqlDbType.Bit) { Value = value });

    public override HotStatement Bind(ReadOnlySpan<byte> value) => Add(new(null, SqlDbType.VarBinary, -1) { Value = value.ToArray() });

    public override int Run() => connection.Run(this);

    public override void Send() => connection.Add(this);

    public override bool Demand(CaseWriteVerdict otherwise)
    {
        Otherwise = otherwise;
        connection.Add(this);
        return true;
    }

    public override List<T> Read<T>(Func<HotStatement, T> row)
    {
        var rows = new List<T>();
        connection.Read(this, reader =>
        {
            _row = reader;
            rows.Add(row(this));
        });
        _row = null;
        return rows;
    }

    public override string Text(int column) => Row.GetString(column);

    public override string? TextOrNull(int column) => Row.IsDBNull(column) ? null : Row.GetString(column);

    // Counts and small columns are of 32 bits there.
    public override long Whole(int column) => Row.GetFieldType(column) == typeof(int) ? Row.GetInt32(column) : Row.GetInt64(column);

    public override long? WholeOrNull(int column) => Row.IsDBNull(column) ? null : Whole(column);

    public override bool Flag(int column) => Row.GetBoolean(column);

    public override byte[] Bytes(int column) => Row.GetFieldValue<byte[]>(column);

    private SqlServerStatement Add(SqlParameter value)
    {
        _values.Add(value);
        return this;
    }
}
