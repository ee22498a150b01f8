using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>
/// Makes tables of short rows with a text key <c>WITHOUT ROWID</c>: the key is stored once instead of twice, and the rows of a
/// case lie together. Not for <c>cases</c>, whose rows are long.
/// </summary>
internal sealed class SqliteTableSql(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    private static readonly FrozenSet<string> ClusteredTables =
        FrozenSet.Create(StringComparer.Ordinal, "tasks", "clocks", "revisits", "timers", "timeline", "notification_reads", "commands",
            "bookmarks", "triggers", "schedules");

    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (!terminate || !ClusteredTables.Contains(operation.Name))
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        base.Generate(operation, model, builder, terminate: false);
        builder.Append(" WITHOUT ROWID").AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }
}
