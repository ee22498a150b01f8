using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using WorkflowHost.Runtime.Storage.SqlServer;

namespace WorkflowHost.Runtime.Tests.SqlServer;

/// <summary>The schema on SQL Server, without a server.</summary>
public sealed class SqlServerSchemaTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "SqlServer", "schema.sql");

    [Fact]
    public void Migrations_ForSqlServer_MatchTheModel()
    {
        using var context = new SqlServerWorkflowDbContextDesign().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    /// <summary>
    /// What an administrator would run by hand, kept so that a change of it is read by somebody. After a new migration:
    /// <c>WORKFLOWHOST_GOLDEN=1 dotnet test tests/WorkflowHost.Runtime.Tests --filter SqlServerSchemaTests</c> writes it anew.
    /// </summary>
    [Fact]
    public void Script_OfAllMigrations_IsTheOneKeptAndReadByMicrosoftsParser()
    {
        using var context = new SqlServerWorkflowDbContextDesign().CreateDbContext([]);
        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("WORKFLOWHOST_GOLDEN") == "1")
        {
            File.WriteAllText(SourceOfGolden(), script);
            return;
        }

        Assert.Empty(TSql.FaultsOf(script));
        Assert.Equal(File.ReadAllText(Golden).ReplaceLineEndings("\n"), script);
    }

    [Fact]
    public void Columns_ThatAnIndexHolds_HaveALengthThatFits()
    {
        using var context = new SqlServerWorkflowDbContextDesign().CreateDbContext([]);
        var model = context.GetService<IDesignTimeModel>().Model;

        Assert.All(model.GetEntityTypes(), entity =>
        {
            var isClustered = entity.FindPrimaryKey()!.IsClustered() ?? true;
            Assert.InRange(BytesOf(entity.FindPrimaryKey()!.Properties), 0, isClustered ? 900 : 1700);
            Assert.All(entity.GetIndexes(), index => Assert.InRange(BytesOf(index.Properties), 0, 1700));
        });
    }

    private static int BytesOf(IEnumerable<IReadOnlyProperty> properties) =>
        properties.Sum(property => (property.GetProviderClrType() ?? property.ClrType) == typeof(string) ? 2 * (property.GetMaxLength() ?? 10_000) : 8);

    private static string SourceOfGolden([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "schema.sql");
}
