using Microsoft.EntityFrameworkCore;

namespace WorkflowHost.Runtime.Storage;

/// <summary>Makes contexts of the database in use for those who need not know which it is.</summary>
internal sealed class WorkflowDbContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<WorkflowDbContext>
    where TContext : WorkflowDbContext
{
    public WorkflowDbContext CreateDbContext() => inner.CreateDbContext();

    public async Task<WorkflowDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
