using Microsoft.Data.Sqlite;
using WorkflowHost.Runtime;

namespace WorkflowHost.Starting;

/// <summary>The database that keeps everything.</summary>
/// <param name="Provider">Setting <c>Database:Provider</c>: <c>sqlite</c>, by default, or <c>postgres</c>.</param>
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
                return (null, $"{ConnectionKey} is set, but {ProviderKey} says sqlite, which takes a file. Set {ProviderKey}=postgres, or name the file by Database:File.");
            case "POSTGRES" or "POSTGRESQL" when string.IsNullOrEmpty(connection):
                return (null, $"{ProviderKey} is {provider}, but {ConnectionKey} is not set. Give it, for instance Host=db;Database=workflowhost;Username=workflowhost;Password=…");
            case "POSTGRES" or "POSTGRESQL":
                return (new(DatabaseProvider.Postgres, NameOf(connection), connection), null);
            default:
                return (null, $"{ProviderKey} is '{provider}'; expected sqlite or postgres.");
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

    /// <summary>A text that cannot be read is named as such when the options are checked.</summary>
    private static string NameOf(string connectionString)
    {
        try
        {
            var settings = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
            return $"{settings.Database} on {settings.Host}:{settings.Port}";
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or KeyNotFoundException)
        {
            return "of " + ConnectionKey;
        }
    }
}
