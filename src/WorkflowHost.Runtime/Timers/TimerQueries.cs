using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Timers;

/// <summary>Lists timers for those who run the host. Thread-safe.</summary>
public sealed class TimerQueries
{
    private const int Most = 200;
    private const char Between = '~';

    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly CaseReader _reader;
    private readonly CaseReaders _readers;
    private readonly SopPackSource _packs;
    private readonly TimeProvider _time;

    internal TimerQueries(IDbContextFactory<WorkflowDbContext> contexts, CaseReader reader, CaseReaders readers, SopPackSource packs, TimeProvider time)
    {
        _contexts = contexts;
        _reader = reader;
        _readers = readers;
        _packs = packs;
        _time = time;
    }

    /// <summary>Timers, what is due first on top, with what each will do. Empty for who may not see operations.</summary>
    public async Task<Page<TimerView>> PageAsync(TimerFilter filter, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!CaseAccess.SeesOperations(actor))
        {
            return new([], null);
        }

        var now = _time.GetUtcNow();
        var take = Math.Clamp(filter.Take, 1, Most);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Selected(context, _readers.Readable(context.Cases, actor), filter, now)
            .Take(take + 1)
            .Join(context.Cases, t => t.CaseId, c => c.Id, (t, c) => new Row(t, c.Number, c.DefinitionId))
            .ToListAsync(cancellationToken);
        // The join gives no order of its own.
        rows.Sort(static (a, b) => (a.Timer.DueAt, a.Timer.CaseId, a.Timer.TimerId).CompareTo((b.Timer.DueAt, b.Timer.CaseId, b.Timer.TimerId)));
        var next = rows.Count > take ? CursorOf(rows[take - 1].Timer) : null;
        return new(await ViewsAsync(rows.Count > take ? rows[..take] : rows, CaseAccess.SeesCases(actor), now, cancellationToken), next);
    }

    internal static IQueryable<StoredTimer> Selected(WorkflowDbContext context, IQueryable<StoredCase> readable, TimerFilter filter, DateTimeOffset now)
    {
        var timers = filter.State switch
        {
            TimerState.Failed => context.Timers.Where(t => t.Failures > 0),
            TimerState.Late => context.Timers.Where(t => t.Failures == 0 && t.DueAt <= now),
            TimerState.Pending => context.Timers.Where(t => t.Failures == 0 && t.DueAt > now),
            _ => context.Timers,
        };
        timers = timers.Where(t => readable.Any(c => c.Id == t.CaseId));
        if (filter.DefinitionId is { } definitionId)
        {
            timers = timers.Where(t => readable.Any(c => c.Id == t.CaseId && c.DefinitionId == definitionId));
        }

        if (Read(filter.Cursor) is var (dueAt, caseId, timerId))
        {
            // The first condition alone lets the index begin at the cursor; with the second only it is read from its start.
            timers = timers.Where(t => t.DueAt >= dueAt
                && (t.DueAt > dueAt || t.CaseId.CompareTo(caseId) > 0 || (t.CaseId == caseId && t.TimerId.CompareTo(timerId) > 0)));
        }

        return timers.OrderBy(t => t.DueAt).ThenBy(t => t.CaseId).ThenBy(t => t.TimerId);
    }

    private async Task<IReadOnlyList<TimerView>> ViewsAsync(List<Row> rows, bool seesCases, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pack = _packs.Current;
        var views = new List<TimerView>(rows.Count);
        var ofCases = new Dictionary<string, IReadOnlyDictionary<string, TimerSubject>>(StringComparer.Ordinal);
        foreach (var (timer, number, definitionId) in rows)
        {
            if (!ofCases.TryGetValue(timer.CaseId, out var subjects))
            {
                ofCases[timer.CaseId] = subjects = await _reader.TimerSubjectsOfAsync(timer.CaseId, pack, now, cancellationToken);
            }

            var subject = subjects.GetValueOrDefault(timer.TimerId);
            views.Add(new(
                timer.CaseId, number, definitionId, timer.TimerId, timer.Kind, subject?.Name, subject?.Text, subject?.Channel, timer.DueAt,
                timer.Failures > 0 ? TimerState.Failed : timer.DueAt <= now ? TimerState.Late : TimerState.Pending,
                timer.DueAt < now ? (long)(now - timer.DueAt).TotalSeconds : 0,
                timer.Failures, ErrorOf(timer, seesCases), subject?.CanRunNow ?? false, subject?.CanSkip ?? false));
        }

        return views;
    }

    /// <summary>An exception's own words may quote what stands in the case; a code never does.</summary>
    private static string? ErrorOf(StoredTimer timer, bool seesCases) =>
        timer.LastError is { } error && !seesCases && !RefusalCodes.IsOne(error) ? RefusalCodes.TimerFailed : timer.LastError;

    private static string CursorOf(StoredTimer last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.DueAt.ToUnixTimeMilliseconds()}{Between}{last.CaseId}{Between}{last.TimerId}");

    /// <summary>A cursor that cannot be read begins at the top.</summary>
    private static (DateTimeOffset DueAt, string CaseId, string TimerId)? Read(string? cursor) =>
        cursor?.Split(Between) is [var at, var caseId, var timerId]
            && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms) && ms is > 0 and < 253_402_300_800_000
            ? (DateTimeOffset.FromUnixTimeMilliseconds(ms), caseId, timerId)
            : null;

    private sealed record Row(StoredTimer Timer, string Number, string DefinitionId);
}
