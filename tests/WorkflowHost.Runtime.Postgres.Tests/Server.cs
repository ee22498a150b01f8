using Microsoft.EntityFrameworkCore;
using Npgsql;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Postgres;

namespace WorkflowHost.Runtime.Tests;

/// <summary>The server of the tests, named by <c>WORKFLOWHOST_POSTGRES</c>: a connection string of a user who may create databases.</summary>
internal static class Server
{
    private const string Variable = "WORKFLOWHOST_POSTGRES";

    private static readonly Lazy<string> Template = new(CreateTemplate);

    private static string? Settings { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    public static string? SkipReason { get; } = Settings is not null || Environment.GetEnvironmentVariable("WORKFLOWHOST_REQUIRE_ALL") == "1"
        ? null
        : $"needs a PostgreSQL server: {Variable}=\"Host=…;Username=…;Password=…\"";

    public static string ConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(Settings ?? throw new InvalidOperationException($"{Variable} is not set.")) { Database = database, MaxPoolSize = 40 }.ToString();

    /// <summary>A database of its own for a test.</summary>
    /// <param name="isMigrated">Copied from one that has the schema, which takes a fraction of making it.</param>
    public static string Create(bool isMigrated)
    {
        var name = "workflowhost_" + Guid.NewGuid().ToString("n");
        Execute(isMigrated ? $"CREATE DATABASE {name} TEMPLATE {Template.Value}" : $"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0");
        return name;
    }

    public static void Drop(string database) => Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    private static string CreateTemplate()
    {
        var name = Create(isMigrated: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Drop(name);
        var database = new PostgresDatabase(ConnectionStringOf(name), TimeSpan.FromSeconds(10), new HostIdentity());
        using (database.Source)
        {
            var builder = new DbContextOptionsBuilder<PostgresWorkflowDbContext>();
            PostgresDatabase.Configure(builder, database.Source);
            using var context = new PostgresWorkflowDbContext(builder.Options);
            context.Database.Migrate();
        }

        return name;
    }

    private static void Execute(string sql)
    {
        using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionStringOf("postgres")) { Pooling = false });
#pragma warning disable CA2100 // Names made here.
        using var command = server.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 120;
        command.ExecuteNonQuery();
    }
}
