using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.CustomerLinks;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Runtime.CustomerLinks;

/// <summary>
/// What customers do behind links, and what staff see and do of them. A link alone shows nothing of the case: who has its code, sent
/// to the number of the case, is taken for the customer; remembering that is the caller's business. Thread-safe.
/// </summary>
public sealed class CustomerLinkDesk
{
    /// <summary>Tries of one code, and wrong ones of a link in all: of a million codes, so few are guessed in vain.</summary>
    internal const int MostTriesOfCode = 5;
    internal const int MostWrongTries = 20;

    /// <summary>Refusal: codes were asked for too often.</summary>
    public const string CodeTooOften = "link.code_too_often";

    private const string Answered = "link.answered";

    /// <summary>How long a code that was used is taken again: a finger that taps twice sends it twice.</summary>
    private static readonly TimeSpan SecondTap = TimeSpan.FromMinutes(1);

    private static readonly (TimeSpan Pause, TimeSpan Span, int MostInSpan, int MostWrong) Codes = (TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), 5, MostWrongTries);

    private readonly CaseCommandRunner _runner;
    private readonly CaseReader _reader;
    private readonly CaseReaders _readers;
    private readonly DefinitionStore _definitions;
    private readonly SopPackSource _packs;
    private readonly StaffDirectory _staff;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly AuditTrail _audit;

    internal CustomerLinkDesk(
        CaseCommandRunner runner, CaseReader reader, CaseReaders readers, DefinitionStore definitions, SopPackSource packs, StaffDirectory staff,
        IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, AuditTrail audit)
    {
        _runner = runner;
        _reader = reader;
        _readers = readers;
        _definitions = definitions;
        _packs = packs;
        _staff = staff;
        _contexts = contexts;
        _writes = writes;
        _audit = audit;
    }

    /// <returns>Null when no link has this address, or it was revoked, is past its time, was shut by wrong codes, or its case is in the archive: nobody learns which.</returns>
    public async Task<LiveCustomerLink?> FindAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var (hash, now) = (CustomerSecrets.HashOf(token), _runner.Now);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.CustomerTokens.Where(t => t.Hash == hash)
            .Join(context.CustomerLinks, t => t.LinkId, l => l.Id, (_, l) => l)
            .Where(l => l.RevokedAt == null && l.ExpiresAt > now && l.WrongTries < MostWrongTries && !context.ArchivedCases.Any(a => a.Id == l.CaseId))
            .FirstOrDefaultAsync(cancellationToken);
        return row is null
            ? null
            : new(row.Id, row.CaseId, row.CaseNumber, PurposeOf(row), row.FormId, row.EventName, row.ExpiresAt, AnsweredAt(row, await CaseOfAsync([row], cancellationToken)));
    }

    /// <summary>Sends a code to the number of the case.</summary>
    /// <returns>Null, or why not: <c>link.code_too_often</c> when one was asked for within a minute, five within an hour, or too many were wrong.</returns>
    public async Task<CaseRefusal?> SendCodeAsync(LiveCustomerLink link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        var now = _runner.Now;
        var reserved = await _writes.RunAsync(sql => sql.ReserveCustomerCode(link.Id, now, Codes));
        if (reserved.Fault is { } fault)
        {
            return StorageRefusals.Of(fault);
        }

        return reserved.Value == 0
            ? CaseRefusal.Conflict(CodeTooOften)
            : (await _runner.RunAsync(link.CaseId, _ => new SendCustomerCode(link.Id), receipt: null, settlement: null, cancellationToken)).Refusal;
    }

    /// <returns>Right: it is the code that was last sent for this link, is not ten minutes old and wasn't tried five times before.</returns>
    public async Task<CodeVerdict> OpenAsync(LiveCustomerLink link, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(code);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _runner.Now;
        var counted = await _writes.RunAsync(sql => sql.CountCodeTry(link.Id, now, MostTriesOfCode, MostWrongTries));
        if (counted is not { Fault: null, Value: > 0 })
        {
            return counted.Fault is null ? CodeVerdict.Wrong : CodeVerdict.Unknown;
        }

        var hash = CustomerSecrets.HashOf(code, link.Id);
        var opened = await _writes.RunAsync(sql => sql.OpenByCode(link.Id, hash, now, now + SecondTap));
        return opened.Fault is not null ? CodeVerdict.Unknown : opened.Value > 0 ? CodeVerdict.Right : CodeVerdict.Wrong;
    }

    /// <returns>Null when the case can't be shown any more.</returns>
    public async Task<TrackingView?> TrackAsync(LiveCustomerLink link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        return await _reader.FindAsync(link.CaseId, cancellationToken) is { } state
            && await _definitions.ProgramAsync(state.DefinitionId, state.DefinitionVersion, cancellationToken) is { } program
            && SopProfile.Of(program.Definition) is { } profile
            ? Tracking.Of(state, profile, _staff.NameOf, _runner.Now)
            : null;
    }

    /// <returns>Null when the link asks nothing, or its form is no longer one for customers.</returns>
    public FormDefinition? FormOf(LiveCustomerLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.FormId is { } id && _packs.Current.Forms.TryGetValue(id, out var form) && form.IsForCustomers ? form : null;
    }

    /// <summary>Hands in what the customer filled in, once: the same answers sent again change nothing, others are refused (<c>link.answered</c>).</summary>
    public async Task<CaseRefusal?> AnswerAsync(LiveCustomerLink link, JsonObject fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(fields);
        if (FormOf(link) is not { } form)
        {
            return CaseRefusal.NotFound("link.no_form");
        }

        if (link.AnsweredAt is not null)
        {
            return CaseRefusal.Conflict(Answered);
        }

        var receipt = new CommandReceipt("link:" + link.Id, Actor.Customer.Id, RequestHash.Of(fields, "link", link.Id));
        var run = await _runner.RunAsync(link.CaseId, _ => new AnswerCustomerLink(link.Id, form.Id, link.EventName, fields), receipt, settlement: null, cancellationToken);
        if (run.Refusal is { Code: not (Answered or "idempotency.key_reused") } refusal)
        {
            return refusal;
        }

        // Spares looking into the case later; should it not be stored, the case tells all the same that the link was answered.
        var now = _runner.Now;
        await _writes.RunAsync(sql => sql.MarkCustomerAnswer(link.Id, now));
        return run.Refusal is null ? null : CaseRefusal.Conflict(Answered);
    }

    /// <summary>The links that were made for a case, the latest first, with what became of their messages; none for who may not read it.</summary>
    public async Task<IReadOnlyList<CustomerLinkView>> OfCaseAsync(string caseId, Actor actor, CancellationToken cancellationToken = default)
    {
        if (_readers.IdOf(caseId, actor) is not { } id)
        {
            return [];
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.CustomerLinks.Where(l => l.CaseId == id).OrderByDescending(l => l.SentAt).ThenBy(l => l.Id).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var messages = await MessagesAsync(context, id, cancellationToken);
        var state = await CaseOfAsync(rows, cancellationToken);
        return [.. rows.Select(link => ViewOf(link, messages.GetValueOrDefault(link.Id), state))];
    }

    /// <summary>Sends the customer a notice of the pack that carries a link.</summary>
    /// <returns>Null, or why not.</returns>
    public async Task<CaseRefusal?> SendAsync(string caseId, string noticeId, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (_readers.IdOf(caseId, actor) is not { } id)
        {
            return CaseRefusal.NotFound("case.not_found", ("case", caseId));
        }

        var receipt = idempotencyKey is null ? null : new CommandReceipt(idempotencyKey, actor.Id, RequestHash.Of(null, "send-link", id, noticeId));
        return (await _runner.RunAsync(id, _ => new SendCustomerLink(actor, noticeId), receipt, settlement: null, cancellationToken)).Refusal;
    }

    /// <summary>From now on the link opens nothing. Revoking it again changes nothing.</summary>
    /// <returns>Null, or why not.</returns>
    public async Task<CaseRefusal?> RevokeAsync(string caseId, string linkId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (_readers.IdOf(caseId, actor) is not { } id)
        {
            return CaseRefusal.NotFound("case.not_found", ("case", caseId));
        }

        var known = await OfCaseAsync(id, actor, cancellationToken);
        if (known.All(link => link.Id != linkId))
        {
            return CaseRefusal.NotFound("link.not_found", ("link", linkId));
        }

        var now = _runner.Now;
        var revoked = await _writes.RunAsync(sql => sql.RevokeLink(linkId, id, actor.Id, now));
        if (revoked.Fault is { } fault)
        {
            return StorageRefusals.Of(fault);
        }

        if (revoked.Value > 0)
        {
            await _audit.RecordAsync(actor, "customer_link_revoked", "case:" + id, linkId);
            // Of an archived case the audit alone tells; the link itself is shut all the same.
            await _runner.RunAsync(id, _ => new RevokeCustomerLink(actor, linkId), receipt: null, settlement: null, cancellationToken);
        }

        return null;
    }

    private CustomerLinkView ViewOf(StoredCustomerLink link, StoredOutboxMessage? message, CaseState? state)
    {
        var sending = message?.Status ?? OutboxStatus.Sent;
        return new(
            link.Id,
            PurposeOf(link),
            link.NoticeId,
            link.FormId,
            sending,
            sending == OutboxStatus.Sent ? message?.SettledAt ?? link.SentAt : null,
            link.ExpiresAt,
            link.OpenedAt,
            AnsweredAt(link, state),
            link.RevokedAt,
            _staff.NameOf(link.RevokedBy) ?? link.RevokedBy,
            link.WrongTries >= MostWrongTries);
    }

    /// <summary>The row is written while its message goes out; only the message tells whether it did.</summary>
    private async Task<Dictionary<string, StoredOutboxMessage>> MessagesAsync(WorkflowDbContext context, string caseId, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredOutboxMessage> messages = _reader.Archived(caseId) is { } archived
            ? archived.Content.Messages
            : await context.Outbox.AsNoTracking().Where(m => m.CaseId == caseId && m.Template != null).ToListAsync(cancellationToken);
        var carried = new Dictionary<string, StoredOutboxMessage>(StringComparer.Ordinal);
        foreach (var message in messages.Where(message => message.Template is not null))
        {
            foreach (var offer in CustomerLinkOffer.In(JsonNode.Parse(message.Payload) as JsonObject ?? []))
            {
                carried[offer.Id] = message;
            }
        }

        return carried;
    }

    /// <summary>The case, where it must be asked whether a link was answered: a mark in the link's row may not have been stored.</summary>
    private async Task<CaseState?> CaseOfAsync(List<StoredCustomerLink> links, CancellationToken cancellationToken) =>
        links.FirstOrDefault(link => link is { FormId: not null, OpenedAt: not null, AnsweredAt: null }) is { } open
            ? await _reader.FindAsync(open.CaseId, cancellationToken)
            : null;

    private static DateTimeOffset? AnsweredAt(StoredCustomerLink link, CaseState? state) =>
        link.AnsweredAt ?? (state is null ? null : CustomerLinkAnswers.AnsweredAt(state.Data, link.Id));

    private static CustomerLinkPurpose PurposeOf(StoredCustomerLink link) =>
        Enum.TryParse<CustomerLinkPurpose>(link.Purpose, out var purpose) ? purpose : CustomerLinkPurpose.Track;
}
