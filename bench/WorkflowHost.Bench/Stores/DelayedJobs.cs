using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace WorkflowHost.Bench.Stores;

/// <summary>One plain delayed job of Hangfire for each timer: what timers cost without tables of their own.</summary>
internal static class DelayedJobs
{
    private static int _done;

    /// <summary>What a job does: nothing but be counted.</summary>
    public static void Note() => Interlocked.Increment(ref _done);

    /// <returns>A line of the table.</returns>
    public static async Task<string> MeasureAsync(bool isServer, int count, int armed)
    {
        using var database = BenchDatabase.Create(isServer);
        JobStorage storage;
        if (isServer)
        {
            await using (await BenchRuntime.StartAsync(database))
            {
                // Makes the database.
            }

            storage = new PostgreSqlStorage(new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(database.ConnectionString, new PostgreSqlStorageOptions()), new PostgreSqlStorageOptions { SchemaName = "jobs" });
        }
        else
        {
            storage = new InMemoryStorage();
        }

        Console.WriteLine($"{storage}, {count} delayed jobs …");
        _done = 0;
        var client = new BackgroundJobClient(storage);
        var setting = new Latencies();
        for (var i = 0; i < armed; i++)
        {
            await setting.TimeAsync(() => Task.FromResult(client.Schedule(() => Note(), TimeSpan.FromDays(365))));
        }

        var due = TimeProvider.System.GetUtcNow().AddSeconds(10 + (count * setting.Ms(0.5) / 4_000));
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => client.Schedule(() => Note(), due));
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = 2, SchedulePollingInterval = TimeSpan.FromSeconds(1) }, storage);
        var began = TimeProvider.System.GetUtcNow() > due ? TimeProvider.System.GetUtcNow() : due;
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var limit = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _done) < count && Stopwatch.GetElapsedTime(limit) < TimeSpan.FromMinutes(5))
        {
            await clock.WaitForNextTickAsync();
        }

        var took = (TimeProvider.System.GetUtcNow() - began).TotalSeconds;
        var all = _done >= count ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" (only {_done:N0} of them; given up)");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| Hangfire, {(isServer ? "PostgreSQL" : "in memory")} | {setting.Ms(0.5):0.00} | {setting.Ms(0.99):0.0} | {took:0.0}{all} | {_done / took:0} |");
    }
}
