using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Notifications;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Definitions.Publications;

/// <summary>
/// What the bell says of requests to publish. It is read from the requests themselves, so that nobody is called to what was
/// decided meanwhile: who may decide is told until somebody has, who asked is told of the decision.
/// </summary>
internal static class PublicationNotices
{
    private const string IdPrefix = "publication-";
    private const string Pending = "publication.pending";

    public static async Task<IReadOnlyList<NotificationView>> OfAsync(WorkflowDbContext context, Actor actor, int take, CancellationToken cancellationToken)
    {
        var rows = await Audible(context, actor).OrderByDescending(r => r.DecidedAt ?? r.RequestedAt).ThenByDescending(r => r.Sequence)
            .Take(take)
            .Select(r => new { Row = r, Name = context.Definitions.Where(d => d.DefinitionId == r.DefinitionId).OrderByDescending(d => d.Version).Select(d => d.Name).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(each => ViewOf(each.Row, each.Name))];
    }

    /// <summary>The decided request that a notification tells of; null when it tells of one that waits, or of something else.</summary>
    public static long? DecidedIn(NotificationView notice) =>
        notice.Kind != Pending && notice.Id.StartsWith(IdPrefix, StringComparison.Ordinal)
        && long.TryParse(notice.Id.AsSpan(IdPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    private static IQueryable<StoredPublicationRequest> Audible(WorkflowDbContext context, Actor actor)
    {
        var isOwner = actor.IsIn(StaffRoles.ProcessOwner);
        return context.PublicationRequests.AsNoTracking().Where(r =>
            (r.State == PublicationRequestState.Pending && isOwner && r.RequestedById != actor.Id && r.EditedById != actor.Id)
            || (r.State != PublicationRequestState.Pending && r.RequestedById == actor.Id && r.DecidedById != actor.Id));
    }

    private static NotificationView ViewOf(StoredPublicationRequest row, string? name)
    {
        var isPending = row.State == PublicationRequestState.Pending;
        var at = row.DecidedAt ?? row.RequestedAt;
        var args = new Dictionary<string, string>
        {
            ["by"] = (isPending ? row.RequestedByName : row.DecidedByName) ?? "",
            ["version"] = row.Version.ToString(CultureInfo.InvariantCulture),
            ["reason"] = row.Reason ?? "",
        };
        return new(
            IdPrefix + row.Sequence.ToString(CultureInfo.InvariantCulture), null, null, name ?? row.DefinitionId, $"publication.{row.State.ToString().ToLowerInvariant()}", args, at, at,
            null, null, !isPending && row.SeenAt is not null, row.DefinitionId);
    }
}
