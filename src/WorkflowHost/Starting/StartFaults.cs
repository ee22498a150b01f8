using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using WorkflowHost.Runtime;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Starting;

/// <summary>What the operator is told when the host cannot start: what went wrong, where, and what to do about it.</summary>
internal static class StartFaults
{
    /// <returns>Null when it is nothing the operator could put right, but a bug.</returns>
    public static string? TextOf(Exception fault, HostDatabase database)
    {
        if (fault is PackRejectedException or StartRefusedException or StorageRefusedException or OptionsValidationException)
        {
            return fault.Message;
        }

        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException answer)
            {
                var storage = StorageFaults.Of(answer);
                return $"The database {database.Name} cannot be used: {storage?.Detail ?? answer.Message}. {Advice(database.Provider, answer, storage?.Code)}";
            }
        }

        return fault is IOException or UnauthorizedAccessException ? $"The host cannot start: {fault.Message}" : null;
    }

    private static string Advice(DatabaseProvider provider, DbException answer, string? code) => (answer, code) switch
    {
        (SqliteException, StorageFault.ReadOnly) => "Give the host's user the right to write the file, and into its folder, where the log of recent writes is kept.",
        (SqliteException, StorageFault.Locked) => "Another program holds the file, a backup or an open shell for instance; end it and start again.",
        (SqliteException { SqliteErrorCode: SqliteFile.CannotOpen }, _) => "Check that its folder exists and that the host's user may write into it.",
        (SqliteException { SqliteErrorCode: SqliteFile.Corrupt or SqliteFile.NotADatabase }, _) => "It is no database file, or a damaged one; name another by Database:File, or restore a backup.",
        (_, StorageFault.Full) => "Make room on its disk and start again; what was stored before is untouched.",
        (PostgresException { SqlState: "25006" }, _) => "It is a standby; name the primary in Database:ConnectionString.",
        (_, StorageFault.ReadOnly) => "The user lacks rights: make it the owner of the database and of its tables, or have the schema brought up to date by their owner with --migrate and grant the user SELECT, INSERT, UPDATE and DELETE on them.",
        (PostgresException { SqlState: "28P01" or "28000" }, _) or (SqlException { Number: 18456 }, _) => "Check user and password in Database:ConnectionString, and that the server lets this user in from here.",
        (PostgresException { SqlState: "53300" }, _) => "All of the server's connections are taken; a host needs about 45. Raise max_connections, or end another program.",
        (PostgresException { SqlState: "57P03" }, _) => "It is starting or shutting down; start again in a moment.",
        (_, StorageFault.Locked) => "Another program holds its tables; end it and start again.",
        _ when provider == DatabaseProvider.Sqlite => "Check that the folder is writable, the disk has room and no other program holds the file.",
        _ => "Check that the server runs and is reached from here, and that Database:ConnectionString names a user who may sign in and make tables.",
    };

    /// <summary>SQLite's result codes (sqlite.org/rescode.html).</summary>
    private static class SqliteFile
    {
        public const int Corrupt = 11;
        public const int CannotOpen = 14;
        public const int NotADatabase = 26;
    }
}
