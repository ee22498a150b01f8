using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Incidents;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Jobs over many incidents, under leases as timers and messages are.</summary>
internal sealed partial class HotSql
{
    internal const string InsertIncidentJob = """
        INSERT INTO incident_jobs (id, act, by_id, by_name, by_staff_no, by_roles, reason, fields, started_at, state, is_stopping, claimable_at, fence)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """;

    internal const string InsertIncidentJobItem = """
        INSERT INTO incident_job_items (job_id, place, case_id, activity_instance_id, case_number, state, refusal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    internal const string ClaimIncidentJobSql = """
        UPDATE incident_jobs SET claimable_at = ?4, fence = fence + 1 WHERE id = ?1 AND fence = ?2 AND state = 'Running' AND claimable_at <= ?3
        """;

    internal const string RenewIncidentJobSql = "UPDATE incident_jobs SET claimable_at = ?3 WHERE id = ?1 AND fence = ?2 AND state = 'Running'";

    internal const string IsIncidentJobStopping = "SELECT is_stopping FROM incident_jobs WHERE id = ?1";

    internal const string UpdateIncidentJobItem = """
        UPDATE incident_job_items SET case_number = ?3, state = ?4, refusal = ?5 WHERE job_id = ?1 AND place = ?2 AND state = 'Waiting'
        """;

    internal const string StopIncidentJobSql = "UPDATE incident_jobs SET is_stopping = ?2 WHERE id = ?1 AND state = 'Running' AND is_stopping <> ?2";

    internal const string EndIncidentJobSql = "UPDATE incident_jobs SET state = ?3, ended_at = ?4 WHERE id = ?1 AND fence = ?2 AND state = 'Running'";

    internal const string DeleteOldIncidentJobs = "DELETE FROM incident_jobs WHERE ended_at < ?1";

    public int StoreIncidentJob(StoredIncidentJob job, IReadOnlyList<StoredIncidentJobItem> items)
    {
        // Should the answer be lost, the mark tells that it was stored: a job that goes on must not be told as refused.
        Announce(HostChangeKind.Work, job.Id);
        var stored = Statement(InsertIncidentJob)
            .Bind(job.Id).Bind(job.Act.ToString()).Bind(job.ById).Bind(job.ByName).Bind(job.ByStaffNo).Bind(job.ByRoles).Bind(job.Reason)
            .Bind(job.Fields).Bind(job.StartedAt).Bind(job.State.ToString()).Bind(job.IsStopping).Bind(job.ClaimableAt).Bind(job.Fence)
            .Run();
        foreach (var item in items)
        {
            Statement(InsertIncidentJobItem)
                .Bind(item.JobId).Bind((long)item.Place).Bind(item.CaseId).Bind(item.ActivityInstanceId).Bind(item.CaseNumber)
                .Bind(item.State.ToString()).Bind(item.Refusal)
                .Send();
        }

        return stored;
    }

    /// <summary>Leases a job whose lease has ended.</summary>
    /// <param name="fence">As it was read; the new lease is one above.</param>
    /// <returns>0 when somebody else was faster.</returns>
    public int ClaimIncidentJob(string jobId, long fence, DateTimeOffset now, TimeSpan lease) =>
        Statement(ClaimIncidentJobSql).Bind(jobId).Bind(fence).Bind(now).Bind(now + lease).Run();

    /// <summary>Prolongs the lease before the next incident is begun.</summary>
    public IncidentJobTurn RenewIncidentJob(string jobId, long fence, DateTimeOffset until)
    {
        if (Statement(RenewIncidentJobSql).Bind(jobId).Bind(fence).Bind(until).Run() == 0)
        {
            return IncidentJobTurn.Lost;
        }

        return Statement(IsIncidentJobStopping).Bind(jobId).Read(row => row.Flag(0)) is [true] ? IncidentJobTurn.Stopping : IncidentJobTurn.Mine;
    }

    /// <returns>0 when it was noted before.</returns>
    public int NoteIncidentJobItem(StoredIncidentJobItem item) =>
        Statement(UpdateIncidentJobItem).Bind(item.JobId).Bind((long)item.Place).Bind(item.CaseNumber).Bind(item.State.ToString()).Bind(item.Refusal).Run();

    /// <returns>0 when it is over, or was stopped before.</returns>
    public int StopIncidentJob(string jobId) => Statement(StopIncidentJobSql).Bind(jobId).Bind(true).Run();

    /// <returns>0 when the lease was taken over.</returns>
    public int EndIncidentJob(string jobId, long fence, IncidentJobState state, DateTimeOffset now) =>
        Statement(EndIncidentJobSql).Bind(jobId).Bind(fence).Bind(state.ToString()).Bind(now).Run();

    /// <summary>Ends a lease: whoever looks next goes on.</summary>
    public int GiveBackIncidentJob(string jobId, long fence, DateTimeOffset now)
    {
        Announce(HostChangeKind.Work, jobId);
        return Statement(RenewIncidentJobSql).Bind(jobId).Bind(fence).Bind(now).Run();
    }

    /// <summary>Forgets jobs nobody asks for any more; what they did stands in the cases and in the audit.</summary>
    public int DropIncidentJobs(DateTimeOffset before) => Statement(DeleteOldIncidentJobs).Bind(before).Run();
}
