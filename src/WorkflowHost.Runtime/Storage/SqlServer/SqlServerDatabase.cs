using System.Data.Common;
using System.Globalization;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>How connections to SQL Server are made, 2019 or later. Any number of hosts may share one database.</summary>
/// <remarks>
/// The database reads by row versions (<c>READ_COMMITTED_SNAPSHOT</c>, <c>ALLOW_SNAPSHOT_ISOLATION</c>), as the others do: lists never wait for writes. Durability
/// is the server's own and full by default. A wait for a lock ends after <see cref="RuntimeOptions.BusyTimeout"/>.
/// </remarks>
internal sealed class SqlServerDatabase : IServerDatabase
{
    /// <summary>Where Hangfire keeps its jobs.</summary>
    public const string JobSchema = "hangfire";

    private const int NoSuchDatabase = 4060;
    private const int DatabaseExists = 1801;
    private const int CreateDenied = 262;

    /// <summary>2019, whose words the lists are written in; later ones understand them.</summary>
    private const int CompatibilityLevel = 150;

    private readonly TimeSpan _busyTimeout;
    private readonly HostIdentity _host;

    public SqlServerDatabase(string connectionString, TimeSpan busyTimeout, HostIdentity host)
    {
        (_busyTimeout, _host) = (busyTimeout, host);
        ConnectionString = new SqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "WorkflowHost",
            // A connection that is mended in silence has lost its transaction and its settings.
            ConnectRetryCount = 0,
        }.ConnectionString;
    }

    public string ConnectionString { get; }

    public bool IsShared => true;

    /// <summary>None: the server knows a message again by its text, and bursts of all shapes in one would make each text a new one to compile.</summary>
    public int LargestGroup => 1;

    public static void Configure(DbContextOptionsBuilder builder, string connectionString) => builder
        .UseSqlServer(connectionString, server => server.EnableRetryOnFailure(2, TimeSpan.FromSeconds(1), null).UseCompatibilityLevel(CompatibilityLevel))
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);

    /// <summary>Creates the database when the server has none of that name.</summary>
    /// <exception cref="SqlException">The server cannot be reached.</exception>
    /// <exception cref="StorageRefusedException">The database may not be created, or reads by locks.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (SqlException missing) when (missing.Number == NoSuchDatabase)
        {
            await CreateAsync(cancellationToken);
            await CheckAsync(cancellationToken);
        }

        await using var connection = new SqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        // It holds a lock of its own, for hosts that start together.
        SqlServerObjectsInstaller.Install(connection, JobSchema, enableHeavyMigrations: false);
    }

    /// <summary>Nothing to do: hosts share this database.</summary>
    public void Claim()
    {
    }

    /// <exception cref="SqlException">The server cannot be reached.</exception>
    public async Task<IAsyncDisposable> EnterAsync(string what, CancellationToken cancellationToken)
    {
        // Not pooled: the lock goes with the session, also when the host dies.
        var connection = new SqlConnection(new SqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = SqlServerTexts.Enter;
            command.Parameters.AddWithValue("what", "workflowhost:" + what);
            // Another host may be at it for long: a migration of millions of rows.
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public HotConnection OpenReader() => Open();

    public ServerConnection Open()
    {
#pragma warning disable CA2000 // What is given back owns it.
        var connection = new SqlConnection(ConnectionString);
#pragma warning restore CA2000
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100, DAP242 // A number, and a setting takes no parameter.
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"{SqlServerTexts.Session}{(long)_busyTimeout.TotalMilliseconds}");
#pragma warning restore CA2100, DAP242
            command.ExecuteNonQuery();
            return new SqlServerConnection(connection, _busyTimeout, _host);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public bool IsOvertaken(DbException error) => error is SqlException refused && SqlServerFaults.IsOvertaken(refused);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = SqlServerTexts.IsSnapshot;
        if (await command.ExecuteScalarAsync(cancellationToken) is false)
        {
            throw new StorageRefusedException(
                $"The database {connection.Database} reads by locks: lists would wait for every write. While nobody uses it run ALTER DATABASE [{connection.Database}] SET READ_COMMITTED_SNAPSHOT ON, and the same with ALLOW_SNAPSHOT_ISOLATION ON; then start again.");
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var settings = new SqlConnectionStringBuilder(ConnectionString);
        var name = settings.InitialCatalog;
        await using var server = new SqlConnection(new SqlConnectionStringBuilder(ConnectionString) { InitialCatalog = "master", Pooling = false }.ConnectionString);
        await server.OpenAsync(cancellationToken);
        try
        {
            // A name takes no parameter, so the server itself writes the statement.
            await using var command = server.CreateCommand();
#pragma warning disable DAP212 // The server has quoted the name itself.
            command.CommandText = """
                DECLARE @text nvarchar(max) = N'CREATE DATABASE ' + QUOTENAME(@name);
                EXEC (@text);
                SET @text = N'ALTER DATABASE ' + QUOTENAME(@name) + N' SET READ_COMMITTED_SNAPSHOT ON';
                EXEC (@text);
                SET @text = N'ALTER DATABASE ' + QUOTENAME(@name) + N' SET ALLOW_SNAPSHOT_ISOLATION ON';
                EXEC (@text);
                """;
#pragma warning restore DAP212
            command.Parameters.AddWithValue("name", name);
            command.CommandTimeout = 120;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqlException error) when (error.Number == DatabaseExists)
        {
            // Another host that starts at the same time has made it.
        }
        catch (SqlException error) when (error.Number == CreateDenied)
        {
            throw new StorageRefusedException(
                $"There is no database {name} on {settings.DataSource} that the user {settings.UserID} may open, and that user may not create one. Create it with READ_COMMITTED_SNAPSHOT and ALLOW_SNAPSHOT_ISOLATION ON, make the user its db_owner, and start again.");
        }
    }
}
