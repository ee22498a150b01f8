using System.Globalization;
using WorkflowHost.Crash;
using WorkflowHost.Crash.Cluster;
using WorkflowHost.Journeys;

// dotnet run -c Release --project tests/WorkflowHost.Crash -- [kills] [seed] [longest life of a host in ms]
// dotnet run -c Release --project tests/WorkflowHost.Crash -- cluster [minutes] [seed] [hosts]
if (args is ["cluster", ..])
{
    return await ClusterCommand.RunAsync(args[1..]);
}

var kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
var plan = new CrashPlan(kills, Clients: 20, seed);
if (args.Length > 2)
{
    plan = plan with { LongestLife = TimeSpan.FromMilliseconds(int.Parse(args[2], CultureInfo.InvariantCulture)) };
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    cancellation.Cancel();
};

var report = await new CrashRun(plan, Console.Out).RunAsync(cancellation.Token);
var file = Path.Combine(Checkout.Root, "docs", "crash-runs", string.Create(CultureInfo.InvariantCulture, $"{report.StartedAt:yyyy-MM-dd}-{kills}-kills.md"));
Directory.CreateDirectory(Path.GetDirectoryName(file)!);
await File.WriteAllTextAsync(file, report.ToMarkdown());
Console.WriteLine(report.ToMarkdown());
Console.WriteLine($"kept as {Path.GetRelativePath(Checkout.Root, file)}");
return report.Faults.Count == 0 ? 0 : 1;
