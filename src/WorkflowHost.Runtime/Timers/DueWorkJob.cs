using Hangfire;
using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Runtime.Timers;

/// <summary>The Hangfire job: fires what is due and sends what waits. Safe to run doubled, late or never.</summary>
public sealed class DueWorkJob
{
    private readonly TimerDispatcher _timers;
    private readonly OutboxDispatcher _outbox;
    private readonly Housekeeping _housekeeping;
    private readonly DueWork _work;

    internal DueWorkJob(TimerDispatcher timers, OutboxDispatcher outbox, Housekeeping housekeeping, DueWork work)
    {
        _timers = timers;
        _outbox = outbox;
        _housekeeping = housekeeping;
        _work = work;
    }

    // No retries by Hangfire: what stays due is enqueued again by the pump and the sweep.
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _timers.RunDueAsync(cancellationToken);
        await _outbox.RunDueAsync(cancellationToken);
        _work.Wake();
    }

    /// <summary>Each minute: the safety net under the pump, and the house's small chores.</summary>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken);
        await _housekeeping.RunAsync(cancellationToken);
    }
}
