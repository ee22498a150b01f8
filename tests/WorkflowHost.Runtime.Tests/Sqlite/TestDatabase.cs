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
    /// <param name="busyTimeout">How long a write waits for a lock; long by default, so that a slow machine fails no test.</param>
    public TestDatabase(bool isMigrated = true, TimeSpan? busyTimeout = null)
    {
        Folder = Directory.CreateTempSubdirectory("workflowhost-").FullName;
        BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(5);
        Database = new(SqliteDatabase.ConnectionStringOf(File, BusyTimeout), BusyTimeout);
        if (isMigrated)
        {
            System.IO.File.Copy(Template.Value, File);
        }
    }

    /// <summary>A file with the schema, made once: to copy it takes a fraction of making it.</summary>
    private static Lazy<string> Template { get; } = new(MakeTemplate);

    /// <summary>Of a test of a locked file, which would only wait.</summary>
    public static TimeSpan Impatience { get; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan BusyTimeout { get; }

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

    private static string MakeTemplate()
    {
        var made = new TestDatabase(isMigrated: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(made.Folder, recursive: true);
        made.Database.Prepare();
        using (var context = made.Context())
        {
            context.Database.Migrate();
        }

        // What is still beside the file is taken into it when the last connection ends.
        using (var connection = made.Open())
        {
            SqliteConnection.ClearAllPools();
        }

        return made.File;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
