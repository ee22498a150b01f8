using Microsoft.EntityFrameworkCore;
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
