using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WorkflowHost.Security.ApiKeys;

namespace WorkflowHost.Security;

/// <summary>
/// Credentials, API keys, and the keys that protect cookies. It lives in the same database as
/// the cases, so that one backup holds everything, but keeps its own migration history: either side can move alone.
/// </summary>
public class SecurityDbContext : IdentityUserContext<Account>, IDataProtectionKeyContext
{
    internal const string MigrationsTable = "__SecurityMigrations";

    public SecurityDbContext(DbContextOptions<SecurityDbContext> options)
        : base(options)
    {
    }

    /// <summary>For another database, which has migrations of its own.</summary>
    protected SecurityDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    internal static void UseFile(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString, sqlite => sqlite.MigrationsHistoryTable(MigrationsTable));

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("security_accounts");
        builder.Entity<IdentityUserClaim<string>>().ToTable("security_account_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("security_account_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("security_account_tokens");
        builder.Entity<DataProtectionKey>().ToTable("security_protection_keys");
        builder.Entity<ApiKey>(key =>
        {
            key.ToTable("security_api_keys");
            key.HasIndex(row => row.StaffId);
        });
    }
}

/// <summary>Lets the migrations tool build the model without starting the host.</summary>
internal sealed class SecurityDbContextDesign : IDesignTimeDbContextFactory<SecurityDbContext>
{
    public SecurityDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SecurityDbContext>();
        SecurityDbContext.UseFile(options, "Data Source=:memory:");
        return new SecurityDbContext(options.Options);
    }
}
