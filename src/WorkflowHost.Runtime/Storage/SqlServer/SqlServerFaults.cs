using Microsoft.Data.SqlClient;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>What SQL Server's error numbers mean for a caller (learn.microsoft.com, "Database Engine events and errors").</summary>
internal static class SqlServerFaults
{
    private const int Deadlock = 1205;

    /// <summary>From this severity on the server ends the connection.</summary>
    private const byte Fatal = 20;

    /// <summary>The fault, or null when the error is a mistake of ours rather than the storage's.</summary>
    public static StorageFault? Of(SqlException error)
    {
        var code = Of(error.Number, error.Class);
        return code is null ? null : new(code, $"{error.Number}: {error.Message}");
    }

    public static string? Of(int number, byte severity) => number switch
    {
        // Data file and log full, no memory to run it with.
        1101 or 1105 or 9002 or 701 or 802 or 8645 => StorageFault.Full,
        // Database or file group read-only; no right on the table, the column, to the statement.
        3906 or 1924 or 229 or 230 or 262 => StorageFault.ReadOnly,
        Deadlock or 1222 or SqlServerTexts.LockUnmet or SqlServerTexts.LockOvertaken => StorageFault.Locked,
        // Unique index, key, foreign key or check, null, and text longer than its column.
        2601 or 2627 or 547 or 515 or 2628 or 8152 => StorageFault.Constraint,
        _ => IsAway(number, severity) ? StorageFault.Unavailable : null,
    };

    /// <summary>Whether the same transaction may well succeed when it is run again at once.</summary>
    public static bool IsOvertaken(SqlException error) => error.Number is Deadlock or SqlServerTexts.LockOvertaken;

    private static bool IsAway(int number, byte severity) => severity >= Fatal || number switch
    {
        // Not reached, broken off, no answer in time (-2).
        -2 or -1 or 0 or 2 or 20 or 26 or 40 or 53 or 64 or 121 or 232 or 233 or 258 or 596 or 10053 or 10054 or 10060 or 10061 or 11001 => true,
        // No such database or not open yet, sign-in refused, paused or shutting down, secondary replica.
        4060 or 18456 or 18401 or 18451 or 911 or 921 or 922 or 924 or 927 or 945 or 976 or 978 or 983 or 6005 or 17142 => true,
        // Azure: moved, busy, beyond its limits.
        10928 or 10929 or 40143 or 40197 or 40501 or 40540 or 40613 or 49918 or 49919 or 49920 => true,
        _ => false,
    };
}
