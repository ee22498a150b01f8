using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Makes a burst durable, and tells those who wait for what it changed.</summary>
internal sealed class CaseCommits(
    WriteQueue writes,
    CaseCache cache,
    StaffDirectory staff,
    CaseChangeFeed feed,
    DueWork due)
{
    public async Task<(CaseWriteVerdict Verdict, StorageFault? Fault)> CommitAsync(
        CaseState? before,
        CaseBurst burst,
        CommandReceipt? receipt,
        OutboxSettlement? settlement,
        DateTimeOffset now,
        StartGuard? guard = null)
    {
        // Serialised here, on the caller's thread: the writer only writes.
        var write = CaseWrite.Of(burst, before?.Version ?? 0, receipt, settlement, guard, now);
        var result = await writes.RunAsync(sql => sql.StoreBurst(write), verdict => verdict == CaseWriteVerdict.Stored);
        if (result.Fault is null && result.Value == CaseWriteVerdict.Stored)
        {
            Announce(before, burst);
        }

        return (result.Value, result.Fault);
    }

    private void Announce(CaseState? before, CaseBurst burst)
    {
        var (state, changes) = (burst.State, burst.Changes);
        cache.Put(state);
        staff.Apply(StaffLoad.Change(before, state));
        if (changes.TimersSet.Count > 0 || changes.Outbox.Count > 0)
        {
            due.Wake();
        }

        // The tasks that stay as they are belong to it: an inbox shows the case's title and next deadline with each.
        CaseTask[] tasks = [.. state.Tasks, .. before?.Tasks ?? []];
        var staffTouched = tasks.Select(t => t.AssigneeId).OfType<string>().Distinct(StringComparer.Ordinal);
        var rolesTouched = tasks.Where(t => t.AssigneeId is null).Select(t => t.Role).Distinct(StringComparer.Ordinal);
        feed.Publish(new(
            state.Id, state.Number, state.Version, [.. staffTouched], [.. rolesTouched], changes.Notifications.Count > 0, changes.Outbox.Count > 0));
        foreach (var child in burst.Children)
        {
            Announce(null, child);
        }
    }
}
