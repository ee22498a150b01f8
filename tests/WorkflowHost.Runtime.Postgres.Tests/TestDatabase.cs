using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Postgres;

namespace WorkflowHost.Runtime.Tests;

/// <summary>A database of its own on the server, dropped afterwards; the tests shared with the embedded one see no difference.</summary>
internal sealed class TestDatabase : IDisposable
{
    private const string LockAll = """
        SET LOCAL idle_in_transaction_session_timeout = 0;
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('LOCK TABLE %I IN EXCLUSIVE MODE', name); END LOOP;
        END $$
        """;

    /// <param name="isMigrated">Nobody else needs the difference: a start finds the schema there and goes on.</param>
    public TestDatabase(bool isMigrated = true)
    {
        _ = isMigrated;
        Folder = Directory.CreateTempSubdirectory("workflowhost-").FullName;
        Name = Server.Create(isMigrated: true);
        Database = new(Server.ConnectionStringOf(Name), BusyTimeout, new HostIdentity());
    }

    /// <summary>Long enough for writers that queue for one row on a slow machine, short enough for a test of a locked table.</summary>
    public static TimeSpan BusyTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Of a test of locked tables.</summary>
    public static TimeSpan Impatience => BusyTimeout;

    public string Folder { get; }

    public string Name { get; }

    public PostgresDatabase Database { get; }

    public static void Release()
    {
    }

    public void ApplyTo(RuntimeOptions options) =>
        (options.Provider, options.ConnectionString, options.BusyTimeout, options.Writers) = (DatabaseProvider.Postgres, Server.ConnectionStringOf(Name), BusyTimeout, 4);

    public WriteQueue Queue() => new ServerWriteQueue(Database, 4, NullLogger<WriteQueue>.Instance);

    public WorkflowDbContext Context()
    {
        var builder = new DbContextOptionsBuilder<PostgresWorkflowDbContext>();
        PostgresDatabase.Configure(builder, Database.Source);
        return new PostgresWorkflowDbContext(builder.Options);
    }

    /// <summary>As a migration or a careless administrator holds the tables: they can be read, not written.</summary>
    public IDisposable Block()
    {
        var connection = Database.Source.OpenConnection();
        connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = LockAll;
        command.ExecuteNonQuery();
        return connection;
    }

#pragma warning disable CA2100 // Statements of the tests themselves.
    public void Execute(string sql)
    {
        using var command = Database.Source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    public long Count(string table)
    {
        using var command = Database.Source.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)command.ExecuteScalar()!;
    }
#pragma warning restore CA2100

    public void Dispose()
    {
        Database.Source.Dispose();
        Server.Drop(Name);
        Directory.Delete(Folder, recursive: true);
    }
}
