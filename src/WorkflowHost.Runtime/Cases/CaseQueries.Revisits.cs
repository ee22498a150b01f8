using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>The list of follow-up calls.</summary>
public sealed partial class CaseQueries
{
    // A day outside these has no start or end in every zone; nothing is planned there either.
    private static readonly DateOnly FirstListDay = new(2000, 1, 1);
    private static readonly DateOnly LastListDay = new(9000, 1, 1);

    /// <summary>The call list of a day: what is overdue, what is for that day, and what comes.</summary>
    public async Task<IReadOnlyList<RevisitRow>> RevisitsAsync(RevisitFilter filter, Actor actor, CancellationToken cancellationToken = default) =>
        (await CallListAsync(filter, actor, cancellationToken)).Items;

    /// <summary>The call list of a day, and whether there is more than is listed. Many overdue calls do not hide those of the day.</summary>
    public async Task<CallList> CallListAsync(RevisitFilter filter, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var pack = _packs.Current;
        var offset = pack.Calendars.Values.FirstOrDefault()?.UtcOffset ?? TimeSpan.Zero;
        var day = filter.Day ?? DateOnly.FromDateTime(_time.GetUtcNow().ToOffset(offset).DateTime);
        if (!CaseAccess.SeesRevisits(actor) || day < FirstListDay || day > LastListDay)
        {
            return new([], false);
        }

        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), offset);
        var end = start.AddDays(1);
        var take = Math.Clamp(filter.Take, 1, MostListed);
        var status = filter.Status ?? RevisitStatus.Planned;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var readable = _readers.Readable(context.Cases, actor);
        var revisits = context.Revisits.Where(r => r.Status == status && (filter.Type == null || r.Type == filter.Type) && readable.Any(c => c.Id == r.CaseId));
        if (status != RevisitStatus.Planned)
        {
            // What has ended has no next attempt to go by.
            return await ListAsync(context, revisits.OrderByDescending(r => r.DueAt).ThenBy(r => r.Id), RevisitBucket.Ended, take, pack, cancellationToken);
        }

        var overdue = await ListAsync(context, Ordered(revisits.Where(r => r.NextAttemptAt < start)), RevisitBucket.Overdue, take, pack, cancellationToken);
        var today = await ListAsync(
            context, Ordered(revisits.Where(r => r.NextAttemptAt >= start && r.NextAttemptAt < end)), RevisitBucket.Today, take, pack, cancellationToken);
        var upcoming = await ListAsync(
            context, Ordered(revisits.Where(r => r.NextAttemptAt == null || r.NextAttemptAt >= end)), RevisitBucket.Upcoming, take, pack, cancellationToken);
        return new([.. overdue.Items, .. today.Items, .. upcoming.Items], overdue.HasMore || today.HasMore || upcoming.HasMore);
    }

    private static IOrderedQueryable<StoredRevisit> Ordered(IQueryable<StoredRevisit> revisits) =>
        revisits.OrderBy(r => r.NextAttemptAt == null).ThenBy(r => r.NextAttemptAt).ThenBy(r => r.Id);

    private async Task<CallList> ListAsync(
        WorkflowDbContext context, IOrderedQueryable<StoredRevisit> revisits, RevisitBucket bucket, int take, SopPack pack, CancellationToken cancellationToken)
    {
        var listed = await revisits.Take(take + 1).ToListAsync(cancellationToken);
        var hasMore = listed.Count > take;
        listed = hasMore ? listed[..take] : listed;
        var ids = listed.Select(r => r.CaseId).Distinct().ToArray();
        var cases = await context.Cases
            .Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.Number, c.Title, c.CustomerName, c.CustomerContact, c.HandlerId })
            .ToDictionaryAsync(c => c.Id, cancellationToken);
        return new(
            [.. listed.Select(r => RowOf(r, bucket, pack) with
            {
                CaseNumber = cases[r.CaseId].Number,
                Title = cases[r.CaseId].Title,
                CustomerName = cases[r.CaseId].CustomerName,
                CustomerContact = cases[r.CaseId].CustomerContact,
                HandlerName = _staff.NameOf(cases[r.CaseId].HandlerId),
            })],
            hasMore);
    }

    private static RevisitRow RowOf(StoredRevisit row, RevisitBucket bucket, SopPack pack)
    {
        var policy = pack.RevisitPolicies.GetValueOrDefault(row.PolicyId);
        return new(
            row.Id, row.CaseId, string.Empty, string.Empty, null, null, row.Type, policy?.Name.Zh ?? row.Type, policy?.Name.En ?? row.Type, row.Status, bucket,
            row.DueFrom, row.DueAt, row.NextAttemptAt, Enum.TryParse<ContactChannel>(row.NextChannel, out var channel) ? channel : null, row.AttemptCount, null);
    }
}
