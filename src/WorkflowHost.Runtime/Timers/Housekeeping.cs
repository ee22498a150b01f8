using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Timers;

/// <summary>
/// Forgets idempotency keys and jobs over incidents past their time, who read which notice, and news the other hosts have long read; goes on
/// with jobs whose host is no more; reads the staff again, to see what other processes changed.
/// </summary>
internal sealed class Housekeeping(IHotDatabase database, WriteQueue writes, StaffDirectory staff, IncidentJobs jobs, IOptions<RuntimeOptions> options, TimeProvider time)
{
    /// <summary>A host that was cut off for longer reads everything anew.</summary>
    private static readonly TimeSpan NewsKept = OtherHosts.LongestAbsence * 2;

    /// <summary>Longer than the bell tells of a decision.</summary>
    private static readonly TimeSpan NoticesKept = RuleNotices.Told * 2;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.IdempotencyKept;
        // A job that was left behind may have done what it could not note: its keys must still lie there when it goes on.
        if (await jobs.TakeUpAsync(cancellationToken) == 0)
        {
            await writes.RunAsync(sql => sql.DropCommands(before) + sql.DropIncidentJobs(before));
        }

        var told = time.GetUtcNow() - NoticesKept;
        await writes.RunAsync(sql => sql.DropNoticesSeen(told));
        if (database.IsShared)
        {
            var old = time.GetUtcNow() - NewsKept;
            await writes.RunAsync(sql => sql.TrimChanges(old));
        }

        await staff.ReloadAsync(cancellationToken);
    }
}
