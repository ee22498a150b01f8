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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wait = await EnqueueDueAsync(stoppingToken);
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
        var untilTimer = Earlier(Until(await timers.NextDueAsync(cancellationToken)), Until(await schedules.NextDueAsync(cancellationToken)));
        if (untilTimer <= TimeSpan.Zero)
        {
            jobs.Enqueue<DueWorkJob>(job => job.RunTimersAsync(CancellationToken.None));
        }

        var untilRelayed = Until(outbox.NextDue(OutboxLane.House));
        if (untilRelayed <= TimeSpan.Zero)
        {
            jobs.Enqueue<DueWorkJob>(job => job.RelayMessagesAsync(CancellationToken.None));
        }

        var untilSent = Until(outbox.NextDue(OutboxLane.Outside));
        if (untilSent <= TimeSpan.Zero)
        {
            jobs.Enqueue<DueWorkJob>(job => job.SendMessagesAsync(CancellationToken.None));
        }

        // One that is due and enqueued leaves its patience; the others may be due sooner than that.
        return Earlier(outbox.HasUnstored ? Patience : LongestSleep, Earlier(Sleep(untilTimer), Earlier(Sleep(untilRelayed), Sleep(untilSent))));
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
