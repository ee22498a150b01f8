using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>The prepared statements of one connection, which it owns. Not thread safe.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    // Found by reference, without hashing their text: the texts are constants.
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);
#pragma warning disable CA2213 // The connection owns its handle.
    private readonly sqlite3 _handle = connection.Handle
        ?? throw new ArgumentException("The connection is not open.", nameof(connection));
#pragma warning restore CA2213

    public SqliteConnection Connection => connection;

    /// <param name="sql">A constant.</param>
    public SqliteStatement Get(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new(_handle, sql);
            _statements.Add(sql, statement);
        }

        return statement.Start();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
