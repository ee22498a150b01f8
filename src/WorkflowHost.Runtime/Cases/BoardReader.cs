using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Reads the supervisor's board at an instant.</summary>
internal sealed class BoardReader(WorkflowDbContext context, SopPack pack, StaffDirectory staff, BoardCounts known, DateTimeOffset now)
{
    /// <remarks>Properties instead of a constructor: only so can the database order by them.</remarks>
    private sealed record ClockOfCase
    {
        public required string ClockId { get; init; }

        public required string PolicyId { get; init; }

        public required DateTimeOffset StartedAt { get; init; }

        public required DateTimeOffset TargetAt { get; init; }

        public required bool IsProvisional { get; init; }

        public required string CaseId { get; init; }

        public required string Number { get; init; }

        public required string Title { get; init; }

        public required string? CustomerName { get; init; }

        public required int? Severity { get; init; }

        public required string? Stage { get; init; }

        public required string? Branch { get; init; }

        public required string? HandlerId { get; init; }
    }

    private sealed record OpenTask(string Id, string CaseId, string Name, string Role, string? AssigneeId, string? AssigneeName, long Version, DateTimeOffset CreatedAt);

    public async Task<BoardView> ReadAsync(BoardFilter filter, CancellationToken cancellationToken)
    {
        var take = Math.Clamp(filter.Take, 1, 500);
        var clocks = Clocks(filter, ClockStatus.Running);
        var rows = await clocks.OrderBy(c => c.TargetAt).ThenBy(c => c.ClockId).Take(take + 1).ToListAsync(cancellationToken);
        var hasMore = rows.Count > take;
        rows = hasMore ? rows[..take] : rows;
        var tasks = await TasksAsync(rows, cancellationToken);
        var counts = await known.OfAsync(filter, () => CountsAsync(clocks, Clocks(filter, ClockStatus.Paused), cancellationToken), cancellationToken);
        return new([.. rows.Select(r => ItemOf(r, tasks))], await LoadsAsync(filter, cancellationToken), counts, hasMore);
    }

    private IQueryable<ClockOfCase> Clocks(BoardFilter filter, ClockStatus status)
    {
        var clocks = context.Clocks.Where(c => c.Status == status && c.Kind != ClockKind.Window);
        if (filter.PolicyId is { } policyId)
        {
            clocks = clocks.Where(c => c.PolicyId == policyId);
        }

        if (filter.DueBefore is { } before)
        {
            clocks = clocks.Where(c => c.TargetAt < before);
        }

        var cases = context.Cases.AsQueryable();
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

        return clocks.Join(cases, clock => clock.CaseId, c => c.Id, (clock, c) => new ClockOfCase
        {
            ClockId = clock.Id,
            PolicyId = clock.PolicyId,
            StartedAt = clock.StartedAt,
            TargetAt = clock.TargetAt,
            IsProvisional = clock.IsProvisional,
            CaseId = c.Id,
            Number = c.Number,
            Title = c.Title,
            CustomerName = c.CustomerName,
            Severity = c.Severity,
            Stage = c.Stage,
            Branch = c.Branch,
            HandlerId = c.HandlerId,
        });
    }

    private async Task<ILookup<string, OpenTask>> TasksAsync(List<ClockOfCase> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(r => r.CaseId).Distinct().ToArray();
        var tasks = await context.Tasks
            .Where(t => t.Status == CaseTaskStatus.Open && ids.Contains(t.CaseId))
            .Select(t => new OpenTask(t.Id, t.CaseId, t.Name, t.Role, t.AssigneeId, t.AssigneeName, t.Version, t.CreatedAt))
            .ToListAsync(cancellationToken);
        return tasks.OrderBy(t => t.CreatedAt).ToLookup(t => t.CaseId, StringComparer.Ordinal);
    }

    /// <summary>Over all clocks that match: only three columns are read of the running ones, whose colours depend on each policy's ladder.</summary>
    private async Task<IReadOnlyDictionary<ClockState, int>> CountsAsync(IQueryable<ClockOfCase> clocks, IQueryable<ClockOfCase> paused, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<ClockState, int>();
        var all = clocks.Select(c => new { c.PolicyId, c.StartedAt, c.TargetAt }).AsAsyncEnumerable();
        await foreach (var clock in all.WithCancellation(cancellationToken))
        {
            var colour = ClockViews.Badge(clock.PolicyId, clock.StartedAt, clock.TargetAt, false, pack, now).Colour;
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
        var overdue = await context.Tasks
            .Where(t => t.Status == CaseTaskStatus.Open && t.AssigneeId != null)
            .Join(context.Cases.Where(c => c.NextDueAt < now), t => t.CaseId, c => c.Id, (t, c) => t.AssigneeId!)
            .GroupBy(id => id)
            .Select(g => new { Id = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Id, g => g.Count, cancellationToken);
        return [.. staff.Snapshot
            .Where(s => s.IsActive && (filter.Branch is null || s.Branch == filter.Branch))
            .OrderByDescending(s => s.OpenTasks).ThenBy(s => s.DisplayName, StringComparer.Ordinal)
            .Select(s => new PersonLoad(s.Id, s.DisplayName, s.Branch, s.Roles, s.OpenTasks, overdue.GetValueOrDefault(s.Id), s.IsAvailable(now)))];
    }

    private BoardItem ItemOf(ClockOfCase row, ILookup<string, OpenTask> tasks)
    {
        var task = tasks[row.CaseId].FirstOrDefault();
        return new(
            row.ClockId, row.CaseId, row.Number, row.Title, row.CustomerName, row.Severity, row.Stage, row.Branch,
            ClockViews.Badge(row.PolicyId, row.StartedAt, row.TargetAt, row.IsProvisional, pack, now),
            task?.AssigneeId ?? row.HandlerId, task?.AssigneeName ?? staff.NameOf(row.HandlerId), task?.Id, task?.Name, task?.Role, task?.Version);
    }
}
