using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests.Timers;

/// <summary>The runtime on the real clock: pump, Hangfire's server and the tables together. Its cases wait for three tenths of a second.</summary>
internal sealed class RunningHost(IHost host) : IAsyncDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(300);

    /// <summary>Ample on a loaded machine; what comes later does not come at all.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static async Task<RunningHost> StartAsync(TestDatabase database)
    {
        var folder = Path.Combine(database.Folder, "workflows");
        TestPack.WriteTo(folder);
        TestPack.Write(folder, "small.json", TestPack.Workflow(waitFor: "00:00:00.300").ToJsonString());
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddWorkflowRuntime(options =>
        {
            database.ApplyTo(options);
            options.WorkflowsFolder = folder;
            // A server of Hangfire's that has lost its storage is waited for so long at the end.
            options.Lease = TimeSpan.FromSeconds(10);
            options.Http.Timeout = TimeSpan.FromSeconds(5);
        });
        var host = builder.Build();
        await host.Services.GetRequiredService<RuntimeStartup>().RunAsync();
        await host.StartAsync();
        var agent = RuntimeHarness.Agent;
        await host.Services.GetRequiredService<StaffDirectory>().SaveAsync(new StaffMember(agent.Id, "chen", agent.Name, null, agent.Roles, null, [], true, null, 0));
        return new(host);
    }

    /// <summary>Opens a case, has it wait, and returns when the step behind the wait is there.</summary>
    /// <returns>How long after the wait began the step came, less the wait.</returns>
    public async Task<TimeSpan> LateByAsync(string customer)
    {
        var desk = host.Services.GetRequiredService<CaseDesk>();
        var queries = host.Services.GetRequiredService<CaseQueries>();
        var view = (await desk.OpenAsync(TestPack.DefinitionId, RuntimeHarness.OpenFields(customer), RuntimeHarness.Agent)).Value!;
        var task = RuntimeHarness.OpenTask(view);
        await desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        var accepted = (await desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "x" }, RuntimeHarness.Agent)).Value!;
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<CaseChangeFeed>().Changed += _ => Look();
        Look();

        await fired.Task.WaitAsync(Limit, TimeProvider.System);

        var step = RuntimeHarness.OpenTask((await queries.CaseAsync(view.Id, RuntimeHarness.Handler))!);
        Assert.Equal("close", step.ActivityId);
        return step.CreatedAt - accepted.Tasks[0].CompletedAt!.Value - Wait;

        void Look() => _ = Task.Run(async () =>
        {
            var now = await queries.CaseAsync(view.Id, RuntimeHarness.Handler);
            if (now!.Tasks.Any(t => t is { ActivityId: "close", Status: CaseTaskStatus.Open }))
            {
                fired.TrySetResult();
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
