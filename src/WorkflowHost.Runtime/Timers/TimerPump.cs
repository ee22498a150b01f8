using System.Linq.Expressions;
using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Triggers;

namespace WorkflowHost.Runtime.Timers;

/// <summary>
/// Sleeps until exactly the next due instant and then enqueues a Hangfire job. It only decides when: what is due is in the
/// tables, so a job that is lost, doubled or late does no harm.
/// </summary>
internal sealed class TimerPump(
    TimerDispatcher timers,
    ScheduleDispatcher schedules,
    OutboxDispatcher outbox,
    IBackgroundJobClient jobs,
    DueWork work,
    TimeProvider time,
    ILogger<TimerPump> log) : BackgroundService
{
    /// <summary>Bounds the sleep, so that a stepped clock or another process's commit is noticed.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    /// <summary>What is due but was not taken up in this time belongs to a lost job; another is enqueued.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Task> _here = new(StringComparer.Ordinal);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Here.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                work.Looks();
                var wait = await EnqueueDueAsync(stoppingToken);
                work.SleepsFor(wait);
                await SleepAsync(wait, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Boundary: whatever goes wrong once, timers must go on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.LogError(error, "The timer pump failed; it goes on in {Patience}", Patience);
                await SleepAsync(Patience, stoppingToken);
            }
        }
    }

    /// <summary>Enqueues a job for what is due.</summary>
    /// <returns>How long to sleep.</returns>
    internal async Task<TimeSpan> EnqueueDueAsync(CancellationToken cancellationToken)
    {
        await outbox.StoreAnswersAsync();
        var untilTimer = Earlier(Until(timers.NextDue()), Until(schedules.NextDue()));
        if (untilTimer <= TimeSpan.Zero)
        {
            Enqueue(DueWorkJob.TimersQueue, job => job.RunTimersAsync(CancellationToken.None), () => RunTimersHereAsync(cancellationToken));
        }

        var untilRelayed = Until(outbox.NextDue(OutboxLane.House));
        if (untilRelayed <= TimeSpan.Zero)
        {
            Enqueue(DueWorkJob.RelayQueue, job => job.RelayMessagesAsync(CancellationToken.None), () => outbox.RunAsync(OutboxLane.House, cancellationToken));
        }

        var untilSent = Until(outbox.NextDue(OutboxLane.Outside));
        if (untilSent <= TimeSpan.Zero)
        {
            Enqueue(DueWorkJob.OutboxQueue, job => job.SendMessagesAsync(CancellationToken.None), () => outbox.RunAsync(OutboxLane.Outside, cancellationToken));
        }

        // One that is due and enqueued leaves its patience; the others may be due sooner than that.
        return Earlier(outbox.HasUnstored ? Patience : LongestSleep, Earlier(Sleep(untilTimer), Earlier(Sleep(untilRelayed), Sleep(untilSent))));
    }

    /// <summary>What is done here because Hangfire could not take it.</summary>
    internal Task Here => Task.WhenAll(_here.Values);

    /// <summary>Where jobs are kept may be away, or dropped, while our tables are not: then this host does the work itself, once at a time for each queue.</summary>
    private void Enqueue(string queue, Expression<Func<DueWorkJob, Task>> job, Func<Task<DispatchRun>> run)
    {
        try
        {
            jobs.Enqueue(job);
        }
#pragma warning disable CA1031 // Boundary: whatever keeps Hangfire from taking a job, what is due is done.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.LogWarning(error, "Hangfire took no job for {Queue}; what is due is done without it", queue);
            if (_here.GetValueOrDefault(queue) is not { IsCompleted: false })
            {
                _here[queue] = Task.Run(() => RunHereAsync(queue, run), CancellationToken.None);
            }
        }
    }

    private async Task RunHereAsync(string queue, Func<Task<DispatchRun>> run)
    {
        try
        {
            // After a fault the same would be found due at once; then the pump's patience decides.
            if ((await run()).Fault is null)
            {
                work.Wake();
            }
        }
#pragma warning disable CA1031 // Boundary: the pump tries again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.LogError(error, "What is due in {Queue} could not be done", queue);
        }
    }

    private async Task<DispatchRun> RunTimersHereAsync(CancellationToken cancellationToken)
    {
        var run = await timers.RunAsync(cancellationToken);
        await schedules.RunDueAsync(cancellationToken);
        return run;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan Until(DateTimeOffset? at) => at is { } instant ? instant - time.GetUtcNow() : LongestSleep;

    private static TimeSpan Sleep(TimeSpan until) => until <= TimeSpan.Zero ? Patience : until < LongestSleep ? until : LongestSleep;

    /// <summary>Until the time has passed or a commit, or the end of a job, wakes it.</summary>
    private async Task SleepAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = work.WaitAsync(woken.Token);
        await Task.WhenAny(signal, Task.Delay(wait, time, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
