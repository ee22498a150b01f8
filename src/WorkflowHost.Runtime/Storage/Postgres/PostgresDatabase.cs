using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.Postgres;

/// <summary>How connections to a PostgreSQL server are made, version 13 or later. Any number of hosts may share one database.</summary>
/// <remarks>
/// Durability is the server's own (<c>synchronous_commit</c>, on by default) and is left alone. A wait for a lock ends after
/// <see cref="RuntimeOptions.BusyTimeout"/>, as it does on the embedded file. A host that lost its power or its network leaves
/// sessions the server takes for alive, for two hours by its defaults, and with them the locks of what was under way; ours are
/// ended after ten seconds.
/// </remarks>
internal sealed class PostgresDatabase : IServerDatabase, IAsyncDisposable
{
    /// <summary>What each session asks of the server, unless the operator did; silence of a host ends in about eleven seconds (5 + 3 × 2).</summary>
    private static readonly (string Name, string Value)[] SessionSettings =
    [
        ("idle_in_transaction_session_timeout", "10s"), ("tcp_keepalives_idle", "5"), ("tcp_keepalives_interval", "2"), ("tcp_keepalives_count", "3"), ("tcp_user_timeout", "10s"),
    ];

    private readonly HostIdentity _host;
    // The source keeps its own to itself once it has opened a connection.
    private readonly string _connectionString;

    public PostgresDatabase(string connectionString, TimeSpan busyTimeout, HostIdentity host)
    {
        _host = host;
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // What the operator has set stays.
        settings.ApplicationName ??= "WorkflowHost";
        settings.MaxAutoPrepare = settings.MaxAutoPrepare == 0 ? 400 : settings.MaxAutoPrepare;
        settings.AutoPrepareMinUsages = 2;
        // By it a demand that is not met is told from the others of its message.
        settings.IncludeFailedBatchedCommand = true;
        // The same from this side: a server that is gone is not waited for.
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = settings.TcpKeepAliveTime == 0 ? 5 : settings.TcpKeepAliveTime;
        settings.TcpKeepAliveInterval = settings.TcpKeepAliveInterval == 0 ? 2 : settings.TcpKeepAliveInterval;
        settings.Options = OptionsOf(settings.Options, busyTimeout);
        _connectionString = settings.ConnectionString;
        Source = new NpgsqlDataSourceBuilder(_connectionString).Build();
    }

    public NpgsqlDataSource Source { get; }

    public bool IsShared => true;

    /// <summary>About as many as one message carries without the first waiting long for the last.</summary>
    public int LargestGroup => 16;

    public static void Configure(DbContextOptionsBuilder builder, NpgsqlDataSource source) => builder
        .UseNpgsql(source, npgsql => npgsql.EnableRetryOnFailure(2, TimeSpan.FromSeconds(1), null))
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        // Looking for the migrations of a new database fails by design; any other failure is its caller's exception.
        .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug)));

    /// <summary>Creates the database when the server has none of that name.</summary>
    /// <exception cref="NpgsqlException">The server cannot be reached, or the database is not there and may not be created.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateAsync(cancellationToken);
        }
    }

    /// <summary>Nothing to do: hosts share this database.</summary>
    public void Claim()
    {
    }

    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public async Task<IAsyncDisposable> EnterAsync(string what, CancellationToken cancellationToken)
    {
        var connection = await Source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            // Another host may be at it for long: a migration of millions of rows.
            command.CommandText = "SET lock_timeout = 0; SELECT pg_advisory_lock(hashtextextended(@what, 0))";
            command.Parameters.AddWithValue("what", "workflowhost:" + what);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new Turn(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public HotConnection OpenReader() => Open();

    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public ServerConnection Open() => new PostgresConnection(Source.OpenConnection(), _host);

    public bool IsOvertaken(DbException error) => error is PostgresException refused && PostgresFaults.IsOvertaken(refused);

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static string OptionsOf(string? own, TimeSpan busyTimeout)
    {
        var asked = SessionSettings.Where(each => own?.Contains(each.Name, StringComparison.OrdinalIgnoreCase) != true).Select(each => $"-c {each.Name}={each.Value}");
        return string.Join(' ', [.. own is { Length: > 0 } ? [own] : Array.Empty<string>(), .. asked, $"-c lock_timeout={(long)busyTimeout.TotalMilliseconds}"]);
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(_connectionString);
        var name = settings.Database ?? throw new StorageRefusedException("Database:ConnectionString names no database; add Database=<name>.");
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connectionString) { Database = "postgres", Pooling = false });
        try
        {
            // A name takes no parameter, so the server itself writes the statement.
            await using var writing = server.CreateCommand("SELECT format('CREATE DATABASE %I ENCODING ''UTF8'' TEMPLATE template0', @name::text)");
            writing.Parameters.AddWithValue("name", name);
            var statement = (string)(await writing.ExecuteScalarAsync(cancellationToken))!;
#pragma warning disable CA2100 // As said above.
            await using var command = server.CreateCommand(statement);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another host that starts at the same time has made it.
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StorageRefusedException($"There is no database {name} on {settings.Host}, and the user {settings.Username} may not create one. Create it, owned by that user, and start again.");
        }
    }

    /// <summary>The lock goes with the session, also when the host dies.</summary>
    private sealed class Turn(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var command = connection.CreateCommand())
            {
                command.CommandText = "SELECT pg_advisory_unlock_all(); RESET lock_timeout";
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }

            await connection.DisposeAsync();
        }
    }
}
