using System.Net.Sockets;
using Npgsql;

namespace WorkflowHost.Runtime.Storage.Postgres;

/// <summary>What PostgreSQL's error codes mean for a caller (postgresql.org/docs, appendix "PostgreSQL Error Codes").</summary>
internal static class PostgresFaults
{
    /// <summary>The fault, or null when the error is a mistake of ours rather than the storage's.</summary>
    public static StorageFault? Of(NpgsqlException error)
    {
        var code = error is PostgresException answered ? CodeOf(answered.SqlState) : StorageFault.Unavailable;
        return code is null ? null : new(code, error is PostgresException said ? $"{said.SqlState}: {said.MessageText}" : WordsOf(error));
    }

    /// <summary>Whether the same transaction may well succeed when it is run again at once.</summary>
    public static bool IsOvertaken(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private static string? CodeOf(string state) => state switch
    {
        PostgresErrorCodes.DiskFull or "53000" or PostgresErrorCodes.OutOfMemory => StorageFault.Full,
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege => StorageFault.ReadOnly,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled => StorageFault.Locked,
        // A host that stood still within a transaction: the server has ended its session.
        "25P03" => StorageFault.Unavailable,
        // 08 connection, 28 sign-in, 3D no such database, 53300 too many connections, 57P shutting down or starting, 58 the server's own disk.
        _ when state.StartsWith("23", StringComparison.Ordinal) => StorageFault.Constraint,
        _ when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal) || state.StartsWith("3D", StringComparison.Ordinal)
            || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal) => StorageFault.Unavailable,
        _ => null,
    };

    private static string WordsOf(NpgsqlException error) => error.InnerException is SocketException or IOException or TimeoutException
        ? $"{error.Message} {error.InnerException.Message}"
        : error.Message;
}
