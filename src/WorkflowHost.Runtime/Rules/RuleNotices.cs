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
    /// <summary>Written to the audit when a request is sent back; its detail is the reason.</summary>
    public const string Rejected = "rule_publication_rejected";

    /// <summary>A draft that came back and was left alone is not told of for ever; its page says so all the same.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(30);

    public static async Task<IReadOnlyList<NotificationView>> OfAsync(WorkflowDbContext context, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!actor.IsIn(StaffRoles.ProcessOwner))
        {
            return [];
        }

        var drafts = await context.Rules.AsNoTracking()
            .Where(rule => rule.State == RuleState.Draft && ((rule.RequestedAt == null && rule.ChangedById == actor.Id) || (rule.RequestedAt != null && rule.RequestedById != actor.Id && rule.ChangedById != actor.Id)))
            .ToListAsync(cancellationToken);
        var told = drafts.Where(draft => draft.RequestedAt is not null).Select(draft => ViewOf(draft, "pending", draft.RequestedAt!.Value, draft.RequestedByName, null)).ToList();
        foreach (var draft in drafts.Where(draft => draft.RequestedAt is null && now - draft.ChangedAt < Told))
        {
            if (await RejectionAsync(context, draft, cancellationToken) is { } back)
            {
                told.Add(ViewOf(draft, "rejected", back.At, back.By, back.Reason));
            }
        }

        return told;
    }

    /// <summary>That the draft as it stands was sent back; null when it wasn't.</summary>
    public static async Task<RuleRejection?> RejectionAsync(WorkflowDbContext context, StoredRule draft, CancellationToken cancellationToken)
    {
        var subject = draft.Key.ToString();
        return draft.RequestedAt is not null
            ? null
            : await context.Audit.AsNoTracking().Where(entry => entry.At >= draft.ChangedAt && entry.Action == Rejected && entry.Subject == subject)
                .OrderByDescending(entry => entry.Sequence)
                .Select(entry => new RuleRejection(entry.At, entry.ActorName, entry.Detail ?? string.Empty))
                .FirstOrDefaultAsync(cancellationToken);
    }

    private static NotificationView ViewOf(StoredRule draft, string what, DateTimeOffset at, string? by, string? reason) => new(
        $"rule-{draft.Key}-{draft.Revision}-{what}", null, null, string.Empty, $"rule.{what}",
        new Dictionary<string, string> { ["by"] = by ?? string.Empty, ["reason"] = reason ?? string.Empty }, at, at, null, null, IsRead: false,
        Rule: new(draft.Key, RuleNames.NameOf(draft.Key, draft.Content)));
}
