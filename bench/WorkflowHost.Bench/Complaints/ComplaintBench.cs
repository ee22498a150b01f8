using System.Globalization;
using System.Text;
using WorkflowHost.Bench.Floors;
using WorkflowHost.Journeys;

namespace WorkflowHost.Bench.Complaints;

/// <summary>
/// Complaints per second, from opening to closing, through the real HTTP API on SQLite with every burst synced to disk;
/// beside it what bare SQL needs for the same rows on the same machine in the same run.
/// </summary>
internal static class ComplaintBench
{
    public static BenchPlan Plan { get; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60), [1, 8, 20, 64], 300);

    public static async Task<int> RunAsync(BenchPlan plan)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-bench-floor-").FullName;
        try
        {
            var closedCases = Path.Combine(folder, "closed.db");
            Console.WriteLine($"sizes over {plan.SizedCases} cases …");
            var sizes = await CaseSizes.MeasureAsync(plan.SizedCases, closedCases);
            var floor = new SqliteFloor(closedCases);
            var lines = new List<(Throughput Product, double Floor)>();
            foreach (var callers in plan.Callers)
            {
                Console.WriteLine($"{callers} callers …");
                lines.Add((await Throughput.MeasureAsync(callers, plan), floor.CasesPerSecond(callers)));
            }

            await ResultFile.KeepAsync("complaint", Markdown(plan, sizes, floor, lines));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Markdown(BenchPlan plan, CaseSizes sizes, SqliteFloor floor, IEnumerable<(Throughput Product, double Floor)> lines)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Complaints end to end, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine("`dotnet run -c Release --project bench/WorkflowHost.Bench -- complaint`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Each complaint is opened, and every step claimed and completed, over HTTP with `Prefer: return=minimal`; SQLite with write-ahead log and `synchronous=FULL`; each answer after its own burst is durable. {plan.Measured.TotalSeconds:0} s a line after {plan.WarmUp.TotalSeconds:0} s of warming up; callers run on the same cores as the host.").AppendLine();
        text.AppendLine("| callers | complaints/s | commands/s | completion p50 ms | p99 ms | host CPU ms/complaint | host memory MiB | floor complaints/s | of floor |");
        text.AppendLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (product, bare) in lines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {product.Callers} | {product.CasesPerSecond:0.0} | {product.CommandsPerSecond:0} | {product.CompletionMs(0.5):0.0} | {product.CompletionMs(0.99):0.0} | {product.HostMs:0.0} | {product.WorkingSet / 1048576.0:0} | {bare:0} | {product.CasesPerSecond / bare:P0} |");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"A closed complaint is {floor.BurstsPerCase:0.0} commits and leaves {floor.RowsPerCase:0.0} rows. The floor writes those rows again by bare prepared SQL, same schema, same settings, as many commits, the commits of all callers shared; no HTTP, no rules, no reads, and without the rows that came and went.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| bytes in the file (compact copy, {sizes.Cases} cases, indexes included) | |").AppendLine("|---|---:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| a complaint waiting for its first person | {sizes.Waiting:0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| a complaint closed, history kept, revisit planned | {sizes.Closed:0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| … of it the state | {sizes.ClosedState:0} |");
        return text.ToString();
    }
}
