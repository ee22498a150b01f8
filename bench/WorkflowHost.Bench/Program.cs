using WorkflowHost.Bench.Complaints;

// dotnet run -c Release --project bench/WorkflowHost.Bench -- complaint [--seconds 20] [--callers 1,8,20,64] [--cases 300]
return args switch
{
    ["complaint", .. var options] => await ComplaintBench.RunAsync(BenchPlan.Parse(options)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: complaint [--seconds 20] [--callers 1,8,20,64] [--cases 300]");
    return 2;
}
