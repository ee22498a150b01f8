using System.Data.Common;
using System.Globalization;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Timers;

/// <summary>What a person had done with a timer.</summary>
/// <param name="Version">The case's, after it.</param>
public sealed record TimerReceipt(string CaseId, string CaseNumber, long Version);

/// <summary>
/// Lets people have a timer before its time, or not at all. Each is a command on the case, one transaction with its line in the
/// timeline; the audit gets an entry too. Refusals and idempotency keys are as with <see cref="CaseDesk"/>. Thread-safe.
/// </summary>
public sealed class TimerDesk
{
    private readonly CaseCommandRunner _runner;
    private readonly CaseReader _reader;
    private readonly AuditTrail _audit;

    internal TimerDesk(CaseCommandRunner runner, CaseReader reader, AuditTrail audit)
    {
        _runner = runner;
        _reader = reader;
        _audit = audit;
    }

    /// <summary>Has what the timer waits for happen now.</summary>
    /// <param name="dueAt">The instant it was seen set to; refused with <c>timer.moved</c> when it is another one by now.</param>
    /// <param name="reason">1 to 200 characters.</param>
    /// <returns>Refused with <c>timer.role_required</c>, <c>timer.not_set</c>, <c>timer.moved</c>, <c>timer.not_before_breach</c> or <c>timer.waits_for_deadline</c>.</returns>
    public Task<CommandResult<TimerReceipt>> RunNowAsync(
        string caseId, string timerId, DateTimeOffset dueAt, string reason, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        HandleAsync(caseId, new RunTimerNow(actor, timerId, dueAt, reason), timerId, (dueAt, reason), "timer_run", idempotencyKey, cancellationToken);

    /// <summary>Leaves out what the timer waits for: it never fires again.</summary>
    /// <param name="dueAt">As with <see cref="RunNowAsync"/>.</param>
    /// <param name="reason">As with <see cref="RunNowAsync"/>.</param>
    /// <returns>Refused with <c>timer.role_required</c>, <c>timer.not_set</c>, <c>timer.moved</c>, <c>timer.step_not_skippable</c> or <c>timer.breach_record</c>.</returns>
    public Task<CommandResult<TimerReceipt>> SkipAsync(
        string caseId, string timerId, DateTimeOffset dueAt, string reason, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        HandleAsync(caseId, new SkipTimer(actor, timerId, dueAt, reason), timerId, (dueAt, reason), "timer_skipped", idempotencyKey, cancellationToken);

    private async Task<CommandResult<TimerReceipt>> HandleAsync(
        string caseId, CaseCommand command, string timerId, (DateTimeOffset DueAt, string Reason) with, string action, string? key, CancellationToken cancellationToken)
    {
        var actor = command.Actor;
        ArgumentNullException.ThrowIfNull(actor);
        var hash = RequestHash.Of(null, action, caseId, timerId, with.DueAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), with.Reason);
        try
        {
            var run = (await _runner.RunAsync(
                _reader.IdOf(caseId) ?? caseId, _ => command, key is null ? null : new CommandReceipt(key, actor.Id, hash), settlement: null, cancellationToken)).Else(caseId);
            if (run.State is { } state)
            {
                if (run.IsStored)
                {
                    await _audit.RecordAsync(actor, action, $"timer:{state.Number}/{timerId}", with.Reason);
                }

                return CommandResult.Of(new TimerReceipt(state.Id, state.Number, state.Version));
            }

            if (run.Refusal is { Kind: RefusalKind.Forbidden } forbidden)
            {
                await _audit.RecordAsync(actor, "denied", $"timer:{caseId}/{timerId}", forbidden.Code);
            }

            return CommandResult.Refused<TimerReceipt>(run.Refusal!);
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            return CommandResult.Refused<TimerReceipt>(StorageRefusals.Of(fault));
        }
    }
}
