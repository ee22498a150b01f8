using Microsoft.Data.Sqlite;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>What SQLite's result codes mean for a caller (sqlite.org/rescode.html).</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int TableLocked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <summary>The fault, or null when the error is a mistake of ours rather than the storage's.</summary>
    public static StorageFault? Of(SqliteException error)
    {
        var code = error.SqliteErrorCode switch
        {
            Busy or TableLocked => StorageFault.Locked,
            ReadOnly => StorageFault.ReadOnly,
            Full => StorageFault.Full,
            InputOutput or Corrupt or CannotOpen or NotADatabase => StorageFault.Unavailable,
            Constraint => StorageFault.Constraint,
            _ => null,
        };
        return code is null ? null : new(code, error.Message);
    }
}
