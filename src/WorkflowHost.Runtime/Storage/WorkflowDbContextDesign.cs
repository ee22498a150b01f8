using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WorkflowHost.Runtime.Storage.Sqlite;

namespace WorkflowHost.Runtime.Storage;

/// <summary>Lets <c>dotnet ef</c> build the model without a host; the file it names is never opened.</summary>
internal sealed class WorkflowDbContextDesign : IDesignTimeDbContextFactory<WorkflowDbContext>
{
    public WorkflowDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<WorkflowDbContext>();
        SqliteDatabase.Configure(builder, "Data Source=design-time.db");
        return new(builder.Options);
    }
}
