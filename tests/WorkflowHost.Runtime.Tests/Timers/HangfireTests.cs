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

/// <summary>The one test on the real clock: pump, Hangfire's server and the tables together.</summary>
public sealed class HangfireTests
{
    [Fact]
    public async Task Host_Running_FiresATimerByItselfAndNeverEarly()
    {
        using var database = new TestDatabase(isMigrated: false);
        var folder = Path.Combine(database.Folder, "workflows");
        TestPack.WriteTo(folder);
        TestPack.Write(folder, "small.json", TestPack.Workflow(waitFor: "00:00:00.300").ToJsonString());
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddWorkflowRuntime(options =>
        {
            database.ApplyTo(options);
            options.WorkflowsFolder = folder;
        });
        using var host = builder.Build();
        await host.Services.GetRequiredService<RuntimeStartup>().RunAsync();
        await host.StartAsync();
        var desk = host.Services.GetRequiredService<CaseDesk>();
        var agent = RuntimeHarness.Agent;
        await host.Services.GetRequiredService<StaffDirectory>().SaveAsync(new StaffMember(agent.Id, "chen", agent.Name, null, agent.Roles, null, [], true, null, 0));
        var view = (await desk.OpenAsync(TestPack.DefinitionId, RuntimeHarness.OpenFields(), agent)).Value!;
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = RuntimeHarness.OpenTask(view);
        await desk.ClaimAsync(task.Id, agent);
        var accepted = (await desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "x" }, agent)).Value!;
        var queries = host.Services.GetRequiredService<CaseQueries>();
        host.Services.GetRequiredService<CaseChangeFeed>().Changed += _ => Look();
        Look();

        await fired.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        var after = (await queries.CaseAsync(view.Id, RuntimeHarness.Handler))!;
        var step = RuntimeHarness.OpenTask(after);
        Assert.Equal("close", step.ActivityId);
        Assert.True(step.CreatedAt - accepted.Tasks[0].CompletedAt!.Value >= TimeSpan.FromMilliseconds(300), $"{step.CreatedAt:O} {accepted.Tasks[0].CompletedAt:O}");
        await host.StopAsync();

        void Look() => _ = Task.Run(async () =>
        {
            var now = await queries.CaseAsync(view.Id, RuntimeHarness.Handler);
            if (now!.Tasks.Any(t => t is { ActivityId: "close", Status: CaseTaskStatus.Open }))
            {
                fired.TrySetResult();
            }
        });
    }
}
