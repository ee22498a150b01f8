using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
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
    DefinitionStore definitions,
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
        var write = CaseWrite.Of(before, burst, receipt, settlement, guard, definitions.ReadersOf, now);
        var result = await writes.StoreBurstAsync(write);
        if (result.Fault is null && result.Value == CaseWriteVerdict.Stored)
        {
            Announce(write);
        }

        return (result.Value, result.Fault);
    }

    private void Announce(CaseWrite write)
    {
        var news = write.News!;
        cache.Put(write.Burst);
        staff.Apply(news.Load);
        if (news.WorkAt is { } at)
        {
            due.Wake(at);
        }

        feed.Publish(news.Change);
        foreach (var child in write.Children)
        {
            Announce(child);
        }
    }
}
