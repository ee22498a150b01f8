using Hangfire;
using Microsoft.Extensions.Hosting;

namespace WorkflowHost.Runtime.Timers;

/// <summary>Registers the recurring jobs that look each minute for what the pump may have missed.</summary>
internal sealed class TimerSweep(IRecurringJobManager jobs) : IHostedService
{
    private const string TimersJobId = "due-timers-sweep";
    private const string RelayJobId = "due-relay-sweep";
    private const string OutboxJobId = "due-messages-sweep";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<DueWorkJob>(TimersJobId, job => job.SweepAsync(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<DueWorkJob>(RelayJobId, job => job.RelayMessagesAsync(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<DueWorkJob>(OutboxJobId, job => job.SendMessagesAsync(CancellationToken.None), Cron.Minutely());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
