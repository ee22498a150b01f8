using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WorkflowHost.Runtime;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Starting;

namespace WorkflowHost.Tests.Starting;

/// <summary>What the operator reads when the database cannot be used.</summary>
public sealed class StartFaultsTests
{
    private static readonly HostDatabase File = HostDatabase.OfFile("/srv/wfh/wfh.db");

    private static readonly HostDatabase Server = new(DatabaseProvider.Postgres, "cases on db:5432", "Host=db;Password=geheim");

    [Theory]
    [InlineData(8, "attempt to write a readonly database", "right to write the file")]
    [InlineData(13, "database or disk is full", "Make room on its disk")]
    [InlineData(14, "unable to open database file", "its folder exists")]
    [InlineData(5, "database is locked", "Another program holds the file")]
    [InlineData(26, "file is not a database", "restore a backup")]
    [InlineData(11, "database disk image is malformed", "restore a backup")]
    [InlineData(10, "disk I/O error", "folder is writable")]
    public void Text_OfAFile_NamesItAndSaysWhatToDo(int code, string says, string advice)
    {
        var text = StartFaults.TextOf(new DbUpdateException("wrapped", new SqliteException(says, code)), File);

        Assert.StartsWith($"The database /srv/wfh/wfh.db cannot be used: {says}.", text, StringComparison.Ordinal);
        Assert.Contains(advice, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("28P01", "Check user and password")]
    [InlineData("28000", "Check user and password")]
    [InlineData("3D000", "names a user who may sign in")]
    [InlineData("42501", "The user lacks rights")]
    [InlineData("25006", "standby")]
    [InlineData("53100", "Make room on its disk")]
    [InlineData("53300", "max_connections")]
    [InlineData("57P03", "start again in a moment")]
    [InlineData("55P03", "Another program holds its tables")]
    public void Text_OfAServer_NamesItWithoutThePasswordAndSaysWhatToDo(string state, string advice)
    {
        var text = StartFaults.TextOf(new InvalidOperationException("tried often", new PostgresException("so it is", "FATAL", "FATAL", state)), Server);

        Assert.StartsWith($"The database cases on db:5432 cannot be used: {state}: so it is.", text, StringComparison.Ordinal);
        Assert.Contains(advice, text, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfARefusal_IsItsOwnAndOfABugThereIsNone()
    {
        Assert.Equal("Another host works on it.", StartFaults.TextOf(new StorageRefusedException("Another host works on it."), File));
        Assert.Null(StartFaults.TextOf(new InvalidOperationException("a bug"), File));
    }
}
