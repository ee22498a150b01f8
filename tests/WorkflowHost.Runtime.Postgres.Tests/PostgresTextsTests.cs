using System.Reflection;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage.Postgres;

namespace WorkflowHost.Runtime.Tests;

/// <summary>Every statement of the hot path, also those no other test happens to run, in the server's own judgement.</summary>
public sealed class PostgresTextsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Statements_AllOfTheHotPath_ArePreparedByTheServer()
    {
        var texts = Constants(typeof(HotSql)).Concat(Constants(typeof(HotReads))).Select(PostgresTexts.Of).ToList();

        Assert.True(texts.Count > 60, $"Only {texts.Count} were found.");
        Assert.All(texts, text => _database.Execute("PREPARE one AS " + text + "; DEALLOCATE one"));
    }

    [Fact]
    public void Schema_AfterAllMigrations_MatchesTheModel()
    {
        using var context = _database.Context();

        Assert.False(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.HasPendingModelChanges(context.Database));
    }

    [Fact]
    public async Task Schema_ExistsAlready_IsLeftAlone()
    {
        _database.Execute("INSERT INTO audit (at, actor_id, actor_name, action) VALUES (1, 'a', 'A', 'signed_in')");
        await using var context = _database.Context();

        Assert.Empty(await SchemaMigration.ApplyAsync(context, TimeProvider.System));
        Assert.Equal(1, _database.Count("audit"));
    }

    [Fact]
    public async Task Schema_OfALaterRelease_IsRefusedByItsName()
    {
        _database.Execute("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Later', '99')""");
        await using var context = _database.Context();

        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() => SchemaMigration.ApplyAsync(context, TimeProvider.System));

        Assert.Contains("29990101000000_Later", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Constants(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        // Private ones are parts of statements. What a SELECT gives to an INSERT has no type without its parameters'; each start runs it.
        .Where(field => !field.IsPrivate && field.Name is not (nameof(HotSql.HouseKinds) or nameof(HotSql.IsOver) or nameof(HotSql.StartCase)))
        .Select(field => (string)field.GetRawConstantValue()!);
}
