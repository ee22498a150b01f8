using System.Diagnostics;
using System.Globalization;
using System.Text;
using WorkflowHost.Bench.Floors;
using WorkflowHost.Journeys;

namespace WorkflowHost.Bench.Stores;

/// <summary>
/// Committed bursts a second, start to the first wait and resume to the next, each answered when it is durable; beside the floor,
/// which writes the very rows again by bare SQL on the same database in the same run.
/// </summary>
internal static class CommitBench
{
    public static BenchPlan Plan { get; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), [1, 8, 64]);

    public static async Task<int> RunAsync(BenchPlan plan)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Committed bursts, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine("`dotnet run -c Release --project bench/WorkflowHost.Bench -- commits`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"An instance is two bursts: started to its first wait, resumed to its second. The runtime in one process, no HTTP; SQLite with `synchronous=FULL`, PostgreSQL as its server is set up. {plan.Measured.TotalSeconds} s a line after {plan.WarmUp.TotalSeconds} s of warming up. The floor writes the same rows by bare prepared SQL: on SQLite on one connection with the commits of all callers shared, on PostgreSQL on as many connections as there are callers, at most 16, one message a burst.").AppendLine();
        text.AppendLine("| database | callers | bursts/s | start p50 ms | start p99 ms | resume p50 ms | resume p99 ms | floor bursts/s | of floor |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var isServer in BenchDatabase.Kinds)
        {
            foreach (var callers in plan.Callers)
            {
                using var database = BenchDatabase.Create(isServer);
                Console.WriteLine($"{database.Kind}, {callers} callers …");
                var (bursts, starts, resumes) = await MeasureAsync(database, callers, plan);
                var floor = isServer ? await PostgresFloor.BurstsPerSecondAsync(database.ConnectionString, Math.Min(callers, 16)) : 2 * new SqliteFloor(database.File).CasesPerSecond(callers);
                text.AppendLine(CultureInfo.InvariantCulture, $"| {database.Kind} | {callers} | {bursts:0} | {starts.Ms(0.5):0.0} | {starts.Ms(0.99):0.0} | {resumes.Ms(0.5):0.0} | {resumes.Ms(0.99):0.0} | {floor:0} | {bursts / floor:P0} |");
            }
        }

        text.AppendLine().AppendLine(Shared.Note());
        await ResultFile.KeepAsync("commits", text.ToString());
        return 0;
    }

    private static async Task<(double Bursts, Latencies Starts, Latencies Resumes)> MeasureAsync(BenchDatabase database, int callers, BenchPlan plan)
    {
        await using var runtime = await BenchRuntime.StartAsync(database);
        await WorkAsync(runtime, callers, plan.WarmUp, new(), new());
        var (starts, resumes) = (new Latencies(), new Latencies());
        var took = await WorkAsync(runtime, callers, plan.Measured, starts, resumes);
        return ((starts.Count + resumes.Count) / took.TotalSeconds, starts, resumes);
    }

    private static async Task<TimeSpan> WorkAsync(BenchRuntime runtime, int callers, TimeSpan span, Latencies starts, Latencies resumes)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < span)
            {
                var wait = await starts.TimeAsync(() => runtime.StartOneAsync(BenchRuntime.Waits));
                await resumes.TimeAsync(() => runtime.ResumeAsync(wait));
            }
        })));
        return Stopwatch.GetElapsedTime(began);
    }
}
