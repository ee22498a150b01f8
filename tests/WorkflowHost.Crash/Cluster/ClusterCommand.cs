using System.Globalization;
using WorkflowHost.Journeys;

namespace WorkflowHost.Crash.Cluster;

/// <summary>The long run, by hand: an hour on four hosts by default. Its result is kept under <c>docs/chaos</c>.</summary>
internal static class ClusterCommand
{
    private const int Clients = 20;

    /// <param name="args">Minutes, seed and number of hosts, each optional.</param>
    /// <returns>0 when every promise was kept.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var minutes = Number(args, 0) ?? 60;
        var plan = new ClusterPlan(Number(args, 2) ?? 4, Clients, Number(args, 1) ?? Random.Shared.Next(), TimeSpan.FromMinutes(minutes));
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            cancellation.Cancel();
        };

        var report = await new ClusterRun(plan, Console.Out).RunAsync(cancellation.Token);
        var file = Path.Combine(Checkout.Root, "docs", "chaos", string.Create(CultureInfo.InvariantCulture, $"{report.StartedAt:yyyy-MM-dd-HHmm}-{plan.Hosts}-hosts-{minutes}-minutes.md"));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, report.ToMarkdown());
        Console.WriteLine(report.ToMarkdown());
        Console.WriteLine($"kept as {Path.GetRelativePath(Checkout.Root, file)}");
        return report.Faults.Count == 0 ? 0 : 1;
    }

    private static int? Number(string[] args, int at) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : null;
}
