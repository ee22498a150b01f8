using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Archive;

/// <summary>
/// Moves cases that have long been over to the archive, a few each minute of the quiet hours. Each case is a transaction of its own,
/// guarded by its version, so that it can be stopped at any moment and any number of hosts may be at it.
/// </summary>
internal sealed class CaseArchive(
    ReadPool reads, WriteQueue writes, CaseCache cache, IOptions<RuntimeOptions> options, TimeProvider time, ILogger<CaseArchive> log)
{
    // Cases that could not be moved since this host started. They are the oldest, and would be first in every batch.
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);

    /// <returns>How many cases were moved.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var policy = options.Value.Archive;
        if (policy.After is not { } after || !policy.IsTime(now))
        {
            return 0;
        }

        var moved = 0;
        foreach (var (id, version) in reads.Read(r => r.Archivable(now - after, policy.Batch + _left.Count)).Where(each => !_left.Contains(each.Id)).Take(policy.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (isMoved, fault) = await TryMoveAsync(id, version, now);
            if (fault is not null)
            {
                log.LogWarning("Cases could not be moved to the archive ({Code}); it is tried again in a minute", fault.Code);
                break;
            }

            moved += isMoved ? 1 : 0;
        }

        if (moved > 0)
        {
            log.LogInformation("Moved {Count} case(s) that ended before {Before:yyyy-MM-dd} to the archive", moved, now - after);
        }

        return moved;
    }

    /// <summary>A case that can't be read, or that the archive doesn't take, stays where it is and keeps no other from being moved.</summary>
    private async Task<(bool IsMoved, StorageFault? Fault)> TryMoveAsync(string id, long version, DateTimeOffset now)
    {
        try
        {
            var (isMoved, fault) = await MoveAsync(id, version, now);
            if (fault?.Code != StorageFault.Constraint)
            {
                return (isMoved, fault);
            }

            log.LogError("Case {Case} was not moved to the archive ({Code}); it stays among those at hand until the next start", id, fault.Code);
        }
#pragma warning disable CA1031 // Boundary: one broken case keeps no other from being moved.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "Case {Case} can't be read, so it was not moved to the archive; it stays among those at hand until the next start", id);
        }

        _left.Add(id);
        return (false, null);
    }

    private async Task<(bool IsMoved, StorageFault? Fault)> MoveAsync(string id, long version, DateTimeOffset now)
    {
        // Read in pieces: whatever changes one of them raises the version, or is a message that keeps the case where it is.
        if (reads.Read(r => r.State(id)) is not { } state)
        {
            return (false, null);
        }

        var content = ArchivedContent.Of(state.State, reads.Read(r => r.History(id)), reads.Read(r => r.Journal(id)));
        var (packed, brokenOff) = (content.Write(), content.BrokenOff);
        var stored = await writes.RunAsync(sql => sql.ArchiveCase(id, version, packed, brokenOff, now), verdict => verdict == CaseWriteVerdict.Stored);
        if (stored is not { Fault: null, Value: CaseWriteVerdict.Stored })
        {
            return (false, stored.Fault);
        }

        cache.Drop(id);
        return (true, null);
    }
}
