using System.Globalization;
using WorkflowHost.Bench.Bursts;
using WorkflowHost.Bench.Complaints;
using WorkflowHost.Bench.EngineRuns;
using WorkflowHost.Bench.Fuzz;

// dotnet run -c Release --project bench/WorkflowHost.Bench -- complaint [--seconds 20] [--callers 1,8,20,64] [--cases 300]
// dotnet run -c Release --project bench/WorkflowHost.Bench -- bursts
// dotnet run -c Release --project bench/WorkflowHost.Bench -- engine
// dotnet run -c Release --project bench/WorkflowHost.Bench -- fuzz ROUNDS SEED
return args switch
{
    ["complaint", .. var options] => await ComplaintBench.RunAsync(BenchPlan.Parse(options)),
    ["bursts"] => await BurstBench.RunAsync(),
    ["engine"] => await EngineBench.RunAsync(),
    ["fuzz", var rounds, var seed] => await FuzzCommand.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: complaint [--seconds 20] [--callers 1,8,20,64] [--cases 300] | bursts | engine | fuzz ROUNDS SEED");
    return 2;
}
