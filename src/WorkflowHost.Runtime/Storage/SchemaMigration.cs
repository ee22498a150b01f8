using Microsoft.EntityFrameworkCore;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// Brings a context's schema up to date, safely against a kill at any moment. EF Core guards migrations on SQLite with a row in
/// <c>__EFMigrationsLock</c>; a process killed while it holds the row leaves it behind, and every later start would wait for it
/// for ever (seen in a crash run). So nothing is locked when nothing is pending, and a lock that has outlived any migration is
/// taken to be a dead process's and removed.
/// </summary>
public static class SchemaMigration
{
    /// <summary>No migration of an embedded file takes longer; a younger lock is waited for.</summary>
    private static readonly TimeSpan LongestMigration = TimeSpan.FromSeconds(30);

    /// <returns>The migrations that were applied, in order; empty when the schema was up to date.</returns>
    /// <exception cref="StorageRefusedException">The schema is of a later release, which this one would read wrongly.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(DbContext context, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(time);
        var known = context.Database.GetMigrations().ToList();
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new StorageRefusedException(
                $"The database has the schema of a later release ({unknown}), which this host does not know. Start the release that made it, or restore a backup from before.");
        }

        var pending = known.Except(applied, StringComparer.Ordinal).ToList();
        if (pending.Count == 0)
        {
            return pending;
        }

        while (context.Database.IsSqlite() && await IsLockedAsync(context, cancellationToken))
        {
            var dead = time.GetUtcNow() - LongestMigration;
            var removed = await context.Database.ExecuteSqlAsync(
                $"""DELETE FROM "__EFMigrationsLock" WHERE "Timestamp" < {dead.ToString("yyyy-MM-dd HH:mm:ss.fffffffzzz", System.Globalization.CultureInfo.InvariantCulture)}""",
                cancellationToken);
            if (removed == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }

        await context.Database.MigrateAsync(cancellationToken);
        return pending;
    }

    private static async Task<bool> IsLockedAsync(DbContext context, CancellationToken cancellationToken)
    {
        var tables = await context.Database
            .SqlQuery<int>($"""SELECT count(*) AS "Value" FROM sqlite_schema WHERE type = 'table' AND name = '__EFMigrationsLock'""")
            .SingleAsync(cancellationToken);
        return tables > 0
            && await context.Database.SqlQuery<int>($"""SELECT count(*) AS "Value" FROM "__EFMigrationsLock" """).SingleAsync(cancellationToken) > 0;
    }
}
