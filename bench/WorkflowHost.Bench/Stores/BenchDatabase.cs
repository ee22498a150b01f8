using Microsoft.Data.Sqlite;
using Npgsql;
using WorkflowHost.Runtime;

namespace WorkflowHost.Bench.Stores;

/// <summary>A database of its own for a measurement: a file, or one on the PostgreSQL server that <c>WORKFLOWHOST_BENCH_POSTGRES</c> names.</summary>
/// <remarks>A server is measured as it is set up; with <c>fsync</c> off its numbers say nothing.</remarks>
internal sealed class BenchDatabase : IDisposable
{
    private const string Variable = "WORKFLOWHOST_BENCH_POSTGRES";

    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-bench-").FullName;
    private readonly string _name = "bench_" + Guid.NewGuid().ToString("n");

    private BenchDatabase(bool isServer) => IsServer = isServer;

    public static string? Server { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    public bool IsServer { get; }

    public string Kind => IsServer ? "PostgreSQL" : "SQLite";

    public string File => Path.Combine(_folder, "bench.db");

    public string Folder => _folder;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 90 }.ToString();

    /// <summary>The file, and the server where one is named.</summary>
    public static IEnumerable<bool> Kinds => Server is null ? [false] : [false, true];

    public static BenchDatabase Create(bool isServer) => new(isServer);

    public void ApplyTo(RuntimeOptions options)
    {
        if (IsServer)
        {
            (options.Provider, options.ConnectionString) = (DatabaseProvider.Postgres, ConnectionString);
        }
        else
        {
            options.DatabaseFile = File;
        }
    }

#pragma warning disable CA2100 // Statements of the benches themselves.
    public void Execute(string sql)
    {
        if (IsServer)
        {
            using var server = new NpgsqlConnection(ConnectionString);
            server.Open();
            using var command = new NpgsqlCommand(sql, server) { CommandTimeout = 1800 };
            command.ExecuteNonQuery();
            return;
        }

        using var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        file.Open();
        using var statement = file.CreateCommand();
        statement.CommandText = sql;
        statement.CommandTimeout = 1800;
        statement.ExecuteNonQuery();
    }
#pragma warning restore CA2100

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        if (IsServer)
        {
            using var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = "postgres", Pooling = false }.ToString());
            server.Open();
#pragma warning disable CA2100 // A name made here.
            using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", server);
#pragma warning restore CA2100
            drop.ExecuteNonQuery();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
