using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Timers;

/// <summary>
/// Fires due timers. A claim is a lease: a dispatcher that dies leaves rows that the next one takes over. A timer fires once,
/// because the case's own commit deletes its row and the case ignores a timer it no longer holds. Thread-safe.
/// </summary>
public sealed class TimerDispatcher
{
    /// <summary>A run ends after so many firings even if more are due, so that one run cannot go on for ever.</summary>
    private const int MostFirings = 100_000;

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(30);

    private readonly ReadPool _reads;
    private readonly CaseCommandRunner _runner;
    private readonly WriteQueue _writes;
    private readonly DueWork _work;
    private readonly IOptions<RuntimeOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TimerDispatcher> _log;

    internal TimerDispatcher(
        ReadPool reads,
        CaseCommandRunner runner,
        WriteQueue writes,
        DueWork work,
        IOptions<RuntimeOptions> options,
        TimeProvider time,
        ILogger<TimerDispatcher> log)
    {
        _reads = reads;
        _runner = runner;
        _writes = writes;
        _work = work;
        _options = options;
        _time = time;
        _log = log;
    }

    /// <summary>Fires what is due now, the longest due first, until nothing is due.</summary>
    /// <returns>How many timers fired; those found stale or failed are not counted.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken = default) => (await RunAsync(cancellationToken)).Done;

    /// <summary>Gives a failing timer its next try now, after a person has put right what stopped it.</summary>
    /// <returns>False when there is no such failing timer.</returns>
    public async Task<bool> RetryAsync(string caseId, string timerId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _time.GetUtcNow();
        var result = await _writes.RunAsync(sql => sql.ReviveTimer(caseId, timerId, now));
        if (result is not { Fault: null, Value: > 0 })
        {
            return false;
        }

        _work.Wake();
        return true;
    }

    internal async Task<DispatchRun> RunAsync(CancellationToken cancellationToken)
    {
        var fired = 0;
        for (var claimed = 0; claimed < MostFirings && !cancellationToken.IsCancellationRequested;)
        {
            var now = _time.GetUtcNow();
            var claim = await _writes.RunAsync(sql => sql.ClaimTimers(now, _options.Value.Lease, _options.Value.ClaimBatch));
            if (claim.Fault is { } fault)
            {
                _log.LogError("Due timers could not be claimed ({Code}); the next run tries again", fault.Code);
                return new(fired, fault);
            }

            if (claim.Value.Count == 0)
            {
                break;
            }

            claimed += claim.Value.Count;
            // Cases side by side, so that their commits share a group; the timers of one case in their order.
            var firings = claim.Value.GroupBy(t => t.CaseId, StringComparer.Ordinal).Select(g => FireInOrderAsync([.. g], cancellationToken));
            fired += (await Task.WhenAll(firings)).Sum();
        }

        return new(fired, null);
    }

    /// <summary>When the next timer can be claimed; null when none is set.</summary>
    public DateTimeOffset? NextDue() => _reads.Read(r => r.NextTimer());

    private async Task<int> FireInOrderAsync(ClaimedTimer[] timers, CancellationToken cancellationToken)
    {
        var fired = 0;
        foreach (var timer in timers)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                await GiveBackAsync(timer);
            }
            else if (await FireAsync(timer, cancellationToken))
            {
                fired++;
            }
        }

        return fired;
    }

    private async Task<bool> FireAsync(ClaimedTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            var run = await _runner.RunAsync(timer.CaseId, state => CommandOf(state, timer), receipt: null, settlement: null, cancellationToken);
            if (run.IsStored)
            {
                return true;
            }

            if (run.Refusal is { } refusal && refusal.Kind != RefusalKind.NotFound)
            {
                await PutBackAsync(timer, refusal.Code, isOurFault: refusal.Kind == RefusalKind.Unavailable);
                return false;
            }

            if (run.State is { } state && Holds(state, timer))
            {
                // Not fired though still set: the host's clock was set back, or the pack no longer has what the timer is for.
                await PutBackAsync(timer, "timer.ignored", isOurFault: false);
                return false;
            }

            await DropAsync(timer);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await GiveBackAsync(timer);
            return false;
        }
#pragma warning disable CA1031 // Boundary: one timer that fails must not keep the others from firing.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogError(error, "Timer {TimerId} of case {CaseId} failed", timer.TimerId, timer.CaseId);
            await PutBackAsync(timer, error.Message, isOurFault: false);
            return false;
        }
    }

    private static FireTimer CommandOf(CaseState state, ClaimedTimer timer) =>
        new(timer.TimerId, SetAt(state, timer) ?? timer.DueAt);

    private static bool Holds(CaseState state, ClaimedTimer timer) => SetAt(state, timer) is not null;

    /// <summary>The instant as the case holds it: the row has whole milliseconds, rounded up, the case may hold it more finely.</summary>
    private static DateTimeOffset? SetAt(CaseState state, ClaimedTimer timer)
    {
        var set = state.Timers.FirstOrDefault(t => t.Id == timer.TimerId);
        return set is not null && timer.DueAt - set.DueAt is var early && early >= TimeSpan.Zero && early < TimeSpan.FromMilliseconds(1)
            ? set.DueAt
            : null;
    }

    /// <summary>The host stops: another one, or this one when it is back, need not wait for the lease to end.</summary>
    private async Task GiveBackAsync(ClaimedTimer timer) => await _writes.RunAsync(sql => sql.GiveBackTimer(timer));

    private async Task DropAsync(ClaimedTimer timer)
    {
        _log.LogInformation("Timer {TimerId} of case {CaseId} is no longer set", timer.TimerId, timer.CaseId);
        await _writes.RunAsync(sql => sql.DropTimer(timer));
    }

    /// <summary>Until the next try. There is no last one: a timer given up is a deadline nobody hears of.</summary>
    /// <param name="isOurFault">The store's trouble is not the timer's: it counts as no failure.</param>
    private async Task PutBackAsync(ClaimedTimer timer, string error, bool isOurFault)
    {
        var now = _time.GetUtcNow();
        var failures = isOurFault ? timer.Failures : timer.Failures + 1;
        var next = now + BackOff.After(Math.Max(1, failures), FirstBackOff, LongestBackOff);
        await _writes.RunAsync(sql => sql.PutBackTimer(timer, next, failures, error));
    }
}
