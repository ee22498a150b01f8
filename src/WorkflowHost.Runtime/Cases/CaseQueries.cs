using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// What screens and the API read of cases, from the same database and at once after a command. Each takes who asks and answers
/// with what that person may see (<see cref="CaseAccess"/>): nothing, rather than an error, for what they may not. Thread-safe.
/// </summary>
public sealed partial class CaseQueries
{
    private const int MostText = 100;

    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly CaseReader _reader;
    private readonly CaseViews _views;
    private readonly SopPackSource _packs;
    private readonly StaffDirectory _staff;
    private readonly WriteQueue _writes;
    private readonly BoardCounts _counts;
    private readonly CaseReaders _readers;
    private readonly TimeProvider _time;

    internal CaseQueries(
        IDbContextFactory<WorkflowDbContext> contexts, CaseReader reader, CaseViews views, SopPackSource packs, StaffDirectory staff, WriteQueue writes,
        BoardCounts counts, CaseReaders readers, TimeProvider time)
    {
        _contexts = contexts;
        _reader = reader;
        _views = views;
        _packs = packs;
        _staff = staff;
        _writes = writes;
        _counts = counts;
        _readers = readers;
        _time = time;
    }

    /// <returns>Null when there is no such case or the person may not see it.</returns>
    public async Task<CaseView?> CaseAsync(string idOrNumber, Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesCases(actor) || _reader.IdOf(idOrNumber) is not { } id)
        {
            return null;
        }

        return await _reader.FindAsync(id, cancellationToken) is { } state && _readers.MayRead(actor, state) ? _views.Of(state, actor) : null;
    }

    /// <summary>The case of a task, for a link to the task alone.</summary>
    public async Task<CaseView?> CaseOfTaskAsync(string taskId, Actor actor, CancellationToken cancellationToken = default) =>
        _reader.CaseOfTask(taskId) is { } id ? await CaseAsync(id, actor, cancellationToken) : null;

    /// <summary>The case of a revisit.</summary>
    public async Task<CaseView?> CaseOfRevisitAsync(string revisitId, Actor actor, CancellationToken cancellationToken = default) =>
        _reader.CaseOfRevisit(revisitId) is { } id ? await CaseAsync(id, actor, cancellationToken) : null;

    public async Task<InboxView> InboxAsync(Actor actor, InboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(filter);
        if (!CaseAccess.SeesCases(actor))
        {
            return new([], [], false);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var take = Math.Clamp(filter.Take, 1, 500);
        var excluded = $" {actor.Id} ";
        var cases = _readers.Readable(context.Cases, actor);
        var mine = await ItemsAsync(context, cases, context.Tasks.Where(t => t.Status == CaseTaskStatus.Open && t.AssigneeId == actor.Id), filter, take, cancellationToken);
        var skills = _staff.Find(actor.Id)?.Skills.ToArray() ?? [];
        var claimable = new List<(TaskOrder Order, InboxItem Item)>();
        // Role by role: what each holds is in the index in the order of the list, all of them together are not.
        foreach (var role in actor.Roles.Where(role => filter.Role is null || filter.Role == role))
        {
            claimable.AddRange(await ItemsAsync(
                context,
                cases,
                context.Tasks.Where(t => t.Status == CaseTaskStatus.Open && t.AssigneeId == null && t.Role == role
                    && (t.ExcludedStaff == null || !t.ExcludedStaff.Contains(excluded))
                    && (t.Skill == null || skills.Contains(t.Skill))),
                filter, take, cancellationToken));
        }

        return new(
            [.. mine.Take(take).Select(each => each.Item)],
            [.. claimable.OrderBy(each => each.Order).Take(take).Select(each => each.Item)],
            mine.Count > take || claimable.Count > take);
    }

    public async Task<Page<CaseRow>> CasesAsync(CaseFilter filter, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!CaseAccess.SeesCases(actor))
        {
            return new([], null);
        }

        var take = Math.Clamp(filter.Take, 1, 200);
        var (pack, now) = (_packs.Current, _time.GetUtcNow());
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var (atHand, archived) = (_readers.Readable(context.Cases, actor), _readers.Readable(context.ArchivedCases, actor));
        var isWhole = await CaseListing.WholeAsync(filter, [atHand, archived], now, cancellationToken);
        var cases = CaseListing.Ordered(CaseListing.Filtered(atHand, filter, now, isWhole), filter);
        var rows = await cases.Take(take + 1).Select(ListedCase.Of).ToListAsync(cancellationToken);
        var brokenOff = await BrokenOffAsync(context, [.. rows.Where(r => r.Status != CaseStatus.Open).Select(r => r.Id)], cancellationToken);
        CaseRow[] found = [.. rows.Select(r => _views.RowOf(r, pack, now) with { BrokenOff = brokenOff.GetValueOrDefault(r.Id) })];
        if (CaseListing.MayBeArchived(filter))
        {
            // Each in its order, as far as the page may reach: the archive's index serves it as the other's does.
            found = [.. found.Concat(await ArchivedAsync(context, CaseListing.Filtered(archived, filter, now, isWhole), filter, (pack, now), take + 1, cancellationToken))
                .OrderByDescending(r => r.OpenedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal)
                // A case that was moved between the two questions is in both answers.
                .DistinctBy(r => r.Id, StringComparer.Ordinal)];
        }

        return new([.. found.Take(take)], found.Length <= take ? null : CaseListing.CursorOf(found[take - 1], filter.Sort));
    }

    private async Task<List<CaseRow>> ArchivedAsync(
        WorkflowDbContext context, IQueryable<CaseColumns> archived, CaseFilter filter, (SopPack Pack, DateTimeOffset Now) at, int most, CancellationToken cancellationToken)
    {
        var (pack, now) = at;
        var rows = await CaseListing.Ordered(archived, filter).Take(most).Select(ListedCase.Of).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Id);
        var moved = await context.ArchivedCases.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.ArchivedAt, c.BrokenOff })
            .ToDictionaryAsync(c => c.Id, StringComparer.Ordinal, cancellationToken);
        return rows.ConvertAll(r => _views.RowOf(r, pack, now) with { ArchivedAt = moved[r.Id].ArchivedAt, BrokenOff = moved[r.Id].BrokenOff });
    }

    /// <summary>The close types of those cases that ended without being dealt with, by case.</summary>
    private static async Task<Dictionary<string, string>> BrokenOffAsync(WorkflowDbContext context, List<string> caseIds, CancellationToken cancellationToken)
    {
        if (caseIds.Count == 0)
        {
            return [];
        }

        var closings = await context.Timeline.Where(t => caseIds.Contains(t.CaseId) && t.Kind == "case.closed")
            .Select(t => new { t.CaseId, t.Sequence, t.Args })
            .ToListAsync(cancellationToken);
        return closings.GroupBy(t => t.CaseId, StringComparer.Ordinal)
            .Select(each => (each.Key, Args: ArgsJson.Read(each.MaxBy(t => t.Sequence)!.Args)))
            .Where(each => each.Args.GetValueOrDefault("brokenOff") is { Length: > 0 })
            .ToDictionary(each => each.Key, each => each.Args.GetValueOrDefault("closeType") ?? string.Empty, StringComparer.Ordinal);
    }

    /// <summary>What is due next across the team, and how much everybody has to do.</summary>
    public async Task<BoardView> BoardAsync(Actor actor, BoardFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!CaseAccess.SeesBoard(actor))
        {
            return new([], [], new Dictionary<ClockState, int>(), false);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var cases = _readers.Readable(context.Cases, actor);
        return await new BoardReader(context, cases, _packs.Current, _staff, _counts.For(_readers.ScopeOf(actor)), _time.GetUtcNow())
            .ReadAsync(filter, cancellationToken);
    }

    /// <summary>Cases that may be the same matter, while somebody types a new one (A-R7).</summary>
    public Task<IReadOnlyList<CaseRow>> PossibleRepeatsAsync(string? contact, string? policyNo, Actor actor, CancellationToken cancellationToken = default)
    {
        contact = string.IsNullOrWhiteSpace(contact) ? null : contact.Trim();
        policyNo = string.IsNullOrWhiteSpace(policyNo) ? null : policyNo.Trim();
        return Task.FromResult(CaseAccess.SeesCases(actor) ? _views.Related(actor, exceptId: null, contact, policyNo) : []);
    }

    public Task<IReadOnlyList<StaffMember>> StaffAsync(CancellationToken cancellationToken = default) => _staff.ListAsync(cancellationToken);

    private async Task<List<(TaskOrder Order, InboxItem Item)>> ItemsAsync(
        WorkflowDbContext context, IQueryable<StoredCase> cases, IQueryable<StoredTask> tasks, InboxFilter filter, int take, CancellationToken cancellationToken)
    {
        var (pack, now) = (_packs.Current, _time.GetUtcNow());
        if (filter.Severity is { } severity)
        {
            cases = cases.Where(c => c.Severity == severity);
        }

        if (CaseListing.Pattern(filter.Text, MostText) is { } pattern)
        {
            cases = cases.Where(c => Search.Matches(c.Number, pattern, CaseListing.Escape)
                || Search.Matches(c.Title, pattern, CaseListing.Escape)
                || Search.Matches(c.CustomerName!, pattern, CaseListing.Escape));
        }

        if (filter.Stage is { } stage)
        {
            tasks = tasks.Where(t => t.Stage == stage);
        }

        if (filter.Role is { } role)
        {
            tasks = tasks.Where(t => t.Role == role);
        }

        // What breaches first on top; a case without a running clock comes last.
        var rows = await tasks.Join(cases, t => t.CaseId, c => c.Id, (t, c) => new { Task = t, Case = c })
            .OrderBy(r => r.Task.CaseDueAt).ThenBy(r => r.Task.CreatedAt).ThenBy(r => r.Task.Id)
            .Take(take + 1)
            .Select(r => new
            {
                r.Task, r.Case.Number, r.Case.DefinitionId, r.Case.Title, r.Case.CustomerName, r.Case.Severity, r.Case.NextDueAt, r.Case.NextDueClock,
                r.Case.NextDueStartedAt, r.Case.OpenedAt, r.Case.IsProvisional,
            })
            .ToListAsync(cancellationToken);
        // Asked for by themselves: as part of the question above they are numbered over the whole table first.
        var clockIds = rows.Select(r => r.Task.ClockId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var clocks = clockIds.Length == 0 ? [] : await context.Clocks.Where(k => clockIds.Contains(k.Id)).ToDictionaryAsync(k => k.Id, StringComparer.Ordinal, cancellationToken);
        return [.. rows.Select(r => (new TaskOrder(r.Task.CaseDueAt, r.Task.CreatedAt, r.Task.Id), new InboxItem(
            r.Task.Id, r.Task.CaseId, r.Number, r.Title, r.CustomerName, r.Task.Name, r.Task.Stage, r.Severity, r.Task.Role, r.Task.AssigneeName, r.Task.DueAt,
            r.Task.ClockId is { } clockId && clocks.TryGetValue(clockId, out var own) ? ClockViews.Badge(own, pack, now) : null,
            r is { NextDueAt: { } due, NextDueClock: { } clock } ? ClockViews.Badge(clock, r.NextDueStartedAt ?? r.OpenedAt, due, r.IsProvisional, pack, now) : null,
            r.Task.CreatedAt, r.Task.Version, r.Task.FormId, r.DefinitionId)))];
    }

    /// <summary>The order of an inbox.</summary>
    private readonly record struct TaskOrder(DateTimeOffset CaseDueAt, DateTimeOffset CreatedAt, string Id) : IComparable<TaskOrder>
    {
        public int CompareTo(TaskOrder other) =>
            CaseDueAt.CompareTo(other.CaseDueAt) is var due and not 0 ? due
            : CreatedAt.CompareTo(other.CreatedAt) is var created and not 0 ? created
            : string.CompareOrdinal(Id, other.Id);
    }
}
