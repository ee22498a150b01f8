using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Reads the supervisor's board at an instant.</summary>
/// <param name="readable">The cases the supervisor may read. How many tasks a colleague has, and how many of them are late, is no secret and stays whole.</param>
internal sealed class BoardReader(
    WorkflowDbContext context, IQueryable<StoredCase> readable, SopPack pack, StaffDirectory staff, BoardCounts.Kept known, DateTimeOffset now)
{
    private sealed record OpenTask(string Id, string CaseId, string Name, string Role, string? AssigneeId, string? AssigneeName, long Version, DateTimeOffset CreatedAt);

    public async Task<BoardView> ReadAsync(BoardFilter filter, CancellationToken cancellationToken)
    {
        var take = Math.Clamp(filter.Take, 1, 500);
        var (running, paused) = (Running(filter), Paused(filter));
        var rows = await running.OrderBy(c => c.NextDueAt).ThenBy(c => c.Id).Take(take + 1).Select(ListedCase.Of).ToListAsync(cancellationToken);
        if (rows.Count <= take)
        {
            rows.AddRange(await paused.OrderBy(c => c.OpenedAt).ThenBy(c => c.Id).Take(take + 1 - rows.Count).Select(ListedCase.Of).ToListAsync(cancellationToken));
        }

        var hasMore = rows.Count > take;
        rows = hasMore ? rows[..take] : rows;
        var ids = rows.Select(r => r.Id).ToArray();
        var (tasks, clocks) = (await TasksAsync(ids, cancellationToken), await ClocksAsync(ids, cancellationToken));
        var counts = await known.OfAsync(filter, () => CountsAsync(running, paused, cancellationToken), cancellationToken);
        // A case may have lost its last deadline between the two reads.
        return new([.. rows.Where(r => clocks[r.Id].Any()).Select(r => ItemOf(r, tasks, [.. clocks[r.Id]]))], await LoadsAsync(filter, cancellationToken), counts, hasMore);
    }

    /// <summary>The case row names the running deadline that breaches next, so ordering and filtering by it reads no clocks.</summary>
    private IQueryable<StoredCase> Running(BoardFilter filter)
    {
        var cases = Cases(filter).Where(c => c.NextDueAt != null);
        return filter.DueBefore is { } before ? cases.Where(c => c.NextDueAt < before) : cases;
    }

    private IQueryable<StoredCase> Paused(BoardFilter filter) => filter.DueBefore is not null
        ? readable.Where(c => false)
        : Cases(filter).Where(c => c.NextDueAt == null && context.Clocks.Any(k => k.CaseId == c.Id && k.Status == ClockStatus.Paused && k.Kind != ClockKind.Window));

    private IQueryable<StoredCase> Cases(BoardFilter filter)
    {
        var cases = readable;
        if (filter.PolicyId is { } policyId)
        {
            cases = cases.Where(c => context.Clocks.Any(k => k.CaseId == c.Id && k.PolicyId == policyId && (k.Status == ClockStatus.Running || k.Status == ClockStatus.Paused)));
        }

        if (filter.Branch is { } branch)
        {
            cases = cases.Where(c => c.Branch == branch);
        }

        if (filter.Severity is { } severity)
        {
            cases = cases.Where(c => c.Severity == severity);
        }

        if (filter.AssigneeId is { } assigneeId)
        {
            cases = cases.Where(c => c.HandlerId == assigneeId
                || context.Tasks.Any(t => t.CaseId == c.Id && t.Status == CaseTaskStatus.Open && t.AssigneeId == assigneeId));
        }

        return cases;
    }

    private async Task<ILookup<string, OpenTask>> TasksAsync(string[] caseIds, CancellationToken cancellationToken)
    {
        var tasks = await context.Tasks
            .Where(t => t.Status == CaseTaskStatus.Open && caseIds.Contains(t.CaseId))
            .Select(t => new OpenTask(t.Id, t.CaseId, t.Name, t.Role, t.AssigneeId, t.AssigneeName, t.Version, t.CreatedAt))
            .ToListAsync(cancellationToken);
        return tasks.OrderBy(t => t.CreatedAt).ToLookup(t => t.CaseId, StringComparer.Ordinal);
    }

    /// <summary>Live deadlines of the cases: running ones by target, then paused ones.</summary>
    private async Task<ILookup<string, StoredClock>> ClocksAsync(string[] caseIds, CancellationToken cancellationToken)
    {
        var clocks = await context.Clocks
            .Where(c => caseIds.Contains(c.CaseId) && c.Kind != ClockKind.Window && (c.Status == ClockStatus.Running || c.Status == ClockStatus.Paused))
            .ToListAsync(cancellationToken);
        return clocks.OrderBy(c => c.Status).ThenBy(c => c.TargetAt).ThenBy(c => c.Id, StringComparer.Ordinal).ToLookup(c => c.CaseId, StringComparer.Ordinal);
    }

    /// <summary>Over all cases that match: only three columns are read of the running ones, whose colours depend on each policy's ladder.</summary>
    private async Task<IReadOnlyDictionary<ClockState, int>> CountsAsync(IQueryable<StoredCase> running, IQueryable<StoredCase> paused, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<ClockState, int>();
        var all = running.Select(c => new { c.NextDueClock, StartedAt = c.NextDueStartedAt ?? c.OpenedAt, c.NextDueAt }).AsAsyncEnumerable();
        await foreach (var next in all.WithCancellation(cancellationToken))
        {
            var colour = ClockViews.Badge(next.NextDueClock ?? string.Empty, next.StartedAt, next.NextDueAt!.Value, false, pack, now).Colour;
            counts[colour] = counts.GetValueOrDefault(colour) + 1;
        }

        if (await paused.CountAsync(cancellationToken) is var standing and > 0)
        {
            counts[ClockState.Paused] = standing;
        }

        return counts;
    }

    private async Task<IReadOnlyList<PersonLoad>> LoadsAsync(BoardFilter filter, CancellationToken cancellationToken)
    {
        // Person by person: the index of their inboxes holds what is late of each side by side.
        var overdue = await context.Staff
            .Select(s => new { s.Id, Count = context.Tasks.Count(t => t.Status == CaseTaskStatus.Open && t.AssigneeId == s.Id && t.CaseDueAt < now) })
            .ToDictionaryAsync(g => g.Id, g => g.Count, cancellationToken);
        return [.. staff.Snapshot
            .Where(s => s.IsActive && (filter.Branch is null || s.Branch == filter.Branch))
            .OrderByDescending(s => s.OpenTasks).ThenBy(s => s.DisplayName, StringComparer.Ordinal)
            .Select(s => new PersonLoad(s.Id, s.DisplayName, s.Branch, s.Roles, s.OpenTasks, overdue.GetValueOrDefault(s.Id), s.IsAvailable(now)))];
    }

    private BoardItem ItemOf(ListedCase row, ILookup<string, OpenTask> tasks, StoredClock[] clocks)
    {
        var task = tasks[row.Id].FirstOrDefault();
        return new(
            row.Id, row.Number, row.Title, row.CustomerName, row.Severity, row.Stage, row.Branch, ClockViews.Badge(clocks[0], pack, now), [.. clocks.Skip(1).Select(c => ClockViews.Badge(c, pack, now))],
            task?.AssigneeId ?? row.HandlerId, task?.AssigneeName ?? staff.NameOf(row.HandlerId), task?.Id, task?.Name, task?.Role, task?.Version, row.DefinitionId);
    }
}
