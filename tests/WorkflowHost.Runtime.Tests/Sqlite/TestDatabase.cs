using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Sqlite;

namespace WorkflowHost.Runtime.Tests;

/// <summary>A migrated database file of its own, deleted afterwards.</summary>
internal sealed class TestDatabase : IDisposable
{
    public TestDatabase(bool isMigrated = true)
    {
        Folder = Directory.CreateTempSubdirectory("workflowhost-").FullName;
        Database = new(SqliteDatabase.ConnectionStringOf(File, BusyTimeout), BusyTimeout);
        if (isMigrated)
        {
            Database.Prepare();
            using var context = Context();
            context.Database.Migrate();
        }
    }

    /// <summary>Short, so that a test of a locked file does not wait.</summary>
    public static TimeSpan BusyTimeout { get; } = TimeSpan.FromMilliseconds(20);

    public string Folder { get; }

    public string File => Path.Combine(Folder, "test.db");

    public SqliteDatabase Database { get; }

    /// <summary>Has a runtime work on it.</summary>
    public void ApplyTo(RuntimeOptions options) => (options.DatabaseFile, options.BusyTimeout) = (File, BusyTimeout);

    /// <summary>As another program holds it: nothing can be written until what is given back is disposed.</summary>
    public IDisposable Block()
    {
        var connection = Open();
        connection.BeginTransaction(deferred: false);
        return connection;
    }

    /// <summary>Lets go of what is kept open between uses.</summary>
    public static void Release() => SqliteConnection.ClearAllPools();

    public WriteQueue Queue() => new SqliteWriteQueue(Database, NullLogger<WriteQueue>.Instance);

    public WorkflowDbContext Context()
    {
        var builder = new DbContextOptionsBuilder<WorkflowDbContext>();
        SqliteDatabase.Configure(builder, Database.ConnectionString);
        return new(builder.Options);
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(Database.ConnectionString) { Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

#pragma warning disable CA2100 // Statements of the tests themselves.
    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Count(string table)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

#pragma warning restore CA2100

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
