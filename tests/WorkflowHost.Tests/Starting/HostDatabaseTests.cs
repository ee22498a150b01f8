using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using WorkflowHost.Runtime;
using WorkflowHost.Security.Postgres;
using WorkflowHost.Security.SqlServer;
using WorkflowHost.Starting;

namespace WorkflowHost.Tests.Starting;

public sealed class HostDatabaseTests
{
    private const string Server = "Host=db;Database=cases;Username=wfh;Password=geheim";

    [Fact]
    public void Settings_None_NameTheFileUnderTheWorkingDirectory()
    {
        var (database, fault) = Find(null, null);

        Assert.Null(fault);
        Assert.Equal((DatabaseProvider.Sqlite, Path.Combine("/srv/wfh", "data", "workflowhost.db")), (database!.Provider, database.Name));
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("PostgreSQL")]
    public void Settings_Postgres_AreNamedWithoutThePassword(string provider)
    {
        var (database, fault) = Find(provider, Server);

        Assert.Null(fault);
        Assert.Equal((DatabaseProvider.Postgres, "cases on db:5432"), (database!.Provider, database.Name));
        var options = new RuntimeOptions();
        database.ApplyTo(options);
        Assert.Equal((DatabaseProvider.Postgres, Server), (options.Provider, options.ConnectionString));
    }

    [Fact]
    public void Settings_SqlServer_AreNamedWithoutThePassword()
    {
        var (database, fault) = Find("SqlServer", "Server=db,1433;Database=cases;User ID=wfh;Password=geheim");

        Assert.Null(fault);
        Assert.Equal((DatabaseProvider.SqlServer, "cases on db,1433"), (database!.Provider, database.Name));
    }

    [Theory]
    [InlineData("oracle", Server, "expected sqlite, postgres or sqlserver")]
    [InlineData("sqlserver", null, "Server=db;Database=workflowhost")]
    [InlineData("sqlserver", Server, "cannot be read as one of sqlserver")]
    [InlineData("postgres", "Hst=db;Password=geheim", "cannot be read as one of postgres")]
    [InlineData("postgres", null, "Database:ConnectionString is not set")]
    [InlineData("sqlite", Server, "Database:File")]
    [InlineData(null, Server, "Database:Provider=postgres")]
    public void Settings_ThatDoNotFit_AreRefusedWithWhatToDo(string? provider, string? connection, string says)
    {
        var (database, fault) = Find(provider, connection);

        Assert.Null(database);
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Security_MigrationsForPostgres_MatchTheModel()
    {
        using var context = new PostgresSecurityDbContextDesign().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Security_MigrationsForSqlServer_MatchTheModel()
    {
        using var context = new SqlServerSecurityDbContextDesign().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    private static (HostDatabase? Database, string? Fault) Find(string? provider, string? connection) => HostDatabase.Find(
        new ConfigurationBuilder().AddInMemoryCollection([new("Database:Provider", provider), new("Database:ConnectionString", connection)]).Build(), "/srv/wfh");
}
