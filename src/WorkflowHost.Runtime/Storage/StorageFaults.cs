using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using WorkflowHost.Runtime.Storage.Postgres;
using WorkflowHost.Runtime.Storage.Sqlite;
using WorkflowHost.Runtime.Storage.SqlServer;

namespace WorkflowHost.Runtime.Storage;

/// <summary>Recognises the storage's trouble in an exception, so that a boundary can answer "try again" instead of "bug".</summary>
public static class StorageFaults
{
    /// <returns>Null when the exception is something else.</returns>
    public static StorageFault? Of(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            switch (error)
            {
                case SqliteException sqlite:
                    return SqliteFaults.Of(sqlite);
                case NpgsqlException postgres:
                    return PostgresFaults.Of(postgres);
                case SqlException server:
                    return SqlServerFaults.Of(server);
            }
        }

        return null;
    }
}
