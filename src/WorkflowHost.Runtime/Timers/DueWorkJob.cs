using Hangfire;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Triggers;

namespace WorkflowHost.Runtime.Timers;

/// <summary>
/// The Hangfire jobs: fire what is due, send what waits. Safe to run doubled, late or never. Queues with workers of their own,
/// so that a slow mail server makes no timer late and keeps no case from hearing of another.
/// </summary>
public sealed class DueWorkJob
{
    internal const string TimersQueue = "timers";
    internal const string RelayQueue = "relay";
    internal const string OutboxQueue = "outbox";

    private readonly TimerDispatcher _timers;
    private readonly ScheduleDispatcher _schedules;
    private readonly OutboxDispatcher _outbox;
    private readonly Housekeeping _housekeeping;
    private readonly CaseArchive _archive;
    private readonly DueWork _work;

    internal DueWorkJob(TimerDispatcher timers, ScheduleDispatcher schedules, OutboxDispatcher outbox, Housekeeping housekeeping, CaseArchive archive, DueWork work)
    {
        _timers = timers;
        _schedules = schedules;
        _outbox = outbox;
        _housekeeping = housekeeping;
        _archive = archive;
        _work = work;
    }

    // No retries by Hangfire: what stays due is enqueued again by the pump and the sweep.
    [Queue(TimersQueue)]
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task RunTimersAsync(CancellationToken cancellationToken)
    {
        var run = await _timers.RunAsync(cancellationToken);
        await _schedules.RunDueAsync(cancellationToken);
        WakeAfter(run);
    }

    [Queue(RelayQueue)]
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task RelayMessagesAsync(CancellationToken cancellationToken)
    {
        WakeAfter(await _outbox.RunAsync(OutboxLane.House, cancellationToken));
    }

    [Queue(OutboxQueue)]
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task SendMessagesAsync(CancellationToken cancellationToken)
    {
        WakeAfter(await _outbox.RunAsync(OutboxLane.Outside, cancellationToken));
    }

    /// <summary>Each minute: the safety net under the pump, and the house's small chores.</summary>
    [Queue(TimersQueue)]
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await RunTimersAsync(cancellationToken);
        await _housekeeping.RunAsync(cancellationToken);
        await _archive.RunAsync(cancellationToken);
    }

    /// <summary>The pump looks when the next is due. Not after a fault: it would find the same due at once, and spin until the store is back.</summary>
    private void WakeAfter(DispatchRun run)
    {
        if (run.Fault is null)
        {
            _work.Wake();
        }
    }
}
