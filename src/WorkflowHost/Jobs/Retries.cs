using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Security.Auditing;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Jobs;

/// <summary>Lets a person who has put right what stopped a timer or a message have it tried now, and records who did. Thread safe.</summary>
public sealed class Retries(TimerDispatcher timers, OutboxDispatcher outbox, CaseQueries queries, AuditTrail audit)
{
    /// <returns>False when there is no such failing timer, or none this person may see.</returns>
    public async Task<bool> TimerAsync(string caseId, string timerId, Actor by, CancellationToken cancellation)
    {
        if (!CaseAccess.SeesOperations(by) || !await queries.SeesAsync(caseId, by, cancellation) || !await timers.RetryAsync(caseId, timerId, cancellation))
        {
            return false;
        }

        await audit.RecordAsync(by, AccessEvents.TimerRetried, $"timer:{caseId}/{timerId}");
        return true;
    }

    /// <returns>False when there is no such held or dead message, or none this person may see.</returns>
    public async Task<bool> MessageAsync(string messageId, Actor by, CancellationToken cancellation)
    {
        if (!CaseAccess.SeesOperations(by) || !await queries.SeesMessageAsync(messageId, by, cancellation) || !await outbox.RetryAsync(messageId, cancellation))
        {
            return false;
        }

        await audit.RecordAsync(by, AccessEvents.MessageRetried, $"message:{messageId}");
        return true;
    }
}
