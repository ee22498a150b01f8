using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.SqlServer;

namespace WorkflowHost.Runtime.Tests;

/// <summary>A database of its own on the server, dropped afterwards; the tests shared with the embedded one see no difference.</summary>
internal sealed class TestDatabase : IDisposable
{
    private const string LockAll = """
        DECLARE @text nvarchar(max) = N'';
        SELECT @text += N'SELECT TOP (0) 1 FROM ' + QUOTENAME(name) + N' WITH (TABLOCKX, HOLDLOCK);' FROM sys.tables;
        EXEC (@text);
        """;

    /// <param name="isMigrated">Nobody else needs the difference: a start finds the schema there and goes on.</param>
    public TestDatabase(bool isMigrated = true)
    {
        _ = isMigrated;
        Folder = Directory.CreateTempSubdirectory("workflowhost-").FullName;
        Name = "workflowhost_" + Guid.NewGuid().ToString("n");
        Database = new(Server.ConnectionStringOf(Name), BusyTimeout, new HostIdentity());
        Database.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        using var context = Context();
        context.Database.Migrate();
    }

    /// <summary>Long enough for writers that queue for one row on a slow machine, short enough for a test of a locked table.</summary>
    public static TimeSpan BusyTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Of a test of locked tables.</summary>
    public static TimeSpan Impatience => BusyTimeout;

    public string Folder { get; }

    public string Name { get; }

    public SqlServerDatabase Database { get; }

    public static void Release()
    {
    }

    public void ApplyTo(RuntimeOptions options) =>
        (options.Provider, options.ConnectionString, options.BusyTimeout, options.Writers) = (DatabaseProvider.SqlServer, Server.ConnectionStringOf(Name), BusyTimeout, 4);

    public WriteQueue Queue() => new ServerWriteQueue(Database, 4, NullLogger<WriteQueue>.Instance);

    public WorkflowDbContext Context()
    {
        var builder = new DbContextOptionsBuilder<SqlServerWorkflowDbContext>();
        SqlServerDatabase.Configure(builder, Database.ConnectionString);
        return new SqlServerWorkflowDbContext(builder.Options);
    }

    /// <summary>As a migration or a careless administrator holds the tables.</summary>
    public IDisposable Block()
    {
        var connection = Server.Connect(Name);
        using var command = connection.CreateCommand();
        command.Transaction = connection.BeginTransaction();
#pragma warning disable DAP212, DAP213 // It is made of the names of our tables.
        command.CommandText = LockAll;
#pragma warning restore DAP212, DAP213
        command.ExecuteNonQuery();
        return connection;
    }

    public void Execute(string sql) => Server.Execute(Name, sql);

    public long Count(string table) => Server.Count(Name, table);

    public void Dispose()
    {
        Server.Drop(Name);
        Directory.Delete(Folder, recursive: true);
    }
}
