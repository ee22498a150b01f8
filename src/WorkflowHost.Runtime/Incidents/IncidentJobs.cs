using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Incidents;

/// <summary>
/// Does the same about many incidents, one after another so that people working do not wait behind it. A job is stored with its
/// incidents: it goes on when the page that began it is left and when its host ends, any host tells how far it is and stops it.
/// Each step is a command of its own: what was done stays done, and stands in the timeline of its case. Thread-safe.
/// </summary>
public sealed class IncidentJobs : IAsyncDisposable
{
    /// <summary>Incidents of one job.</summary>
    public const int Most = 500;

    private const int MostListed = 20;

    /// <summary>Who may begin a job; whether they may in each case, that case's own rules say.</summary>
    public static ImmutableArray<string> Roles { get; } = [.. StaffRoles.Supervisors, StaffRoles.ProcessOwner];

    private readonly ConcurrentDictionary<string, Task> _work = new(StringComparer.Ordinal);
    private readonly IncidentJobWorker _worker;
    private readonly WriteQueue _writes;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly CaseReaders _readers;
    private readonly AuditTrail _audit;
    private readonly IIdSource _ids;
    private readonly IOptions<RuntimeOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<IncidentJobs> _log;
    private volatile bool _isEnding;

    internal IncidentJobs(
        IncidentDesk desk, WriteQueue writes, IDbContextFactory<WorkflowDbContext> contexts, CaseReaders readers, AuditTrail audit, IIdSource ids,
        IOptions<RuntimeOptions> options, TimeProvider time, ILogger<IncidentJobs> log)
    {
        _worker = new(desk, writes, contexts, options, time, log);
        _writes = writes;
        _contexts = contexts;
        _readers = readers;
        _audit = audit;
        _ids = ids;
        _options = options;
        _time = time;
        _log = log;
    }

    /// <summary>Begins a job; it is stored and under way when this returns.</summary>
    /// <returns>Refused with <c>incident.role_required</c>, <c>form.invalid</c> (none, more than <see cref="Most"/>, or one without its ids) or as the store is.</returns>
    public async Task<CommandResult<IncidentJob>> StartAsync(IncidentAct act, IReadOnlyList<IncidentRef> incidents, JsonObject? fields, string? reason, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.IsInAny(Roles))
        {
            await _audit.RecordAsync(actor, "denied", "incidents", "incident.role_required");
            return CommandResult.Refused<IncidentJob>(CaseRefusal.Forbidden("incident.role_required", ("roles", string.Join(',', Roles))));
        }

        if (FaultOf(incidents) is { } fault)
        {
            return CommandResult.Refused<IncidentJob>(CaseRefusal.Invalid([fault]));
        }

        var now = _time.GetUtcNow();
        var job = new StoredIncidentJob
        {
            Id = _ids.NewId(),
            Act = act,
            ById = actor.Id,
            ByName = actor.Name,
            ByStaffNo = actor.StaffNo,
            ByRoles = string.Join(' ', actor.Roles),
            Reason = reason,
            Fields = fields?.ToJsonString(),
            StartedAt = now,
            State = IncidentJobState.Running,
            ClaimableAt = now + _options.Value.Lease,
            Fence = 1,
        };
        List<StoredIncidentJobItem> items = [.. incidents.Distinct().Select((each, place) =>
            new StoredIncidentJobItem { JobId = job.Id, Place = place, CaseId = each.CaseId, ActivityInstanceId = each.ActivityInstanceId })];
        var entry = new StoredAuditEntry
        {
            At = now,
            ActorId = actor.Id,
            ActorName = actor.Name,
            Action = "incident_job_started",
            Subject = "incident-job:" + job.Id,
            Detail = $"{act} {items.Count}: {reason}",
        };
        var stored = await _writes.RunAsync(sql => sql.StoreIncidentJob(job, items) + sql.StoreAudit(entry));
        if (stored.Fault is { } notStored)
        {
            return CommandResult.Refused<IncidentJob>(StorageRefusals.Of(notStored));
        }

        Begin(job, job.Fence);
        return CommandResult.Of(Of(job, items, null));
    }

    /// <summary>The latest jobs, the newest first; empty for who may not see operations. Cases a person may not read are not named.</summary>
    public async Task<IReadOnlyList<IncidentJob>> ListAsync(Actor actor, int take = MostListed, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesOperations(actor))
        {
            return [];
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await context.IncidentJobs.OrderByDescending(j => j.StartedAt).ThenByDescending(j => j.Id).Take(Math.Clamp(take, 1, MostListed)).ToListAsync(cancellationToken);
        return await ViewsAsync(context, jobs, actor, cancellationToken);
    }

    /// <returns>Null when there is no such job, or the person may not see operations.</returns>
    public async Task<IncidentJob?> FindAsync(string id, Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesOperations(actor))
        {
            return null;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await context.IncidentJobs.Where(j => j.Id == id).ToListAsync(cancellationToken);
        return await ViewsAsync(context, jobs, actor, cancellationToken) is [var job] ? job : null;
    }

    /// <summary>Lets the incident under way come to its end and begins no other, whichever host is at it.</summary>
    /// <returns>The job; refused with <c>incident_job.not_found</c> when there is none this person may stop, or as the store is.</returns>
    public async Task<CommandResult<IncidentJob>> StopAsync(string id, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var unknown = CommandResult.Refused<IncidentJob>(CaseRefusal.NotFound("incident_job.not_found", ("id", id)));
        if (!actor.IsInAny(Roles))
        {
            return unknown;
        }

        var entry = new StoredAuditEntry { At = _time.GetUtcNow(), ActorId = actor.Id, ActorName = actor.Name, Action = "incident_job_stopped", Subject = "incident-job:" + id };
        var stopped = await _writes.RunAsync(sql => sql.StopIncidentJob(id) > 0 ? sql.StoreAudit(entry) : 0);
        return stopped.Fault is { } fault ? CommandResult.Refused<IncidentJob>(StorageRefusals.Of(fault))
            : await FindAsync(id, actor, cancellationToken) is { } job ? CommandResult.Of(job)
            : unknown;
    }

    /// <summary>Goes on with jobs whose host is no more. Looked at each minute.</summary>
    /// <returns>How many were taken up.</returns>
    internal async Task<int> TakeUpAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var left = await context.IncidentJobs.Where(j => j.State == IncidentJobState.Running && j.ClaimableAt <= now).OrderBy(j => j.ClaimableAt).ToListAsync(cancellationToken);
        var taken = 0;
        foreach (var job in left.Where(_ => !_isEnding))
        {
            var claimed = await _writes.RunAsync(sql => sql.ClaimIncidentJob(job.Id, job.Fence, now, _options.Value.Lease));
            if (claimed is { Fault: null, Value: > 0 })
            {
                Begin(job, job.Fence + 1);
                taken++;
            }
        }

        return taken;
    }

    /// <summary>Gives back what it works on, after the command under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        await Task.WhenAll(_work.Values);
    }

    internal Task WorkOf(string id) => _work.GetValueOrDefault(id) ?? Task.CompletedTask;

    private static FieldFault? FaultOf(IReadOnlyList<IncidentRef> incidents) =>
        incidents.Count is 0 or > Most
            ? new("incidents", incidents.Count == 0 ? "field.required" : "field.out_of_range", new Dictionary<string, string> { ["min"] = "1", ["max"] = "500" })
            : incidents.All(each => each is { CaseId.Length: > 0, ActivityInstanceId.Length: > 0 }) ? null
            : new("incidents", "field.required", new Dictionary<string, string>());

    private void Begin(StoredIncidentJob job, long fence)
    {
        foreach (var (over, _) in _work.Where(each => each.Value.IsCompleted))
        {
            _work.TryRemove(over, out _);
        }

        _work[job.Id] = Task.Run(() => RunAsync(job, fence));
    }

    private async Task RunAsync(StoredIncidentJob job, long fence)
    {
        try
        {
            await _worker.RunAsync(job, fence, () => _isEnding);
        }
#pragma warning disable CA1031 // Boundary: nobody waits for it; its lease ends, and it is taken up again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogError(error, "The job {JobId} over incidents broke off; it is taken up again when its lease has ended", job.Id);
        }
    }

    private async Task<IReadOnlyList<IncidentJob>> ViewsAsync(WorkflowDbContext context, List<StoredIncidentJob> jobs, Actor actor, CancellationToken cancellationToken)
    {
        string[] ids = [.. jobs.Select(job => job.Id)];
        var items = await context.IncidentJobItems.Where(i => ids.Contains(i.JobId)).OrderBy(i => i.Place).ToListAsync(cancellationToken);
        var ofOthers = jobs.Where(job => job.ById != actor.Id).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        var readable = _readers.Readable([.. items.Where(i => ofOthers.Contains(i.JobId)).Select(i => i.CaseId).Distinct()], actor);
        var byJob = items.ToLookup(item => item.JobId, StringComparer.Ordinal);
        return [.. jobs.Select(job => Of(job, byJob[job.Id], ofOthers.Contains(job.Id) ? readable : null))];
    }

    /// <param name="readable">Ids of the cases that may be named; null for all.</param>
    private static IncidentJob Of(StoredIncidentJob job, IEnumerable<StoredIncidentJobItem> items, HashSet<string>? readable) => new(
        job.Id, job.Act, job.ById, job.ByName, job.Reason, job.StartedAt, job.EndedAt, job.State,
        [.. items.Select(item => readable?.Contains(item.CaseId) != false
            ? new IncidentJobItem(new(item.CaseId, item.ActivityInstanceId), item.CaseNumber, item.State, RefusalJson.Read(item.Refusal))
            : new IncidentJobItem(new(string.Empty, string.Empty), null, item.State, null))]);
}
