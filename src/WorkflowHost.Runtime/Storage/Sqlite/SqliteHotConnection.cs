using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>An open file with its prepared statements, which it owns. Not thread safe.</summary>
internal sealed class SqliteHotConnection(SqliteConnection connection) : HotConnection
{
    // Found by reference, without hashing their text: the texts are constants.
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);
#pragma warning disable CA2213 // The connection owns its handle.
    private readonly sqlite3 _handle = connection.Handle
        ?? throw new ArgumentException("The connection is not open.", nameof(connection));
#pragma warning restore CA2213

    public override HotStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new(_handle, sql);
            _statements.Add(sql, statement);
        }

        return statement.Start();
    }

    /// <summary>Nothing to do: there is one writer, so what it has looked up stays so until it has ended.</summary>
    public override void Lock(string name)
    {
    }

    /// <summary>Nobody to tell: the file belongs to this host.</summary>
    public override void Announce(HostChange change)
    {
    }

    public override T OneMoment<T>(Func<T> read)
    {
        Statement("BEGIN").Run();
        var value = read();
        Commit();
        return value;
    }

    public void Begin() => Statement("BEGIN IMMEDIATE").Run();

    public void Commit() => Statement("COMMIT").Run();

    public void Save() => Statement("SAVEPOINT write_").Run();

    public void Release() => Statement("RELEASE write_").Run();

    public void RollBackToSave()
    {
        Statement("ROLLBACK TO write_").Run();
        Release();
    }

    /// <summary>Lets the file grow by so many pages at most while this connection lives: how a test fills the disk.</summary>
    internal void LimitPages(int more)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        var pages = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
#pragma warning disable CA2100 // A number, and a pragma takes no parameter.
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages + more}");
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public override void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
