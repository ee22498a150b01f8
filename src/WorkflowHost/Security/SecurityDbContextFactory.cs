using Microsoft.EntityFrameworkCore;

namespace WorkflowHost.Security;

/// <summary>Makes contexts of the database in use for those who need not know which it is.</summary>
internal sealed class SecurityDbContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<SecurityDbContext>
    where TContext : SecurityDbContext
{
    public SecurityDbContext CreateDbContext() => inner.CreateDbContext();

    public async Task<SecurityDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
