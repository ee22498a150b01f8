using System.Diagnostics;
using System.Globalization;
using System.Text;
using WorkflowHost.Journeys;
using WorkflowHost.Runtime.Timers;

namespace WorkflowHost.Bench.Stores;

/// <summary>
/// What a million waiting timers cost those who set one more or start the host, and what many due at one instant cost those at work
/// meanwhile; beside plain delayed jobs of Hangfire on the same kind of store.
/// </summary>
internal static class TimerBench
{
    private const int Armed = 500;
    private const int Colleagues = 4;

    public static async Task<int> RunAsync(int pending, int due, int jobs)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Timers, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"`dotnet run -c Release --project bench/WorkflowHost.Bench -- timers {pending} {due} {jobs}`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"The runtime in one process. *Setting one more*: {Armed} instances with a delay are started one after another, each with its timer durable. *Waiting timers* are rows put in by bare SQL. *Memory* is the heap after a full collection.").AppendLine();
        text.AppendLine("| database | waiting timers | start-up s | setting one more p50 ms | p99 ms | memory MiB |").AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var isServer in BenchDatabase.Kinds)
        {
            await PendingAsync(isServer, pending, text);
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{TimerLateness.ASecond} instances a second are started for {TimerLateness.Lasts.TotalSeconds:0} s, each with a delay of {BenchRuntime.Moment.TotalSeconds:0} s, fired by the pump and Hangfire as in a host. *Late*: from the due instant until what followed was durable.").AppendLine();
        text.AppendLine("| database | timers | late p50 ms | p99 ms | longest ms | early |").AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var isServer in BenchDatabase.Kinds)
        {
            text.AppendLine(await TimerLateness.MeasureAsync(isServer));
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{due:N0} timers of as many instances become due at one instant, while {Colleagues} people start and resume other instances without a pause.").AppendLine();
        text.AppendLine("| database | drained in s | fired a second | people before p50 ms | p99 ms | people meanwhile p50 ms | p99 ms | commands a second before → meanwhile |").AppendLine("|---|---:|---:|---:|---:|---:|---:|---|");
        foreach (var isServer in BenchDatabase.Kinds)
        {
            await DueAsync(isServer, due, text);
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Beside it {jobs:N0} plain delayed jobs of Hangfire, one each timer, that do nothing; two workers as our timers have, polled each second.").AppendLine();
        text.AppendLine("| storage | setting one more p50 ms | p99 ms | drained in s | jobs a second |").AppendLine("|---|---:|---:|---:|---:|");
        foreach (var isServer in BenchDatabase.Kinds)
        {
            text.AppendLine(await DelayedJobs.MeasureAsync(isServer, jobs, Armed));
        }

        text.AppendLine().AppendLine(Shared.Note());
        await ResultFile.KeepAsync("timers", text.ToString());
        return 0;
    }

    private static async Task PendingAsync(bool isServer, int pending, StringBuilder text)
    {
        using var database = BenchDatabase.Create(isServer);
        string Row(int count, TimeSpan startup, Latencies armed) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {database.Kind} | {count:N0} | {startup.TotalSeconds:0.0} | {armed.Ms(0.5):0.0} | {armed.Ms(0.99):0.0} | {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0} |");
        // The first start makes the schema; it is not what is measured.
        await using (await BenchRuntime.StartAsync(database))
        {
        }

        Console.WriteLine($"{database.Kind}, no timers …");
        await using (var runtime = await BenchRuntime.StartAsync(database))
        {
            text.AppendLine(Row(0, runtime.Startup, await ArmAsync(runtime)));
        }

        Console.WriteLine($"{database.Kind}, {pending} timers …");
        database.Execute(Seed(isServer, pending));
        await using (var runtime = await BenchRuntime.StartAsync(database))
        {
            text.AppendLine(Row(pending, runtime.Startup, await ArmAsync(runtime)));
        }
    }

    private static async Task<Latencies> ArmAsync(BenchRuntime runtime)
    {
        for (var i = 0; i < 50; i++)
        {
            await runtime.StartOneAsync(BenchRuntime.Delays);
        }

        var armed = new Latencies();
        for (var i = 0; i < Armed; i++)
        {
            await armed.TimeAsync(() => runtime.StartOneAsync(BenchRuntime.Delays));
        }

        return armed;
    }

    /// <summary>Timers of an instance that is there, due over the next ten years.</summary>
    private static string Seed(bool isServer, int count) => isServer
        ? $"""
            INSERT INTO timers (case_id, timer_id, due_at, kind, ref, claimable_at, fence, failures)
            SELECT c.id, 'seed-' || n, at, 'Bookmark', 'seed', at, 0, 0
            FROM (SELECT id FROM cases LIMIT 1) AS c, (SELECT n, 1900000000000 + n::bigint * 300000 AS at FROM generate_series(1, {count}) AS n) AS s
            """
        : $"""
            WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count})
            INSERT INTO timers (case_id, timer_id, due_at, kind, ref, claimable_at, fence, failures)
            SELECT c.id, 'seed-' || n, 1900000000000 + n * 300000, 'Bookmark', 'seed', 1900000000000 + n * 300000, 0, 0 FROM (SELECT id FROM cases LIMIT 1) AS c, s
            """;

    private static async Task DueAsync(bool isServer, int due, StringBuilder text)
    {
        using var database = BenchDatabase.Create(isServer);
        Console.WriteLine($"{database.Kind}, {due} due at once …");
        var clock = new BenchClock();
        await using var runtime = await BenchRuntime.StartAsync(database, clock);
        await Parallel.ForAsync(0, due, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) => await runtime.StartOneAsync(BenchRuntime.Delays));
        var (before, calm) = (new Latencies(), Stopwatch.GetTimestamp());
        await PeopleAsync(runtime, before, () => Stopwatch.GetElapsedTime(calm) > TimeSpan.FromSeconds(5));
        var calmTime = Stopwatch.GetElapsedTime(calm);

        clock.Advance(TimeSpan.FromHours(1));
        var meanwhile = new Latencies();
        var isDrained = false;
        var people = PeopleAsync(runtime, meanwhile, () => Volatile.Read(ref isDrained));
        var began = Stopwatch.GetTimestamp();
        var fired = await runtime.Get<TimerDispatcher>().RunDueAsync();
        var took = Stopwatch.GetElapsedTime(began);
        Volatile.Write(ref isDrained, true);
        await people;
        text.AppendLine(CultureInfo.InvariantCulture, $"| {database.Kind} | {took.TotalSeconds:0.0} | {fired / took.TotalSeconds:0} | {before.Ms(0.5):0.0} | {before.Ms(0.99):0.0} | {meanwhile.Ms(0.5):0.0} | {meanwhile.Ms(0.99):0.0} | {before.Count / calmTime.TotalSeconds:0} → {meanwhile.Count / took.TotalSeconds:0} |");
        if (fired != due)
        {
            throw new InvalidOperationException($"{fired} of {due} timers fired.");
        }
    }

    private static Task PeopleAsync(BenchRuntime runtime, Latencies commands, Func<bool> isOver) =>
        Task.WhenAll(Enumerable.Range(0, Colleagues).Select(_ => Task.Run(async () =>
        {
            while (!isOver())
            {
                var wait = await commands.TimeAsync(() => runtime.StartOneAsync(BenchRuntime.Waits));
                await commands.TimeAsync(() => runtime.ResumeAsync(wait));
            }
        })));
}
