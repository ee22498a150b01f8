using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Notifications;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Rules;

/// <summary>
/// What the bell says of requests to publish a rule: to who may decide that one waits, to who asked or wrote the draft what became of it.
/// It is read from drafts and versions themselves, so that nobody is called to what is settled.
/// </summary>
internal static class RuleNotices
{
    /// <summary>A decision is not told of for ever; the rule's page says it all the same.</summary>
    internal static readonly TimeSpan Told = TimeSpan.FromDays(30);

    public static async Task<IReadOnlyList<NotificationView>> OfAsync(WorkflowDbContext context, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!actor.IsIn(StaffRoles.ProcessOwner))
        {
            return [];
        }

        var since = now - Told;
        var drafts = await context.Rules.AsNoTracking()
            .Where(rule => rule.State == RuleState.Draft
                && ((rule.RequestedAt == null && (rule.ChangedById == actor.Id || rule.RequestedById == actor.Id) && rule.RejectedAt > since)
                    || (rule.RequestedAt != null && rule.RequestedById != actor.Id && rule.ChangedById != actor.Id)))
            .ToListAsync(cancellationToken);
        var approved = await context.Rules.AsNoTracking()
            .Where(rule => rule.RequestedById == actor.Id && rule.State != RuleState.Draft && rule.PublishedAt > since)
            .ToListAsync(cancellationToken);
        return
        [
            .. drafts.Select(draft => draft.RequestedAt is { } asked
                ? ViewOf(draft, "pending", asked, draft.RequestedByName, null)
                : ViewOf(draft, "rejected", draft.RejectedAt!.Value, draft.RejectedByName, draft.RejectedReason)),
            .. approved.Select(version => ViewOf(version, "approved", version.PublishedAt!.Value, version.PublishedByName, null)),
        ];
    }

    // Asked for again, it is another request: whoever has read of the one before is called again.
    private static NotificationView ViewOf(StoredRule row, string what, DateTimeOffset at, string? by, string? reason) => new(
        string.Create(CultureInfo.InvariantCulture, $"rule-{row.Key}-{row.Revision}-{what}-{at.ToUnixTimeMilliseconds()}"), null, null, string.Empty, $"rule.{what}",
        new Dictionary<string, string>
        {
            ["by"] = by ?? string.Empty,
            ["reason"] = reason ?? string.Empty,
            ["version"] = row.Version.ToString(CultureInfo.InvariantCulture),
        },
        at, at, null, null, IsRead: false, Rule: new(row.Key, RuleNames.NameOf(row.Key, row.Content)));
}
