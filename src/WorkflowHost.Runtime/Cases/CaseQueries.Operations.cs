using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Notifications;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Links;

namespace WorkflowHost.Runtime.Cases;

/// <summary>The bell, and what those who run the host look at: messages, incidents.</summary>
public sealed partial class CaseQueries
{
    private const int MostListed = 500;

    /// <summary>Reminders and escalations for a person and their roles that are to be shown by now, the latest first.</summary>
    public async Task<IReadOnlyList<NotificationView>> NotificationsAsync(Actor actor, bool unreadOnly = false, int take = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var now = _time.GetUtcNow();
        take = Math.Clamp(take, 1, MostListed);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var requests = await RequestNoticesAsync(context, actor, take, now, cancellationToken);
        var ofCases = await Audible(context, _readers.Readable(context.Cases, actor), actor, now)
            .Select(n => new { Row = n, IsRead = context.NotificationReads.Any(r => r.NotificationId == n.Id && r.StaffId == actor.Id) })
            .Where(n => !unreadOnly || !n.IsRead)
            .OrderByDescending(n => n.Row.DeliverAt).ThenByDescending(n => n.Row.Id)
            .Take(take)
            .Join(context.Cases, n => n.Row.CaseId, c => c.Id, (n, c) => new { n.Row, n.IsRead, c.Number, c.Title })
            .OrderByDescending(n => n.Row.DeliverAt).ThenByDescending(n => n.Row.Id)
            .Select(n => new NotificationView(
                n.Row.Id, n.Row.CaseId, n.Number, n.Title, n.Row.Kind, ArgsJson.Read(n.Row.Args), n.Row.FiredAt, n.Row.DeliverAt, n.Row.ClockId, n.Row.StepId, n.IsRead, null))
            .ToListAsync(cancellationToken);
        return [.. ofCases.Concat(requests.Where(each => !unreadOnly || !each.IsRead)).OrderByDescending(each => each.DeliverAt).Take(take)];
    }

    public async Task<int> UnreadCountAsync(Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return (await RequestNoticesAsync(context, actor, MostListed, now, cancellationToken)).Count(each => !each.IsRead)
            + await Audible(context, _readers.Readable(context.Cases, actor), actor, now).CountAsync(n => !context.NotificationReads.Any(r => r.NotificationId == n.Id && r.StaffId == actor.Id), cancellationToken);
    }

    /// <summary>Marks notifications as read by a person; unknown ids are passed over. What waits for the person's decision stays listed until somebody has decided.</summary>
    /// <returns>Null, or why the store could not take it.</returns>
    public async Task<CaseRefusal?> MarkReadAsync(Actor actor, IReadOnlyCollection<string> notificationIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var known = await Audible(context, _readers.Readable(context.Cases, actor), actor, now).Where(n => notificationIds.Contains(n.Id)).Select(n => n.Id).ToListAsync(cancellationToken);
        var requests = await RequestNoticesAsync(context, actor, MostListed, now, cancellationToken);
        var told = requests.Where(each => !each.IsRead && notificationIds.Contains(each.Id)).ToList();
        if (known.Count + told.Count == 0)
        {
            return null;
        }

        var result = await _writes.RunAsync(sql => known.Sum(id => sql.StoreRead(id, actor.Id, now)) + told.Sum(each => PublicationNotices.DecidedIn(each) is { } request
            ? sql.StorePublicationSeen(request, actor.Id, now)
            : sql.StoreNoticeSeen(each.Id, actor.Id, now)));
        return result.Fault is { } fault ? StorageRefusals.Of(fault) : null;
    }

    /// <summary>Messages to the outside, the latest first. Who may not see cases gets them without address and text.</summary>
    public async Task<IReadOnlyList<OutboxView>> OutboxAsync(OutboxFilter filter, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!CaseAccess.SeesOperations(actor))
        {
            return [];
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var readable = _readers.Readable(context.Cases, actor);
        var closed = _readers.ClosedTo(actor);
        var rows = await context.Outbox
            // What one case asks or tells another says that there is that other one, and often why.
            .Where(m => readable.Any(c => c.Id == m.CaseId) && (m.Kind != LinkMessages.Open || !closed.Contains(m.Target))
                && ((m.Kind != LinkMessages.News && m.Kind != LinkMessages.Ask)
                    || !context.Cases.Any(c => (c.Id == m.Target || c.Number == m.Target) && !readable.Any(r => r.Id == c.Id))))
            .Where(m => (filter.Status == null || m.Status == filter.Status) && (filter.Kind == null || m.Kind == filter.Kind))
            .OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id)
            .Take(Math.Clamp(filter.Take, 1, MostListed))
            .Join(context.Cases, m => m.CaseId, c => c.Id, (m, c) => new { Message = m, c.Number })
            .OrderByDescending(m => m.Message.CreatedAt).ThenByDescending(m => m.Message.Id)
            .ToListAsync(cancellationToken);
        var seesCases = CaseAccess.SeesCases(actor);
        var mask = SensitiveMask.ByName(actor, _packs.Current);
        return [.. rows.Select(r => CaseViews.MessageOf(r.Message, r.Number)).Select(m => seesCases ? CaseViews.Masked(m, mask) : WithoutPersonalData(m))];
    }

    /// <summary>Cases in which something failed and waits for a person. Who may not see cases gets them without title.</summary>
    public async Task<IReadOnlyList<IncidentRow>> IncidentsAsync(Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesOperations(actor))
        {
            return [];
        }

        var seesCases = CaseAccess.SeesCases(actor);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        // Sorted here: asked for the latest in order, SQLite reads all cases by their age instead of the few with incidents.
        // What was cancelled keeps its incidents, but they wait for nobody.
        var failed = await _readers.Readable(context.Cases, actor).Where(c => c.IncidentCount > 0 && c.SubStatus != WorkflowSubStatus.Cancelled)
            .Select(c => new { c.Id, c.OpenedAt })
            .ToListAsync(cancellationToken);
        var latest = failed.OrderByDescending(c => c.OpenedAt).Take(MostListed).Select(c => c.Id).ToArray();
        var cases = await context.Cases
            .Where(c => latest.Contains(c.Id))
            .OrderByDescending(c => c.OpenedAt)
            .Select(c => new { c.Id, c.Number, c.IsPlain, c.Title, c.Stage, c.HandlerId, c.UpdatedAt, Stored = new StoredState(c.DefinitionId, c.DefinitionVersion, c.State) })
            .ToListAsync(cancellationToken);
        var rows = new List<IncidentRow>(cases.Count);
        foreach (var row in cases)
        {
            var incidents = await _reader.IncidentsOfAsync(row.Id, row.Stored, row.UpdatedAt, actor, _packs.Current, cancellationToken);
            if (incidents.Count > 0)
            {
                rows.Add(new(row.Id, row.Number, row.Stored.DefinitionId, seesCases ? row.Title : string.Empty, row.Stage, _staff.NameOf(row.HandlerId), row.IsPlain || seesCases ? incidents : [.. incidents.Select(CaseAccess.WithoutValues)]));
            }
        }

        return rows;
    }

    /// <summary>Whether there is such a case among those at hand, for this person.</summary>
    public async Task<bool> SeesAsync(string caseId, Actor actor, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await _readers.Readable(context.Cases, actor).AnyAsync(c => c.Id == caseId, cancellationToken);
    }

    /// <summary>Whether there is such a message, for this person.</summary>
    public async Task<bool> SeesMessageAsync(string messageId, Actor actor, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Outbox.Where(m => m.Id == messageId).Join(_readers.Readable(context.Cases, actor), m => m.CaseId, c => c.Id, (m, c) => c.Id).AnyAsync(cancellationToken);
    }

    /// <summary>A receiving side's error often repeats the address it was given.</summary>
    private static OutboxView WithoutPersonalData(OutboxView message) => message with
    {
        Target = string.Empty,
        Payload = [],
        LastError = message.Target.Length == 0 ? message.LastError : message.LastError?.Replace(message.Target, "…", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>What there is to tell of requests to publish workflows and rules.</summary>
    private static async Task<IReadOnlyList<NotificationView>> RequestNoticesAsync(
        WorkflowDbContext context, Actor actor, int take, DateTimeOffset now, CancellationToken cancellationToken)
    {
        NotificationView[] all = [.. await PublicationNotices.OfAsync(context, actor, take, cancellationToken), .. await RuleNotices.OfAsync(context, actor, now, cancellationToken)];
        var ids = all.Select(each => each.Id).ToList();
        var seen = all.Length == 0 ? [] : await context.NoticesSeen.Where(s => s.StaffId == actor.Id && ids.Contains(s.NoticeId)).Select(s => s.NoticeId).ToListAsync(cancellationToken);
        return [.. all.Select(each => seen.Contains(each.Id) ? each with { IsRead = true } : each)];
    }

    private static IQueryable<StoredNotification> Audible(WorkflowDbContext context, IQueryable<StoredCase> readable, Actor actor, DateTimeOffset now)
    {
        string[] audiences = [StaffNotification.ToStaff(actor.Id), .. actor.Roles.Select(StaffNotification.ToRole)];
        return context.Notifications.Where(n => audiences.Contains(n.Audience) && n.DeliverAt <= now && readable.Any(c => c.Id == n.CaseId));
    }
}
