using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Audit;

/// <summary>What was denied, who signed in, what an administrator changed. Written once, never changed. Thread-safe.</summary>
public sealed class AuditTrail
{
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditTrail> _log;

    internal AuditTrail(IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, TimeProvider time, ILogger<AuditTrail> log)
    {
        _contexts = contexts;
        _writes = writes;
        _time = time;
        _log = log;
    }

    /// <summary>Adds an entry and waits until it is durable; when the store cannot take it, it is in the log instead.</summary>
    /// <param name="action">Stable code, e.g. <c>denied</c>, <c>signed_in</c>.</param>
    /// <param name="subject">What it was about, e.g. <c>case:TS20260929-0001</c> or a path.</param>
    public Task RecordAsync(Actor actor, string action, string? subject = null, string? detail = null) => TryRecordAsync(actor, action, subject, detail);

    /// <summary>As <see cref="RecordAsync"/>, for what may not be done without its entry.</summary>
    /// <returns>Why it could not be stored; null when it was.</returns>
    internal async Task<StorageFault?> TryRecordAsync(Actor actor, string action, string? subject, string? detail)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var row = new StoredAuditEntry
        {
            At = _time.GetUtcNow(),
            ActorId = actor.Id,
            ActorName = actor.Name,
            Action = action,
            Subject = subject,
            Detail = detail,
        };
        var result = await _writes.RunAsync(sql => sql.StoreAudit(row));
        if (result.Fault is { } fault)
        {
            _log.LogError("The audit entry {Action} of {ActorId} on {Subject} could not be stored ({Code})", action, actor.Id, subject, fault.Code);
        }

        return result.Fault;
    }

    /// <summary>The latest first.</summary>
    /// <param name="before">Sequence to go on from; null for the latest.</param>
    public async Task<Page<AuditEntry>> ListAsync(string? action = null, string? actorId = null, long? before = null, int take = 100, CancellationToken cancellationToken = default)
    {
        take = Math.Clamp(take, 1, 500);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Audit
            .Where(a => (action == null || a.Action == action) && (actorId == null || a.ActorId == actorId) && (before == null || a.Sequence < before))
            .OrderByDescending(a => a.Sequence)
            .Take(take + 1)
            .Select(a => new AuditEntry(a.Sequence, a.At, a.ActorId, a.ActorName, a.Action, a.Subject, a.Detail))
            .ToListAsync(cancellationToken);
        return rows.Count <= take
            ? new(rows, null)
            : new(rows[..take], rows[take - 1].Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
