using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>Lets <c>dotnet ef</c> build the model without a host; the server it names is never asked.</summary>
internal sealed class SqlServerWorkflowDbContextDesign : IDesignTimeDbContextFactory<SqlServerWorkflowDbContext>
{
    public SqlServerWorkflowDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqlServerWorkflowDbContext>();
        SqlServerDatabase.Configure(builder, "Server=design-time;Database=design-time");
        return new(builder.Options);
    }
}
