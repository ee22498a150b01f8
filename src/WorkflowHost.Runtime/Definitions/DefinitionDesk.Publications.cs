using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// The second pair of eyes: exactly one revision is asked for, and somebody who neither asked for it nor saved it approves or sends
/// it back. Any change of the definition makes the request void. All of it is decided in the transaction that stores it.
/// </summary>
public sealed partial class DefinitionDesk
{
    /// <summary>Longest reason for sending a draft back, in characters.</summary>
    public const int LongestReason = 1000;

    /// <summary>Publishes what was asked for.</summary>
    /// <param name="revision">The revision whose changes were read.</param>
    /// <returns>
    /// Refused with <c>definition.not_found</c>, <c>publication.none</c>, <c>publication.is_…</c> (decided or overtaken meanwhile),
    /// <c>definition.changed_since</c>, <c>publication.own_request</c>, <c>publication.own_edit</c>, <c>definition.not_owner</c> or,
    /// when rules it relies on changed since, <c>definition.faulty</c>.
    /// </returns>
    public Task<DefinitionAnswer> ApproveAsync(string definitionId, int revision, Actor actor, CancellationToken cancellationToken = default) =>
        DecideAsync(definitionId, revision, actor, (latest, request) => PublishLatestAsync(latest, actor, cancellationToken, request), cancellationToken);

    /// <summary>Sends what was asked for back to who asked; the draft stays as it is.</summary>
    /// <param name="reason">What is to be mended, 1 to <see cref="LongestReason"/> characters.</param>
    /// <returns>Refused as <see cref="ApproveAsync"/>, or with <c>publication.reason_missing</c> or <c>publication.reason_too_long</c>.</returns>
    public async Task<DefinitionAnswer> RejectAsync(string definitionId, int revision, string? reason, Actor actor, CancellationToken cancellationToken = default)
    {
        var text = reason?.Trim();
        return string.IsNullOrEmpty(text) ? DefinitionAnswer.Refused(CaseRefusal.Invalid("publication.reason_missing"))
            : text.Length > LongestReason ? DefinitionAnswer.Refused(CaseRefusal.Invalid("publication.reason_too_long", ("max", Number(LongestReason))))
            : await DecideAsync(definitionId, revision, actor, (_, request) => EndAsync(request, PublicationRequestState.Rejected, text, actor), cancellationToken, mayBeOvertaken: true);
    }

    /// <summary>Takes a request back; only who asked can.</summary>
    /// <returns>Refused with <c>definition.not_found</c>, <c>publication.none</c>, <c>publication.is_…</c> or <c>publication.not_requester</c>.</returns>
    public Task<DefinitionAnswer> WithdrawAsync(string definitionId, Actor actor, CancellationToken cancellationToken = default) =>
        OnLatestAsync(
            definitionId, actor, async _ =>
            {
                var request = await _requests.LatestAsync(definitionId, cancellationToken);
                return request is not { IsPending: true } ? DefinitionAnswer.Refused(Over(request))
                    : request.RequestedById != actor.Id ? DefinitionAnswer.Refused(CaseRefusal.Forbidden("publication.not_requester", ("by", request.RequestedBy)))
                    : await EndAsync(request, PublicationRequestState.Withdrawn, null, actor);
            },
            cancellationToken);

    /// <param name="mayBeOvertaken">What is sent back may have changed since: it must not wait for a decision for ever.</param>
    private Task<DefinitionAnswer> DecideAsync(
        string definitionId, int revision, Actor actor, Func<StoredDefinition, PublicationRequest, Task<DefinitionAnswer>> decide, CancellationToken cancellationToken, bool mayBeOvertaken = false) =>
        OnLatestAsync(
            definitionId, actor, async latest =>
            {
                var request = await _requests.LatestAsync(definitionId, cancellationToken);
                return request is not { IsPending: true } ? DefinitionAnswer.Refused(Over(request))
                    : request.RefusalOf(actor) is { } refusal ? DefinitionAnswer.Refused(refusal)
                    : request.Revision != revision || (request.Revision != latest.Revision && !mayBeOvertaken) ? DefinitionAnswer.Refused(Changed("definition.changed_since", latest))
                    : await decide(latest, request);
            },
            cancellationToken);

    /// <summary>Asks for the latest version to be published; answered alike when that is asked already.</summary>
    private async Task<DefinitionAnswer> RequestAsync(StoredDefinition latest, DefinitionCheck check, Actor actor, CancellationToken cancellationToken)
    {
        if (await _requests.LatestAsync(latest.DefinitionId, cancellationToken) is { IsPending: true } pending && pending.Revision == latest.Revision)
        {
            return await AnswerAsync(latest.DefinitionId, cancellationToken, check) with { Request = pending };
        }

        if (!HasReviewer(latest, actor))
        {
            return await RequestedAsync(latest, isAsked: false, check);
        }

        var now = _time.GetUtcNow();
        var request = PublicationRequests.RowOf(latest, actor, now);
        var written = await _writes.RunAsync(
            sql =>
            {
                PublicationRequests.Overtake(sql, latest.DefinitionId, actor, now);
                return sql.RevisionOf(latest.DefinitionId) == latest.Revision && PublicationRequests.Store(sql, request);
            },
            isKept: kept => kept);
        if (Refused(written) is { } refusal)
        {
            return DefinitionAnswer.Refused(refusal);
        }

        _feed.Publish(CaseChanged.BellAlone);
        return await RequestedAsync(latest, isAsked: true, check);
    }

    /// <summary>What became of a wish to publish that needs somebody else.</summary>
    private async Task<DefinitionAnswer> RequestedAsync(StoredDefinition row, bool isAsked, DefinitionCheck check) => isAsked
        ? await AnswerAsync(row.DefinitionId, CancellationToken.None, check) with { Request = await _requests.LatestAsync(row.DefinitionId) }
        : DefinitionAnswer.Refused(CaseRefusal.Conflict("publication.no_reviewer"));

    private async Task<DefinitionAnswer> EndAsync(PublicationRequest request, PublicationRequestState state, string? reason, Actor actor)
    {
        var now = _time.GetUtcNow();
        var written = await _writes.RunAsync(sql => PublicationRequests.Decide(sql, request, state, reason, actor, now), isKept: kept => kept);
        if (written.Fault is { } fault)
        {
            return DefinitionAnswer.Refused(StorageRefusals.Of(fault));
        }

        var latest = await _requests.LatestAsync(request.DefinitionId);
        if (!written.Value)
        {
            return DefinitionAnswer.Refused(Over(latest));
        }

        _feed.Publish(CaseChanged.BellAlone);
        return await AnswerAsync(request.DefinitionId, CancellationToken.None) with { Request = latest };
    }

    private bool HasReviewer(StoredDefinition row, Actor actor) => _requests.ReviewersBut(actor.Id, row.ChangedById).Count > 0;

    /// <summary>Why there is nothing to decide: who did what, and when.</summary>
    private static CaseRefusal Over(PublicationRequest? request) => request is null || request.DecidedAt is not { } at
        ? CaseRefusal.Conflict("publication.none")
        : CaseRefusal.Conflict(
            $"publication.is_{request.State.ToString().ToLowerInvariant()}",
            ("by", request.DecidedBy ?? ""), ("at", at.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), ("version", Number(request.Version)));
}
