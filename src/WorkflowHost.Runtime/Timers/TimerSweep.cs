using Hangfire;
using Microsoft.Extensions.Hosting;

namespace WorkflowHost.Runtime.Timers;

/// <summary>Registers the recurring job that looks each minute for what the pump may have missed.</summary>
internal sealed class TimerSweep(IRecurringJobManager jobs) : IHostedService
{
    private const string JobId = "due-work-sweep";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<DueWorkJob>(JobId, job => job.SweepAsync(CancellationToken.None), Cron.Minutely());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
