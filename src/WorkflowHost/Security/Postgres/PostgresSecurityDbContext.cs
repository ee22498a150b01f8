using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WorkflowHost.Security.Postgres;

/// <summary>The same tables on PostgreSQL, with migrations of their own. Names and ids are compared by their code points there, as on SQLite.</summary>
public sealed class PostgresSecurityDbContext(DbContextOptions<PostgresSecurityDbContext> options) : SecurityDbContext(options)
{
    private const string Ordinal = "C";

    internal static void UseServer(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable(MigrationsTable))
            // Looking for the migrations of a new database fails by design; any other failure is its caller's exception.
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug)));

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => property.ClrType == typeof(string)))
        {
            property.SetCollation(Ordinal);
        }
    }
}

/// <summary>Lets the migrations tool build the model without starting the host; the server it names is never asked.</summary>
internal sealed class PostgresSecurityDbContextDesign : IDesignTimeDbContextFactory<PostgresSecurityDbContext>
{
    public PostgresSecurityDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresSecurityDbContext>();
        PostgresSecurityDbContext.UseServer(options, "Host=design-time");
        // The tables depend on it, and PostgreSQL, unlike SQLite, knows the lengths of texts.
        options.UseApplicationServiceProvider(new ServiceCollection().Configure<IdentityOptions>(SecurityRegistration.ShapeTables).BuildServiceProvider());
        return new(options.Options);
    }
}
