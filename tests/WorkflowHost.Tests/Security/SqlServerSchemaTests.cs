using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using WorkflowHost.Runtime.Tests.SqlServer;
using WorkflowHost.Security.SqlServer;

namespace WorkflowHost.Tests.Security;

public sealed class SqlServerSchemaTests
{
    /// <summary>As the script of the runtime's tables: <c>WORKFLOWHOST_GOLDEN=1</c> writes it anew.</summary>
    [Fact]
    public void Script_OfTheTablesOfSignIn_IsTheOneKeptAndReadByMicrosoftsParser()
    {
        using var context = new SqlServerSecurityDbContextDesign().CreateDbContext([]);
        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("WORKFLOWHOST_GOLDEN") == "1")
        {
            File.WriteAllText(SourceOfGolden(), script);
            return;
        }

        Assert.Empty(TSql.FaultsOf(script));
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Security", "schema.sql")).ReplaceLineEndings("\n"), script);
    }

    private static string SourceOfGolden([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "schema.sql");
}
