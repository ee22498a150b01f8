using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Notifications;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Rules;

/// <summary>
/// What the bell says of rules that wait: to who may decide that one is to be published, to who wrote a draft that it came back. It is
/// read from the drafts themselves and stays unread until the draft moves on, so that nobody is called to what is settled.
/// </summary>
internal static class RuleNotices
{
    /// <summary>A draft that came back and was left alone is not told of for ever; its page says so all the same.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(30);

    public static async Task<IReadOnlyList<NotificationView>> OfAsync(WorkflowDbContext context, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!actor.IsIn(StaffRoles.ProcessOwner))
        {
            return [];
        }

        var since = now - Told;
        var drafts = await context.Rules.AsNoTracking()
            .Where(rule => rule.State == RuleState.Draft
                && ((rule.RequestedAt == null && rule.ChangedById == actor.Id && rule.RejectedAt > since)
                    || (rule.RequestedAt != null && rule.RequestedById != actor.Id && rule.ChangedById != actor.Id)))
            .ToListAsync(cancellationToken);
        return
        [
            .. drafts.Select(draft => draft.RequestedAt is { } asked
                ? ViewOf(draft, "pending", asked, draft.RequestedByName, null)
                : ViewOf(draft, "rejected", draft.RejectedAt!.Value, draft.RejectedByName, draft.RejectedReason)),
        ];
    }

    private static NotificationView ViewOf(StoredRule draft, string what, DateTimeOffset at, string? by, string? reason) => new(
        $"rule-{draft.Key}-{draft.Revision}-{what}", null, null, string.Empty, $"rule.{what}",
        new Dictionary<string, string> { ["by"] = by ?? string.Empty, ["reason"] = reason ?? string.Empty }, at, at, null, null, IsRead: false,
        Rule: new(draft.Key, RuleNames.NameOf(draft.Key, draft.Content)));
}
