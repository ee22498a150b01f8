using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Incidents;

/// <summary>
/// Does the same about many incidents, one after another so that people working do not wait behind it. A job goes on when the
/// page that began it is left; it lives in this host's memory, so the end of the host stops it. Each step is a command of its
/// own: what was done stays done, and stands in the timeline of its case. Thread-safe.
/// </summary>
public sealed class IncidentJobs : IAsyncDisposable
{
    /// <summary>Incidents of one job.</summary>
    public const int Most = 500;

    private const int Kept = 20;

    /// <summary>Who may begin a job; whether they may in each case, that case's own rules say.</summary>
    public static ImmutableArray<string> Roles { get; } = [.. StaffRoles.Supervisors, StaffRoles.ProcessOwner];

    private readonly Lock _gate = new();
    private readonly List<Running> _jobs = [];
    private readonly IncidentDesk _desk;
    private readonly AuditTrail _audit;
    private readonly IIdSource _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<IncidentJobs> _log;

    internal IncidentJobs(IncidentDesk desk, AuditTrail audit, IIdSource ids, TimeProvider time, ILogger<IncidentJobs> log)
    {
        _desk = desk;
        _audit = audit;
        _ids = ids;
        _time = time;
        _log = log;
    }

    /// <summary>Begins a job; it is under way when this returns.</summary>
    /// <returns>Refused with <c>incident.role_required</c> or <c>form.invalid</c> (none, more than <see cref="Most"/>, or one without its ids).</returns>
    public async Task<CommandResult<IncidentJob>> StartAsync(IncidentAct act, IReadOnlyList<IncidentRef> incidents, JsonObject? fields, string? reason, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.IsInAny(Roles))
        {
            await _audit.RecordAsync(actor, "denied", "incidents", "incident.role_required");
            return CommandResult.Refused<IncidentJob>(CaseRefusal.Forbidden("incident.role_required", ("roles", string.Join(',', Roles))));
        }

        if (incidents.Count is 0 or > Most)
        {
            return CommandResult.Refused<IncidentJob>(CaseRefusal.Invalid([new FieldFault(
                "incidents", incidents.Count == 0 ? "field.required" : "field.out_of_range", new Dictionary<string, string> { ["min"] = "1", ["max"] = "500" })]));
        }

        if (!incidents.All(each => each is { CaseId.Length: > 0, ActivityInstanceId.Length: > 0 }))
        {
            return CommandResult.Refused<IncidentJob>(CaseRefusal.Invalid([new FieldFault("incidents", "field.required", new Dictionary<string, string>())]));
        }

        var job = new IncidentJob(
            _ids.NewId(), act, actor.Id, actor.Name, reason, _time.GetUtcNow(), null, IncidentJobState.Running,
            [.. incidents.Distinct().Select(each => new IncidentJobItem(each, null, IncidentItemState.Waiting, null))]);
        await _audit.RecordAsync(actor, "incident_job_started", "incident-job:" + job.Id, $"{act} {job.Items.Count}: {reason}");
        var running = new Running(job);
        lock (_gate)
        {
            _jobs.Insert(0, running);
            _jobs.RemoveAll(each => _jobs.IndexOf(each) >= Kept && each.Job.State != IncidentJobState.Running);
        }

        running.Work = Task.Run(() => RunAsync(running, fields, actor));
        return CommandResult.Of(job);
    }

    /// <summary>The latest jobs, the newest first; empty for who may not see operations.</summary>
    public IReadOnlyList<IncidentJob> List(Actor actor)
    {
        if (!CaseAccess.SeesOperations(actor))
        {
            return [];
        }

        lock (_gate)
        {
            return [.. _jobs.Select(each => each.Job)];
        }
    }

    public IncidentJob? Find(string id, Actor actor) => List(actor).FirstOrDefault(job => job.Id == id);

    /// <summary>Lets the incident under way come to its end and begins no other.</summary>
    /// <returns>The job, or null when there is none this person may stop.</returns>
    public IncidentJob? Stop(string id, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_gate)
        {
            var running = _jobs.Find(each => each.Job.Id == id);
            if (running is null || !actor.IsInAny(Roles))
            {
                return null;
            }

            running.IsStopping = true;
            return running.Job;
        }
    }

    /// <summary>Stops what runs, and waits for the command under way.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] under;
        lock (_gate)
        {
            _jobs.ForEach(each => each.IsStopping = true);
            under = [.. _jobs.Select(each => each.Work)];
        }

        try
        {
            await Task.WhenAll(under);
        }
#pragma warning disable CA1031 // Boundary: the end of the host goes on, whatever a job ended with.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogError(error, "A job over incidents broke off");
        }
    }

    internal Task WorkOf(string id)
    {
        lock (_gate)
        {
            return _jobs.Find(each => each.Job.Id == id)?.Work ?? Task.CompletedTask;
        }
    }

    private async Task RunAsync(Running running, JsonObject? fields, Actor actor)
    {
        try
        {
            await ActOnEachAsync(running, fields, actor);
        }
        finally
        {
            await EndAsync(running, actor);
        }
    }

    private async Task ActOnEachAsync(Running running, JsonObject? fields, Actor actor)
    {
        var (act, reason) = (running.Job.Act, running.Job.Reason);
        var ended = new Dictionary<string, IncidentJobItem>(StringComparer.Ordinal);
        for (var i = 0; i < running.Job.Items.Count && !running.IsStopping; i++)
        {
            var item = running.Job.Items[i];
            if (ended.TryGetValue(item.Incident.CaseId, out var with))
            {
                // Ended by the job itself, on account of another step that failed.
                Put(running, i, with with { Incident = item.Incident });
                continue;
            }

            var done = await DoneAsync(act, item, fields, reason, actor);
            Put(running, i, done);
            if (act == IncidentAct.Cancel && done.State == IncidentItemState.Done)
            {
                ended[item.Incident.CaseId] = done;
            }
        }
    }

    private async Task EndAsync(Running running, Actor actor)
    {
        IncidentJob job;
        lock (_gate)
        {
            var state = running.Job.Reached == running.Job.Items.Count ? IncidentJobState.Ended : IncidentJobState.Stopped;
            job = running.Job = running.Job with { State = state, EndedAt = _time.GetUtcNow() };
        }

        await _audit.RecordAsync(actor, "incident_job_ended", "incident-job:" + job.Id, $"{job.State}: {job.Done} done, {job.NotDone} not, {job.Items.Count - job.Reached} not reached");
    }

    private async Task<IncidentJobItem> DoneAsync(IncidentAct act, IncidentJobItem item, JsonObject? fields, string? reason, Actor actor)
    {
        try
        {
            var result = await _desk.ActAsync(act, item.Incident, (JsonObject?)fields?.DeepClone(), reason, actor);
            return result.IsOk
                ? item with { CaseNumber = result.Value.CaseNumber, State = result.Value.HasFailedAgain ? IncidentItemState.FailedAgain : IncidentItemState.Done }
                : item with { State = IncidentItemState.Refused, Refusal = result.Refusal };
        }
#pragma warning disable CA1031 // Boundary: one case that breaks must not keep the others from being mended.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogError(error, "Incident {ActivityInstanceId} of case {CaseId} could not be dealt with", item.Incident.ActivityInstanceId, item.Incident.CaseId);
            return item with { State = IncidentItemState.Refused, Refusal = CaseRefusal.Conflict("incident.case_broken", ("case", item.Incident.CaseId)) };
        }
    }

    private void Put(Running running, int index, IncidentJobItem item)
    {
        lock (_gate)
        {
            running.Job = running.Job with { Items = [.. running.Job.Items.Take(index), item, .. running.Job.Items.Skip(index + 1)] };
        }
    }

    private sealed class Running(IncidentJob job)
    {
        private volatile bool _isStopping;

        public IncidentJob Job { get; set; } = job;

        public Task Work { get; set; } = Task.CompletedTask;

        public bool IsStopping
        {
            get => _isStopping;
            set => _isStopping = value;
        }
    }
}
