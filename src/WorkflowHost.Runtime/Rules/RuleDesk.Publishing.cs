using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>
/// From draft to in force. A publication is checked against everything else in force, and nothing else may have been published in
/// between: each alone may be good and both together not.
/// </summary>
public sealed partial class RuleDesk
{
    /// <summary>Longest reason for sending a draft back, in characters.</summary>
    public const int LongestReason = 1000;

    /// <summary>Puts the draft in force on every host, or asks for it where that needs a second pair of eyes.</summary>
    /// <param name="seen">The revision whose changes were read; null takes any.</param>
    /// <returns>
    /// Refused with <c>rule.no_draft</c>, <c>rule.changed_since</c>, <c>rule.faulty</c> (the review says why), <c>rule.host_behind</c> (this
    /// host's files don't fit what is published) or, when something else was published in the same moment, <c>rule.overtaken</c>.
    /// </returns>
    public Task<RuleAnswer> PublishAsync(RuleKey key, int? seen, Actor actor, CancellationToken cancellationToken = default) =>
        OnDraftAsync(key, seen, actor, (rows, draft) => NeedsSecondPair
            ? RequestAsync(key, rows, draft, actor, cancellationToken)
            : PublishAsync(key, rows, draft, actor, cancellationToken), cancellationToken);

    /// <summary>Publishes what was asked for.</summary>
    /// <returns>Refused as <see cref="PublishAsync(RuleKey, int?, Actor, CancellationToken)"/>, or with <c>publication.none</c>, <c>publication.own_request</c>, <c>publication.own_edit</c>.</returns>
    public Task<RuleAnswer> ApproveAsync(RuleKey key, int seen, Actor actor, CancellationToken cancellationToken = default) =>
        OnDraftAsync(key, seen, actor, (rows, draft) => CannotDecide(key, draft, actor) is { } refusal
            ? Task.FromResult(RuleAnswer.Refused(refusal))
            : PublishAsync(key, rows, draft, actor, cancellationToken), cancellationToken);

    /// <summary>Sends what was asked for back; the draft stays as it is.</summary>
    /// <param name="reason">What is to be mended, 1 to <see cref="LongestReason"/> characters; kept in the audit.</param>
    /// <returns>Refused as <see cref="ApproveAsync"/>, or with <c>publication.reason_missing</c> or <c>publication.reason_too_long</c>.</returns>
    public async Task<RuleAnswer> RejectAsync(RuleKey key, int seen, string? reason, Actor actor, CancellationToken cancellationToken = default)
    {
        var text = reason?.Trim();
        return string.IsNullOrEmpty(text) ? RuleAnswer.Refused(CaseRefusal.Invalid("publication.reason_missing"))
            : text.Length > LongestReason ? RuleAnswer.Refused(CaseRefusal.Invalid("publication.reason_too_long", ("max", Number(LongestReason))))
            : await OnDraftAsync(key, seen, actor, (rows, draft) => CannotDecide(key, draft, actor) is { } refusal
                ? Task.FromResult(RuleAnswer.Refused(refusal))
                : RejectAsync(key, rows, text, actor, cancellationToken), cancellationToken);
    }

    /// <summary>Takes one's own request back.</summary>
    /// <returns>Refused with <c>publication.none</c> or <c>publication.not_requester</c>.</returns>
    public Task<RuleAnswer> WithdrawAsync(RuleKey key, Actor actor, CancellationToken cancellationToken = default) =>
        OnDraftAsync(key, null, actor, (rows, draft) =>
            draft.RequestedAt is null ? Task.FromResult(RuleAnswer.Refused(CaseRefusal.Conflict("publication.none", ("definition", key.Id))))
            : draft.RequestedById != actor.Id ? Task.FromResult(RuleAnswer.Refused(CaseRefusal.Forbidden("publication.not_requester", ("by", draft.RequestedByName ?? string.Empty))))
            : WithdrawAsync(key, rows, actor, cancellationToken), cancellationToken);

    private async Task<RuleAnswer> OnDraftAsync(
        RuleKey key, int? seen, Actor actor, Func<List<StoredRule>, StoredRule, Task<RuleAnswer>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // What another host published belongs to what this one checks against.
            await _shelf.ReloadAsync(cancellationToken);
            var rows = await RowsAsync(key, cancellationToken);
            return rows.FirstOrDefault(row => row.State == RuleState.Draft) is not { } draft ? RuleAnswer.Refused(CaseRefusal.Conflict("rule.no_draft", ("rule", key.Id)))
                : seen is { } revision && revision != draft.Revision ? RuleAnswer.Refused(ChangedSince(key, rows))
                : await act(rows, draft);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<RuleAnswer> PublishAsync(RuleKey key, List<StoredRule> rows, StoredRule draft, Actor actor, CancellationToken cancellationToken)
    {
        if (_shelf.Unfit is { } unfit)
        {
            return RuleAnswer.Refused(unfit);
        }

        var before = _shelf.Current;
        var known = new KnownPublications(await LastDefinitionAsync(cancellationToken), before.Sequence);
        var (review, _) = await _reviews.OfAsync(key, draft.Content, cancellationToken);
        if (!review.IsPublishable)
        {
            return RuleAnswer.Refused(Faulty(review), review);
        }

        var (first, row) = VersionsOf(key, rows, draft, actor, before);
        bool Write(HotSql sql)
        {
            if (known.AreOld(sql))
            {
                return false;
            }

            sql.DropRuleDraft(key);
            sql.RetirePublishedRule(key);
            return (first is null || sql.StoreRule(first) == 1) && sql.StoreRule(row) == 1
                && sql.StoreAudit(EntryOf(key, row.ChangedAt, actor, "rule_published", $"version {Number(row.Version)}")) == 1;
        }

        if (await WriteAsync(key, RevisionOf(rows), Write) is { } refusal)
        {
            return RuleAnswer.Refused(refusal, review);
        }

        await _shelf.ReloadAsync(CancellationToken.None);
        _due.Wake();
        _feed.Publish(CaseChanged.BellAlone);
        if (key.Kind == RuleKind.Calendar)
        {
            // What was provisional said so to be counted again when its year arrives.
            await _provisional.RecountAsync(CancellationToken.None);
        }

        return new(await FindAsync(key, CancellationToken.None), null, review);
    }

    /// <summary>From the database: the review reads the SOPs there too, not what this host remembers of them.</summary>
    private async Task<DateTimeOffset> LastDefinitionAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Definitions.Where(row => row.PublishedAt != null).OrderByDescending(row => row.PublishedAt).Select(row => row.PublishedAt).FirstOrDefaultAsync(cancellationToken)
            ?? DateTimeOffset.MinValue;
    }

    /// <summary>The version to be put in force; and before the first one what the file had said, so that one can go back to it.</summary>
    private (StoredRule? First, StoredRule Row) VersionsOf(RuleKey key, List<StoredRule> rows, StoredRule draft, Actor actor, RuleComposition shelf)
    {
        var now = _time.GetUtcNow();
        var inFile = shelf.Folder.Find(key);
        var last = rows.Max(row => row.Version);
        StoredRule? first = last == 0 && inFile is not null
            ? draft with
            {
                Version = 1, State = RuleState.Retired, IsRemoved = false, Json = inFile.Json, Text = inFile.Text, Origin = RuleOrigin.File, PublishedAt = now,
                RequestedAt = null, RequestedById = null, RequestedByName = null, RejectedAt = null, RejectedByName = null, RejectedReason = null,
                Sequence = shelf.Sequence + 1,
            }
            : null;
        var published = rows.FirstOrDefault(row => row.State == RuleState.Published);
        var isOfFile = inFile is not null && draft.Content?.Digest() == inFile.Digest();
        return (first, draft with
        {
            Version = last + (first is null ? 1 : 2),
            State = RuleState.Published,
            Origin = isOfFile ? RuleOrigin.File : RuleOrigin.Screen,
            Revision = draft.Revision + 1,
            // A change of the file that nobody has decided about stays to be decided.
            FileDigest = isOfFile || published is null || published.Origin == RuleOrigin.File ? inFile?.Digest() : published.FileDigest,
            PublishedAt = now,
            PublishedByName = actor.Name,
            Sequence = shelf.Sequence + (first is null ? 1 : 2),
            // Who asked for it stays on it, to be told. What was sent back and then published without asking again was asked for by nobody.
            RequestedAt = null,
            RequestedById = draft.RequestedAt is null ? null : draft.RequestedById,
            RequestedByName = draft.RequestedAt is null ? null : draft.RequestedByName,
            RejectedAt = null,
            RejectedByName = null,
            RejectedReason = null,
        });
    }

    private async Task<RuleAnswer> RequestAsync(RuleKey key, List<StoredRule> rows, StoredRule draft, Actor actor, CancellationToken cancellationToken)
    {
        if (_shelf.Unfit is { } unfit)
        {
            return RuleAnswer.Refused(unfit);
        }

        var (review, _) = await _reviews.OfAsync(key, draft.Content, cancellationToken);
        if (!review.IsPublishable)
        {
            return RuleAnswer.Refused(Faulty(review), review);
        }

        var now = _time.GetUtcNow();
        var refusal = await WriteAsync(key, RevisionOf(rows), sql =>
            sql.StoreRuleRequest(key, now, actor.Id, actor.Name) == 1
            && sql.StoreAudit(EntryOf(key, now, actor, "rule_publication_requested", $"revision {Number(draft.Revision)}")) == 1);
        return await AnsweredAsync(key, refusal, review, isRequested: true, cancellationToken);
    }

    private async Task<RuleAnswer> RejectAsync(RuleKey key, List<StoredRule> rows, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var refusal = await WriteAsync(key, RevisionOf(rows), sql =>
            sql.RejectRuleRequest(key, now, actor.Name, reason) == 1 && sql.StoreAudit(EntryOf(key, now, actor, "rule_publication_rejected", reason)) == 1);
        return await AnsweredAsync(key, refusal, null, isRequested: false, cancellationToken);
    }

    private async Task<RuleAnswer> WithdrawAsync(RuleKey key, List<StoredRule> rows, Actor actor, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var refusal = await WriteAsync(key, RevisionOf(rows), sql =>
            sql.StoreRuleRequest(key, null, null, null) == 1 && sql.StoreAudit(EntryOf(key, now, actor, "rule_publication_withdrawn", null)) == 1);
        return await AnsweredAsync(key, refusal, null, isRequested: false, cancellationToken);
    }

    private async Task<RuleAnswer> AnsweredAsync(RuleKey key, CaseRefusal? refusal, RuleReview? review, bool isRequested, CancellationToken cancellationToken)
    {
        if (refusal is not null)
        {
            return RuleAnswer.Refused(refusal, review);
        }

        _feed.Publish(CaseChanged.BellAlone);
        return new(await FindAsync(key, cancellationToken), null, review, isRequested);
    }

    private static CaseRefusal? CannotDecide(RuleKey key, StoredRule draft, Actor actor) => DraftOf(draft).Request is { } request
        ? request.RefusalOf(actor)
        : CaseRefusal.Conflict("publication.none", ("definition", key.Id));

    private static CaseRefusal Faulty(RuleReview review) => CaseRefusal.Invalid(
        "rule.faulty", ("count", Number(review.Faults.Count + review.Findings.Count(finding => finding.Severity == Sop.Lint.LintSeverity.Error))));

    private static StoredAuditEntry EntryOf(RuleKey key, DateTimeOffset at, Actor actor, string action, string? detail) =>
        new() { At = at, ActorId = actor.Id, ActorName = actor.Name, Action = action, Subject = key.ToString(), Detail = detail };
}
