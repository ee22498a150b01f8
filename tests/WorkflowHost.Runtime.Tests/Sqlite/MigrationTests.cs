using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Tests.Sqlite;

public sealed class MigrationTests
{
    [Fact]
    public void Migration_EmptyFile_CreatesSchemaAndMatchesModel()
    {
        using var database = new TestDatabase();
        using var context = database.Context();

        Assert.Empty(context.Database.GetPendingMigrations());
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Equal(0, database.Count("cases"));
    }

    [Fact]
    public void Migration_AppliedTwice_ChangesNothing()
    {
        using var database = new TestDatabase();
        database.Execute("INSERT INTO audit (at, actor_id, actor_name, action) VALUES (1, 'a', 'A', 'signed_in')");
        using var context = database.Context();

        context.Database.Migrate();

        Assert.Equal(1, database.Count("audit"));
    }

    [Fact]
    public async Task Migration_OfADraftSentBackBefore_KeepsByWhomAndWhy()
    {
        using var database = new TestDatabase(isMigrated: false);
        database.Database.Prepare();
        await using var context = database.Context();
        await context.GetService<IMigrator>().MigrateAsync("IncidentJobs");
        database.Execute("""
            INSERT INTO rules (kind, rule_id, version, state, is_removed, json, origin, revision, changed_at, changed_by_id, changed_by_name)
            VALUES ('Clock', 'statutory', 0, 'Draft', 0, '{}', 'Screen', 2, 100, 's1', '何平'), ('Form', 'register', 0, 'Draft', 0, '{}', 'Screen', 2, 300, 's1', '何平')
            """);
        database.Execute("""
            INSERT INTO audit (at, actor_id, actor_name, action, subject, detail) VALUES
                (50, 's2', '沈悦', 'rule_publication_rejected', 'rule:clock/statutory', '之前的草稿'),
                (200, 's2', '沈悦', 'rule_publication_rejected', 'rule:clock/statutory', '依据是哪一条？'),
                (200, 's2', '沈悦', 'rule_publication_rejected', 'rule:form/register', '之后已改')
            """);

        await SchemaMigration.ApplyAsync(context, TimeProvider.System);

        var back = await context.Rules.SingleAsync(rule => rule.RejectedAt != null);
        Assert.Equal(("statutory", 200, "沈悦", "依据是哪一条？"), (back.RuleId, back.RejectedAt!.Value.ToUnixTimeMilliseconds(), back.RejectedByName, back.RejectedReason));
    }

    [Fact]
    public async Task Migration_LockLeftByAKilledProcess_IsRemovedAndTheMigrationRuns()
    {
        using var database = new TestDatabase(isMigrated: false);
        database.Database.Prepare();
        database.Execute("CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL)");
        database.Execute("INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-01-01 08:00:00.0000000+00:00')");
        await using var context = database.Context();
        var applied = await SchemaMigration.ApplyAsync(context, TimeProvider.System);

        Assert.NotEmpty(applied);
        Assert.Equal(0, database.Count("cases"));
        Assert.Equal(0, database.Count("__EFMigrationsLock"));
    }

    [Fact]
    public async Task Migration_NothingPending_DoesNotWaitForALock()
    {
        using var database = new TestDatabase();
        database.Execute("INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2999-01-01 08:00:00.0000000+00:00')");
        await using var context = database.Context();

        Assert.Empty(await SchemaMigration.ApplyAsync(context, TimeProvider.System));
    }

    [Fact]
    public void Schema_ShortRowTables_AreStoredByTheirKeyAlone()
    {
        using var database = new TestDatabase();
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'";

        Assert.Equal(10L, command.ExecuteScalar());
    }

    [Fact]
    public void Database_Prepared_KeepsAWriteAheadLog()
    {
        using var database = new TestDatabase();
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";

        Assert.Equal("wal", command.ExecuteScalar());
    }
}
