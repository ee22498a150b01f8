using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace WorkflowHost.Security.SqlServer;

/// <summary>The same tables on SQL Server, with migrations of their own. Names and ids are compared by their code units there, as on SQLite.</summary>
public sealed class SqlServerSecurityDbContext(DbContextOptions<SqlServerSecurityDbContext> options) : SecurityDbContext(options)
{
    private const string Ordinal = "Latin1_General_100_BIN2";

    internal static void UseServer(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(connectionString, server => server.MigrationsHistoryTable(MigrationsTable));

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
internal sealed class SqlServerSecurityDbContextDesign : IDesignTimeDbContextFactory<SqlServerSecurityDbContext>
{
    public SqlServerSecurityDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlServerSecurityDbContext>();
        SqlServerSecurityDbContext.UseServer(options, "Server=design-time;Database=design-time");
        // The tables depend on it, and SQL Server, unlike SQLite, knows the lengths of texts.
        options.UseApplicationServiceProvider(new ServiceCollection().Configure<IdentityOptions>(SecurityRegistration.ShapeTables).BuildServiceProvider());
        return new(options.Options);
    }
}
