using Microsoft.Data.Sqlite;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>
/// Every write statement for SQLite, prepared once per connection. Another database gets a class of its own beside this one.
/// Belongs to the writer; not thread safe.
/// </summary>
internal sealed partial class SqliteHotSql(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatements _statements = new(connection);

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
        using var command = _statements.Connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        var pages = Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
#pragma warning disable CA2100 // A number, and a pragma takes no parameter.
        command.CommandText = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages + more}");
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose() => _statements.Dispose();

    /// <param name="sql">A constant of this class.</param>
    private SqliteStatement Statement(string sql) => _statements.Get(sql);

    private static string? Codes(IReadOnlyCollection<string> codes) => codes.Count == 0 ? null : $" {string.Join(' ', codes)} ";
}
