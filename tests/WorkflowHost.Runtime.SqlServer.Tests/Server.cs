using Microsoft.Data.SqlClient;

namespace WorkflowHost.Runtime.Tests;

/// <summary>The server of the tests, named by <c>WORKFLOWHOST_SQLSERVER</c>: a connection string of a user who may create databases.</summary>
internal static class Server
{
    private const string Variable = "WORKFLOWHOST_SQLSERVER";

    private static string? Settings { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    public static string? SkipReason { get; } = Settings is not null
        ? null
        : $"needs a SQL Server, with which all tests of the store run on it: {Variable}=\"Server=…;User ID=…;Password=…;TrustServerCertificate=True\"";

    public static string ConnectionStringOf(string database) =>
        new SqlConnectionStringBuilder(Settings ?? throw new InvalidOperationException($"{Variable} is not set.")) { InitialCatalog = database }.ConnectionString;

    public static void Drop(string database)
    {
        SqlConnection.ClearAllPools();
        Execute("master", $"ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{database}]");
    }

#pragma warning disable CA2100, DAP241 // Statements of the tests themselves.
    public static void Execute(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 120;
        command.ExecuteNonQuery();
    }

    public static long Count(string database, string table)
    {
        using var connection = Connect(database);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count_big(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
#pragma warning restore CA2100, DAP241

    public static SqlConnection Connect(string database)
    {
        var connection = new SqlConnection(ConnectionStringOf(database));
        connection.Open();
        return connection;
    }
}
