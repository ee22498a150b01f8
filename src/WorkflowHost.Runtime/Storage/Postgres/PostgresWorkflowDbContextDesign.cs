using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace WorkflowHost.Runtime.Storage.Postgres;

/// <summary>Lets <c>dotnet ef</c> build the model without a host; the server it names is never asked.</summary>
internal sealed class PostgresWorkflowDbContextDesign : IDesignTimeDbContextFactory<PostgresWorkflowDbContext>
{
    public PostgresWorkflowDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresWorkflowDbContext>().UseNpgsql("Host=design-time").Options);
}
