using Npgsql;
using NpgsqlTypes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.Postgres;

/// <summary>A statement with its values. Every value has its type, since to PostgreSQL a null has none of its own. Used once.</summary>
internal sealed class PostgresStatement(PostgresConnection connection, NpgsqlBatchCommand command) : HotStatement
{
    private NpgsqlDataReader? _row;

    private NpgsqlDataReader Row => _row ?? throw new InvalidOperationException("The statement stands on no row.");

    public override HotStatement Bind(string? value)
    {
        // PostgreSQL takes no NUL in a text; what a person typed there is a slip of a device.
        var text = value is not null && value.Contains('\0', StringComparison.Ordinal) ? value.Replace('\0', '\uFFFD') : value;
        command.Parameters.Add(text is null ? Null(NpgsqlDbType.Text) : new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text });
        return this;
    }

    public override HotStatement Bind(long value)
    {
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint });
        return this;
    }

    public override HotStatement Bind(long? value)
    {
        if (value is { } number)
        {
            return Bind(number);
        }

        command.Parameters.Add(Null(NpgsqlDbType.Bigint));
        return this;
    }

    public override HotStatement Bind(bool value)
    {
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Boolean });
        return this;
    }

    public override HotStatement Bind(ReadOnlySpan<byte> value)
    {
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = value.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea });
        return this;
    }

    public override int Run() => connection.Run(command);

    public override void Send() => connection.Add(command);

    public override bool Demand(CaseWriteVerdict otherwise)
    {
        command.CommandText = PostgresTexts.Demanding(command.CommandText);
        connection.Demand(command, otherwise);
        return true;
    }

    public override List<T> Read<T>(Func<HotStatement, T> row)
    {
        var rows = new List<T>();
        connection.Read(command, reader =>
        {
            _row = reader;
            rows.Add(row(this));
        });
        _row = null;
        return rows;
    }

    public override string Text(int column) => Row.GetString(column);

    public override string? TextOrNull(int column) => Row.IsDBNull(column) ? null : Row.GetString(column);

    public override long Whole(int column) => Row.GetInt64(column);

    public override long? WholeOrNull(int column) => Row.IsDBNull(column) ? null : Row.GetInt64(column);

    public override bool Flag(int column) => Row.GetBoolean(column);

    public override byte[] Bytes(int column) => Row.GetFieldValue<byte[]>(column);

    private static NpgsqlParameter Null(NpgsqlDbType type) => new() { Value = DBNull.Value, NpgsqlDbType = type };
}
