using System.Globalization;
using WorkflowHost.Bench.Bursts;
using WorkflowHost.Bench.Complaints;
using WorkflowHost.Bench.EngineRuns;
using WorkflowHost.Bench.Fuzz;
using WorkflowHost.Bench.Stores;

// dotnet run -c Release --project bench/WorkflowHost.Bench -- complaint [--seconds 20] [--warm 60] [--callers 1,8,20,64] [--cases 300]
// dotnet run -c Release --project bench/WorkflowHost.Bench -- bursts
// dotnet run -c Release --project bench/WorkflowHost.Bench -- engine
// dotnet run -c Release --project bench/WorkflowHost.Bench -- fuzz ROUNDS SEED
// dotnet run -c Release --project bench/WorkflowHost.Bench -- commits [--seconds 20] [--warm 20] [--callers 1,8,64]   of these three on PostgreSQL as well where
// dotnet run -c Release --project bench/WorkflowHost.Bench -- timers PENDING DUE JOBS                                 WORKFLOWHOST_BENCH_POSTGRES names a server
// dotnet run -c Release --project bench/WorkflowHost.Bench -- lists TASKS                                             whose fsync is on
return args switch
{
    ["complaint", .. var options] => await ComplaintBench.RunAsync(ComplaintBench.Plan.With(options)),
    ["bursts"] => await BurstBench.RunAsync(),
    ["engine"] => await EngineBench.RunAsync(),
    ["fuzz", var rounds, var seed] => await FuzzCommand.RunAsync(Whole(rounds), Whole(seed)),
    ["commits", .. var options] => await CommitBench.RunAsync(CommitBench.Plan.With(options)),
    ["timers", var pending, var due, var jobs] => await TimerBench.RunAsync(Whole(pending), Whole(due), Whole(jobs)),
    ["lists", var tasks] => await ListBench.RunAsync(Whole(tasks)),
    _ => Usage(),
};

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("usage: complaint [--seconds 20] [--warm 60] [--callers 1,8,20,64] [--cases 300] | bursts | engine | fuzz ROUNDS SEED | commits [--seconds 20] [--warm 20] [--callers 1,8,64] | timers PENDING DUE JOBS | lists TASKS");
    return 2;
}
