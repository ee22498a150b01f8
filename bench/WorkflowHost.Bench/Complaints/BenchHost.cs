using WorkflowHost.Journeys;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Bench.Complaints;

/// <summary>A fresh host process on a fresh file, with callers that may do everything.</summary>
internal sealed class BenchHost : IDisposable
{
    private readonly string _folder;
    private readonly HostProcess _process;

    private BenchHost(string folder, HostProcess process, IReadOnlyList<Caller> callers) => (_folder, _process, Callers) = (folder, process, callers);

    public IReadOnlyList<Caller> Callers { get; }

    public string DatabaseFile => FileIn(_folder);

    public long WorkingSet => _process.WorkingSet;

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    public static async Task<BenchHost> StartAsync(int callers)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-bench-").FullName;
        var process = await HostProcess.StartAsync(FileIn(folder), Checkout.Workflows, CancellationToken.None);
        using var administrator = await Administrator.SignInAsync(process.Address, process.Output, CancellationToken.None);
        var hired = new List<Caller>();
        for (var i = 1; i <= callers; i++)
        {
            var name = $"bench{i:00}";
            var (staffId, _) = await administrator.HireAsync(name, $"员工{i:00}", [.. StaffRoles.All], CancellationToken.None);
            hired.Add(new Caller(process.Address, name, staffId, await administrator.IssueKeyAsync(name, staffId, CancellationToken.None)));
        }

        return new BenchHost(folder, process, hired);
    }

    public void Dispose()
    {
        foreach (var caller in Callers)
        {
            caller.Dispose();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string FileIn(string folder) => Path.Combine(folder, "bench.db");
}
