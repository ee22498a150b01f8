using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Storage.Postgres;

namespace WorkflowHost.Runtime.Tests.Storage;

/// <summary>Without a server, so that a forgotten migration is found on every machine.</summary>
public sealed class PostgresModelTests
{
    [Fact]
    public void Migrations_ForPostgres_MatchTheModel()
    {
        using var context = new PostgresWorkflowDbContextDesign().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }
}
