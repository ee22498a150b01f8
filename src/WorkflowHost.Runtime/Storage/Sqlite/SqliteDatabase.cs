using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using SQLitePCL;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>How connections to the database file are made.</summary>
/// <remarks>
/// Write-ahead log: readers never wait for the writer. <c>synchronous=FULL</c>: a commit is on the disk before anybody is
/// answered, so that an acknowledged command survives a power cut.
/// </remarks>
internal sealed class SqliteDatabase(string connectionString, TimeSpan busyTimeout) : IHotDatabase, IDisposable
{
    // What the systems say of a file that another process holds.
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private FileStream? _claim;

    public string ConnectionString { get; } = connectionString;

    public bool IsShared => false;

    public static string ConnectionStringOf(string file, TimeSpan busyTimeout) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadWriteCreate,
        ForeignKeys = true,
        DefaultTimeout = Math.Max(1, (int)Math.Ceiling(busyTimeout.TotalSeconds)),
    }.ToString();

    public static void Configure(DbContextOptionsBuilder builder, string connectionString) => builder
        .UseSqlite(connectionString)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ReplaceService<IMigrationsSqlGenerator, SqliteTableSql>();

    /// <summary>As <see cref="Prepare"/>.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        Prepare();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Holds a file beside the database open for as long as the host lives; the system lets go of it when the process ends,
    /// however it ends. Two hosts on one file would end each other's leases and send messages twice.
    /// </summary>
    public void Claim()
    {
        if (_claim is not null)
        {
            return;
        }

        var file = FileWithFolder();
        try
        {
            _claim = new(file + ".host", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error.HResult is WindowsSharing or LinuxWouldBlock or MacWouldBlock)
        {
            throw new StorageRefusedException(
                $"Another host works on {file}; an embedded database has one host only. Stop the other one, or have several hosts share a server: Database:Provider=postgres.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException(
                $"The file {file}.host, by which a second host would notice this one, cannot be written: {error.Message} Give the host's user the right to write into the database's folder, and see that its disk has room.", error);
        }
    }

    /// <summary>Nobody else is there to wait for.</summary>
    public Task<IAsyncDisposable> EnterAsync(string what, CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable>(new NoTurn());

    public void Dispose() => _claim?.Dispose();

    /// <summary>Creates the file's folder and switches the file to write-ahead logging, which it then stays in.</summary>
    /// <exception cref="SqliteException">The file cannot be created or opened.</exception>
    /// <exception cref="StorageRefusedException">Its folder cannot be made.</exception>
    public void Prepare()
    {
        FileWithFolder();
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL");
    }

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public SqliteHotConnection OpenWriter() => Open(
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA temp_store=MEMORY",
        // Nobody else writes, so its pages stay good: 64 MiB hold the inner nodes of the indexes of millions of rows. 2 MiB is what it has by itself.
        "PRAGMA cache_size=-65536",
        // 16 MiB of log: a page that many commits in a row change is written back once, and the writer stops for it less often.
        "PRAGMA wal_autocheckpoint=4000",
        // A log that grew in a burst is cut back at the next checkpoint.
        "PRAGMA journal_size_limit=67108864");

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public HotConnection OpenReader() => Open("PRAGMA query_only=ON");

    /// <returns>The path of the file, whose folder is there now.</returns>
    private string FileWithFolder()
    {
        var file = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder)
        {
            try
            {
                Directory.CreateDirectory(folder);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new StorageRefusedException($"The folder {folder} of the database cannot be made: {error.Message} Make it, writable for the host's user, or name another file by Database:File.", error);
            }
        }

        return file;
    }

    private SqliteHotConnection Open(params ReadOnlySpan<string> pragmas)
    {
        // Not pooled: who opens it owns it, with its prepared statements, for as long as it lives.
#pragma warning disable CA2000 // What is given back owns it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
#pragma warning restore CA2000
        try
        {
            connection.Open();
            foreach (var pragma in pragmas)
            {
                Execute(connection, pragma);
            }

            raw.sqlite3_busy_timeout(connection.Handle, (int)busyTimeout.TotalMilliseconds);
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private sealed class NoTurn : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private static void Execute(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the constants above.
        command.CommandText = pragma;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
