using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>
/// Rules edited on screen: drafts, their checks, publishing without a restart, going back, and what becomes of the files. Every
/// command is one transaction guarded by the rule's revision. Thread-safe.
/// </summary>
public sealed partial class RuleDesk : IDisposable
{
    private readonly RuleShelf _shelf;
    private readonly RuleReviews _reviews;
    private readonly RuleUses _uses;
    private readonly SopPackSource _packs;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly AuditTrail _audit;
    private readonly CaseChangeFeed _feed;
    private readonly DueWork _due;
    private readonly ProvisionalClocks _provisional;
    private readonly TimeProvider _time;
    private readonly string _folder;
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal RuleDesk(
        RuleShelf shelf, RuleReviews reviews, RuleUses uses, SopPackSource packs, IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, AuditTrail audit,
        CaseChangeFeed feed, DueWork due, ProvisionalClocks provisional, IOptions<RuntimeOptions> options, TimeProvider time)
    {
        (_shelf, _reviews, _uses, _packs, _contexts, _writes, _audit) = (shelf, reviews, uses, packs, contexts, writes, audit);
        (_feed, _due, _provisional, _time) = (feed, due, provisional, time);
        _folder = Path.GetFullPath(options.Value.WorkflowsFolder);
        NeedsSecondPair = options.Value.FourEyes;
    }

    /// <summary>Whether publishing needs a second process owner: <see cref="RuntimeOptions.FourEyes"/>.</summary>
    public bool NeedsSecondPair { get; }

    /// <summary>Files that went apart from what was published on screen.</summary>
    public IReadOnlyList<RuleFileConflict> FileConflicts => _shelf.Current.Conflicts;

    /// <summary>Every rule, kind by kind, in the order of ids; drafts of new ones among them.</summary>
    public async Task<IReadOnlyList<RuleSummary>> ListAsync(RuleKind? kind = null, CancellationToken cancellationToken = default)
    {
        var (shelf, pack) = (_shelf.Current, _packs.Current);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var drafts = await context.Rules.AsNoTracking().Where(rule => rule.State == RuleState.Draft).ToListAsync(cancellationToken);
        var byKey = drafts.ToDictionary(row => row.Key);
        var keys = shelf.Book.Keys.Concat(byKey.Keys).Distinct().Where(key => kind is null || key.Kind == kind);
        return
        [
            .. keys.OrderBy(key => key.Kind).ThenBy(key => key.Id, StringComparer.Ordinal).Select(key =>
            {
                var inForce = shelf.Book.Find(key);
                var draft = byKey.GetValueOrDefault(key);
                var shown = inForce ?? draft?.Content;
                return new RuleSummary(
                    key, RuleNames.NameOf(key, shown), RuleNames.ProvenanceOf(shown), shelf.Published.GetValueOrDefault(key)?.Version, draft is null ? null : DraftOf(draft),
                    shelf.Conflicts.Any(conflict => conflict.Key == key), inForce is null, _uses.Of(key, pack));
            }),
        ];
    }

    /// <summary>One rule with its draft and its past; null when there never was one.</summary>
    public async Task<RuleView?> FindAsync(RuleKey key, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await RowsAsync(context, key, cancellationToken);
        var shelf = _shelf.Current;
        var inForce = shelf.Book.Find(key);
        if (inForce is null && !rows.Exists(row => row.State == RuleState.Draft || row.Version != StoredRule.Draft))
        {
            return null;
        }

        var draft = rows.FirstOrDefault(row => row.State == RuleState.Draft);
        return new(
            key, inForce, draft is null ? null : DraftOf(draft), RevisionOf(rows),
            shelf.Folder.FileOf(key), shelf.Conflicts.FirstOrDefault(conflict => conflict.Key == key),
            [.. rows.Where(row => row.Version != StoredRule.Draft).OrderByDescending(row => row.Version).Select(VersionOf)], _uses.Of(key, _packs.Current));
    }

    /// <summary>What is wrong with some content and what publishing it would change. Stores nothing.</summary>
    /// <param name="content">Null: the rule goes.</param>
    public async Task<RuleReview> ReviewAsync(RuleKey key, RuleContent? content, CancellationToken cancellationToken = default) =>
        (await _reviews.OfAsync(key, content, cancellationToken)).Review;

    /// <summary>Keeps a draft. It may have faults: only publishing is refused for them. A request to publish is void with it.</summary>
    /// <param name="content">Null: publishing the draft will remove the rule.</param>
    /// <param name="from">The revision the editor started from; null takes any.</param>
    /// <returns>
    /// Refused with <c>rule.id_invalid</c>, <c>rule.not_json</c>, <c>rule.other_id</c>, <c>rule.too_long</c>, <c>rule.not_found</c> (nothing to
    /// remove), <c>rule.exists</c> or <c>rule.changed_since</c>.
    /// </returns>
    public async Task<RuleAnswer> SaveAsync(RuleKey key, RuleContent? content, int? from, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (FaultOf(key, content) is { } refusal)
        {
            return RuleAnswer.Refused(refusal);
        }

        return await InTurnAsync(key, from, actor, "rule_saved", rows =>
        {
            if (content is null && _shelf.Current.Book.Find(key) is null)
            {
                return (null, CaseRefusal.NotFound("rule.not_found", ("rule", key.Id)));
            }

            var row = RowOf(key, content, RevisionOf(rows) + 1, actor);
            return (sql => sql.DropRuleDraft(key) >= 0 && sql.StoreRule(row) == 1, null);
        }, cancellationToken);
    }

    /// <summary>Throws the draft away; what is in force stays.</summary>
    /// <returns>Refused with <c>rule.no_draft</c> or <c>rule.changed_since</c>.</returns>
    public Task<RuleAnswer> DiscardAsync(RuleKey key, int? from, Actor actor, CancellationToken cancellationToken = default) =>
        InTurnAsync(key, from, actor, "rule_draft_discarded", rows => rows.All(row => row.State != RuleState.Draft)
            ? (null, CaseRefusal.Conflict("rule.no_draft", ("rule", key.Id)))
            : (sql => sql.DropRuleDraft(key) == 1 && sql.StoreRule(TraceOf(rows)) == 1, null), cancellationToken);

    /// <summary>Makes the draft what an earlier version was.</summary>
    /// <param name="from">The revision that was seen when this was decided; null takes any.</param>
    /// <returns>Refused with <c>rule.version_unknown</c> or <c>rule.changed_since</c>.</returns>
    public async Task<RuleAnswer> RestoreAsync(RuleKey key, int version, int? from, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var rows = await RowsAsync(key, cancellationToken);
        return rows.FirstOrDefault(row => row.Version == version && version != StoredRule.Draft) is { } row
            ? await SaveAsync(key, row.Content, from ?? RevisionOf(rows), actor, cancellationToken)
            : RuleAnswer.Refused(CaseRefusal.NotFound("rule.version_unknown", ("rule", key.Id), ("version", Number(version))));
    }

    public void Dispose() => _turn.Dispose();

    /// <param name="act">From the rule's rows: what to write, or why not.</param>
    private async Task<RuleAnswer> InTurnAsync(
        RuleKey key, int? from, Actor actor, string action, Func<List<StoredRule>, (Func<Storage.Hot.HotSql, bool>? Write, CaseRefusal? Refusal)> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var rows = await RowsAsync(key, cancellationToken);
            if (from is { } seen && seen != RevisionOf(rows))
            {
                return RuleAnswer.Refused(ChangedSince(key, rows));
            }

            var (write, refusal) = act(rows);
            if (write is null)
            {
                return RuleAnswer.Refused(refusal!);
            }

            if (await WriteAsync(key, RevisionOf(rows), write) is { } failed)
            {
                return RuleAnswer.Refused(failed);
            }

            await _audit.RecordAsync(actor, action, key.ToString());
            _feed.Publish(CaseChanged.BellAlone);
            return new(await FindAsync(key, cancellationToken), null);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<CaseRefusal?> WriteAsync(RuleKey key, int revision, Func<Storage.Hot.HotSql, bool> write)
    {
        var written = await _writes.RunAsync(
            sql =>
            {
                sql.LockRules();
                return sql.RuleRevision(key) == revision && write(sql);
            },
            isKept: kept => kept);
        return written.Fault is { } fault ? StorageRefusals.Of(fault) : written.Value ? null : CaseRefusal.Conflict("rule.overtaken", ("rule", key.Id));
    }

    private CaseRefusal? FaultOf(RuleKey key, RuleContent? content)
    {
        if (!GoodId().IsMatch(key.Id))
        {
            return CaseRefusal.Invalid("rule.id_invalid", ("id", key.Id));
        }

        if (content is null)
        {
            return null;
        }

        if (content.Json.Length > RuleContent.LongestText || content.Text?.Length > RuleContent.LongestText)
        {
            return CaseRefusal.Invalid("rule.too_long", ("max", Number(RuleContent.LongestText)));
        }

        if (content.ToObject() is not { } root)
        {
            return CaseRefusal.Invalid("rule.not_json", ("rule", key.Id));
        }

        var id = key.Kind == RuleKind.Calendar ? $"{root["id"]}.{root["year"]}" : root["id"]?.ToString();
        return id == key.Id ? null : CaseRefusal.Invalid("rule.other_id", ("rule", key.Id), ("found", id ?? string.Empty));
    }

    private StoredRule RowOf(RuleKey key, RuleContent? content, int revision, Actor actor) => new()
    {
        Kind = key.Kind,
        RuleId = key.Id,
        Version = StoredRule.Draft,
        State = RuleState.Draft,
        IsRemoved = content is null,
        Json = content?.Json ?? string.Empty,
        Text = content?.Text,
        Origin = RuleOrigin.Screen,
        Revision = revision,
        ChangedAt = _time.GetUtcNow(),
        ChangedById = actor.Id,
        ChangedByName = actor.Name,
    };

    /// <summary>
    /// What is left of a draft that was thrown away: its number, so that none comes again. An approval and a save name the revision they
    /// have seen; a later draft of the same number would be taken for it.
    /// </summary>
    private static StoredRule TraceOf(List<StoredRule> rows) => rows.First(row => row.State == RuleState.Draft) with
    {
        State = RuleState.Retired,
        IsRemoved = true,
        Json = string.Empty,
        Text = null,
        Revision = RevisionOf(rows) + 1,
        RequestedAt = null,
        RequestedById = null,
        RequestedByName = null,
        RejectedAt = null,
        RejectedByName = null,
        RejectedReason = null,
    };

    private async Task<List<StoredRule>> RowsAsync(RuleKey key, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await RowsAsync(context, key, cancellationToken);
    }

    private static Task<List<StoredRule>> RowsAsync(WorkflowDbContext context, RuleKey key, CancellationToken cancellationToken) =>
        context.Rules.AsNoTracking().Where(rule => rule.Kind == key.Kind && rule.RuleId == key.Id).ToListAsync(cancellationToken);

    private static CaseRefusal ChangedSince(RuleKey key, List<StoredRule> rows) =>
        CaseRefusal.Conflict("rule.changed_since", ("rule", key.Id), ("by", rows.MaxBy(row => row.Revision)?.ChangedByName ?? string.Empty));

    private static int RevisionOf(List<StoredRule> rows) => rows.Select(row => row.Revision).DefaultIfEmpty().Max();

    private static RuleDraft DraftOf(StoredRule row) => new(
        row.Content, row.Revision, row.ChangedAt, row.ChangedById, row.ChangedByName,
        row.RequestedAt is { } at ? new(at, row.RequestedById!, row.RequestedByName!, row.ChangedById) : null,
        row is { RequestedAt: null, RejectedAt: { } back } ? new(back, row.RejectedByName!, row.RejectedReason!) : null);

    private static RuleVersion VersionOf(StoredRule row) => new(row.Version, row.State, row.Origin, row.PublishedAt ?? row.ChangedAt, row.PublishedByName, row.Content);

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // A part of addresses, and of the name of the file it is written to.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$", RegexOptions.CultureInvariant)]
    private static partial Regex GoodId();
}
