using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using WorkflowHost.Runtime;

namespace WorkflowHost.Starting;

/// <summary>The database that keeps everything.</summary>
/// <param name="Provider">Setting <c>Database:Provider</c>: <c>sqlite</c>, by default, <c>postgres</c> or <c>sqlserver</c>.</param>
/// <param name="Name">How it is called in messages: the path of the file, or setting <c>Database:ConnectionString</c> without its password.</param>
internal sealed record HostDatabase(DatabaseProvider Provider, string Name, string ConnectionString)
{
    private const string ProviderKey = "Database:Provider";
    private const string ConnectionKey = "Database:ConnectionString";

    /// <summary>By default the file <c>data/workflowhost.db</c> under the working directory; setting <c>Database:File</c> names another.</summary>
    /// <returns>The database, or what is wrong with the settings.</returns>
    public static (HostDatabase? Database, string? Fault) Find(IConfiguration settings, string contentRoot)
    {
        var (provider, connection) = (settings[ProviderKey], settings[ConnectionKey]);
        switch (provider?.ToUpperInvariant())
        {
            case null or "" or "SQLITE" when string.IsNullOrEmpty(connection):
                return (OfFile(Path.GetFullPath(settings["Database:File"] ?? Path.Combine("data", "workflowhost.db"), contentRoot)), null);
            case null or "" or "SQLITE":
                return (null, $"{ConnectionKey} is set, but {ProviderKey} says sqlite, which takes a file. Set {ProviderKey}=postgres or sqlserver, or name the file by Database:File.");
            case "POSTGRES" or "POSTGRESQL":
                return OfServer(DatabaseProvider.Postgres, provider, connection, "Host=db;Database=workflowhost;Username=workflowhost;Password=…");
            case "SQLSERVER":
                return OfServer(DatabaseProvider.SqlServer, provider, connection, "Server=db;Database=workflowhost;User ID=workflowhost;Password=…");
            default:
                return (null, $"{ProviderKey} is '{provider}'; expected sqlite, postgres or sqlserver.");
        }
    }

    public static HostDatabase OfFile(string file) =>
        new(DatabaseProvider.Sqlite, file, new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ToString());

    public void ApplyTo(RuntimeOptions options)
    {
        options.Provider = Provider;
        if (Provider == DatabaseProvider.Sqlite)
        {
            options.DatabaseFile = Name;
        }
        else
        {
            options.ConnectionString = ConnectionString;
        }
    }

    private static (HostDatabase? Database, string? Fault) OfServer(DatabaseProvider provider, string named, string? connection, string example)
    {
        if (string.IsNullOrEmpty(connection))
        {
            return (null, $"{ProviderKey} is {named}, but {ConnectionKey} is not set. Give it, for instance {example}");
        }

        try
        {
            return (new(provider, NameOf(provider, connection), connection), null);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The text itself is not repeated: it may hold a password.
            return (null, $"{ConnectionKey} cannot be read as one of {named}: {unreadable.Message} Expected for instance {example}");
        }
    }

    private static string NameOf(DatabaseProvider provider, string connectionString)
    {
        if (provider == DatabaseProvider.SqlServer)
        {
            var server = new SqlConnectionStringBuilder(connectionString);
            return $"{server.InitialCatalog} on {server.DataSource}";
        }

        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{settings.Database} on {settings.Host}:{settings.Port}";
    }
}
