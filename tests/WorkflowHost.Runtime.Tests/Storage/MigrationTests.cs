using Microsoft.EntityFrameworkCore;

namespace WorkflowHost.Runtime.Tests.Storage;

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
    public void Schema_ShortRowTables_AreStoredByTheirKeyAlone()
    {
        using var database = new TestDatabase();
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'";

        Assert.Equal(7L, command.ExecuteScalar());
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
