using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Incidents;

/// <summary>Works through a job that was leased, incident by incident, and notes what came of each. Thread-safe.</summary>
/// <remarks>
/// An incident that a lost host had dealt with but not noted is not dealt with again: each command has a key of its job and place.
/// When the store takes no writes the job is left where it is; its lease ends, and whoever looks then goes on.
/// </remarks>
internal sealed class IncidentJobWorker(
    IncidentDesk desk, WriteQueue writes, IDbContextFactory<WorkflowDbContext> contexts, IOptions<RuntimeOptions> options, TimeProvider time, ILogger<IncidentJobs> log)
{
    /// <param name="fence">Of the lease.</param>
    /// <param name="isEnding">Whether the host stops; then the job is given back after the incident under way.</param>
    public async Task RunAsync(StoredIncidentJob job, long fence, Func<bool> isEnding)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var items = await context.IncidentJobItems.Where(i => i.JobId == job.Id).OrderBy(i => i.Place).ToListAsync();
        for (var at = 0; at < items.Count; at++)
        {
            if (items[at].State != IncidentItemState.Waiting)
            {
                continue;
            }

            if (isEnding())
            {
                var now = time.GetUtcNow();
                await writes.RunAsync(sql => sql.GiveBackIncidentJob(job.Id, fence, now));
                return;
            }

            var until = time.GetUtcNow() + options.Value.Lease;
            var turn = await writes.RunAsync(sql => sql.RenewIncidentJob(job.Id, fence, until));
            if (turn is { Fault: null, Value: IncidentJobTurn.Stopping })
            {
                break;
            }

            if (turn is not { Fault: null, Value: IncidentJobTurn.Mine } || await DealtWithAsync(job, items, at) is not { } dealt)
            {
                return;
            }

            items[at] = dealt;
        }

        await EndAsync(job, fence, items);
    }

    /// <returns>Null when it could not be done now, or not be noted.</returns>
    private async Task<StoredIncidentJobItem?> DealtWithAsync(StoredIncidentJob job, List<StoredIncidentJobItem> items, int at)
    {
        var item = items[at];
        // Ended by the job itself, on account of another step that failed.
        var with = job.Act == IncidentAct.Cancel ? items.Find(other => other.State == IncidentItemState.Done && other.CaseId == item.CaseId) : null;
        var dealt = with is null ? await ActAsync(job, item) : Ended(item, with.CaseNumber, with.State, null);
        if (dealt is null)
        {
            return null;
        }

        var noted = await writes.RunAsync(sql => sql.NoteIncidentJobItem(dealt));
        return noted.Fault is null ? dealt : null;
    }

    /// <returns>Null when it may well be done later: the store is away, or the case is at something else.</returns>
    private async Task<StoredIncidentJobItem?> ActAsync(StoredIncidentJob job, StoredIncidentJobItem item)
    {
        var actor = new Actor(job.ById, job.ByName, job.ByStaffNo, [.. job.ByRoles.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var fields = job.Fields is null ? null : JsonNode.Parse(job.Fields) as JsonObject;
        try
        {
            var result = await desk.ActAsync(job.Act, new(item.CaseId, item.ActivityInstanceId), fields, job.Reason, actor, $"incident-job:{job.Id}:{item.Place}");
            // What the store takes from nobody will not pass by waiting: that is an end, told with the step.
            if (result.Refusal is { Kind: RefusalKind.Unavailable, Code: not StorageFault.Constraint } unavailable)
            {
                log.LogWarning("The job {JobId} over incidents waits at case {CaseId} ({Code}); it goes on when its lease has ended", job.Id, item.CaseId, unavailable.Code);
                return null;
            }

            return result.IsOk
                ? Ended(item, result.Value.CaseNumber, result.Value.HasFailedAgain ? IncidentItemState.FailedAgain : IncidentItemState.Done, null)
                : Ended(item, null, IncidentItemState.Refused, result.Refusal);
        }
        catch (Exception away) when (StorageFaults.Of(away) is { Code: not StorageFault.Constraint } fault)
        {
            log.LogWarning(away, "The job {JobId} over incidents waits at case {CaseId} ({Code}); it goes on when its lease has ended", job.Id, item.CaseId, fault.Code);
            return null;
        }
#pragma warning disable CA1031 // Boundary: one case that breaks must not keep the others from being mended.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.LogError(error, "Incident {ActivityInstanceId} of case {CaseId} could not be dealt with", item.ActivityInstanceId, item.CaseId);
            return Ended(item, null, IncidentItemState.Refused, CaseRefusal.Conflict("incident.case_broken", ("case", item.CaseId)));
        }
    }

    private async Task EndAsync(StoredIncidentJob job, long fence, List<StoredIncidentJobItem> items)
    {
        var (reached, done) = (items.Count(i => i.State != IncidentItemState.Waiting), items.Count(i => i.State == IncidentItemState.Done));
        var state = reached == items.Count ? IncidentJobState.Ended : IncidentJobState.Stopped;
        var entry = new StoredAuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = job.ById,
            ActorName = job.ByName,
            Action = "incident_job_ended",
            Subject = "incident-job:" + job.Id,
            Detail = $"{state}: {done} done, {reached - done} not, {items.Count - reached} not reached",
        };
        await writes.RunAsync(sql => sql.EndIncidentJob(job.Id, fence, state, entry.At) > 0 ? sql.StoreAudit(entry) : 0);
    }

    private static StoredIncidentJobItem Ended(StoredIncidentJobItem item, string? caseNumber, IncidentItemState state, CaseRefusal? refusal) => new()
    {
        JobId = item.JobId,
        Place = item.Place,
        CaseId = item.CaseId,
        ActivityInstanceId = item.ActivityInstanceId,
        CaseNumber = caseNumber,
        State = state,
        Refusal = refusal is null ? null : RefusalJson.Write(refusal),
    };
}
