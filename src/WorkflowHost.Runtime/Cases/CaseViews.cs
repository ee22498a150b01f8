using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Puts a case's state and its rows together for the case page and for the answers to commands.</summary>
internal sealed class CaseViews(IDbContextFactory<WorkflowDbContext> contexts, SopPackSource packs, StaffDirectory staff, TimeProvider time)
{
    private const int MostRelated = 20;

    private static readonly Func<WorkflowDbContext, string, IAsyncEnumerable<StoredTask>> DoneTasks =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id) => context.Tasks
            .Where(t => t.CaseId == id && t.Status != CaseTaskStatus.Open)
            .OrderBy(t => t.CreatedAt)
            .AsQueryable());

    private static readonly Func<WorkflowDbContext, string, IAsyncEnumerable<StoredTimelineEntry>> Timeline =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id) => context.Timeline
            .Where(t => t.CaseId == id)
            .OrderBy(t => t.Sequence)
            .AsQueryable());

    private static readonly Func<WorkflowDbContext, string, IAsyncEnumerable<string>> EndedClocks =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id) => context.Clocks
            .Where(c => c.CaseId == id && c.Detail != null)
            .OrderByDescending(c => c.StoppedAt)
            .Select(c => c.Detail!));

    private static readonly Func<WorkflowDbContext, string, IAsyncEnumerable<string>> EndedRevisits =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id) => context.Revisits
            .Where(r => r.CaseId == id && r.Detail != null)
            .OrderByDescending(r => r.DueAt)
            .Select(r => r.Detail!));

    private static readonly Func<WorkflowDbContext, string, IAsyncEnumerable<StoredOutboxMessage>> Messages =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id) => context.Outbox
            .Where(m => m.CaseId == id)
            .OrderBy(m => m.CreatedAt)
            .AsQueryable());

    public async Task<CaseView> OfAsync(CaseState state, Actor actor, CancellationToken cancellationToken)
    {
        var (pack, now) = (packs.Current, time.GetUtcNow());
        var summary = CaseSummary.Of(state);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var done = await ReadAsync(DoneTasks(context, state.Id), TaskOf, cancellationToken);
        var timeline = await ReadAsync(Timeline(context, state.Id), EntryOf, cancellationToken);
        var clocks = await ReadAsync(EndedClocks(context, state.Id), EndedJson.ReadClock, cancellationToken);
        var revisits = await ReadAsync(EndedRevisits(context, state.Id), EndedJson.ReadRevisit, cancellationToken);
        var outbox = await ReadAsync(Messages(context, state.Id), m => MessageOf(m, state.Number), cancellationToken);
        IReadOnlyList<CaseRow> related = summary.CustomerContact is null && summary.PolicyNo is null
            ? []
            : await RelatedAsync(context, state.Id, summary.CustomerContact, summary.PolicyNo, cancellationToken);
        return new()
        {
            Id = state.Id,
            Summary = summary,
            HandlerName = staff.NameOf(summary.HandlerId),
            DefinitionId = state.DefinitionId,
            DefinitionVersion = state.DefinitionVersion,
            Version = state.Version,
            Data = state.Data,
            Tasks = [.. state.Tasks.OrderBy(t => t.CreatedAt), .. done],
            Clocks = [.. state.Clocks.OrderBy(c => c.TargetAt).Concat(clocks).Select(c => ClockViews.Of(c, pack, now))],
            Timeline = timeline,
            Revisits = [.. state.Revisits.Concat(revisits).Select(r => RevisitOf(r, pack))],
            Events = [.. AvailableEvent.Of(state).Where(e => e.Roles.IsEmpty || actor.IsInAny(e.Roles))],
            Incidents = state.Workflow.Incidents,
            Outbox = outbox,
            RelatedCases = related,
        };
    }

    /// <summary>Other cases of the same contact or policy, the latest first.</summary>
    public async Task<IReadOnlyList<CaseRow>> RelatedAsync(
        WorkflowDbContext context, string? exceptId, string? contact, string? policyNo, CancellationToken cancellationToken)
    {
        var (pack, now) = (packs.Current, time.GetUtcNow());
        // Two look-ups by index instead of an OR that would scan.
        var byContact = contact is null ? [] : await LatestAsync(context.Cases.Where(c => c.CustomerContact == contact), cancellationToken);
        var byPolicy = policyNo is null ? [] : await LatestAsync(context.Cases.Where(c => c.PolicyNo == policyNo), cancellationToken);
        return [.. byContact.Concat(byPolicy)
            .Where(c => c.Id != exceptId)
            .DistinctBy(c => c.Id)
            .OrderByDescending(c => c.OpenedAt)
            .Take(MostRelated)
            .Select(c => RowOf(c, pack, now))];
    }

    public CaseRow RowOf(ListedCase row, SopPack pack, DateTimeOffset now) => new(
        row.Id, row.Number, row.DefinitionId, row.Title, row.CustomerName, row.CustomerContact, row.PolicyNo, row.Category, row.Severity,
        row.Channel, row.ProductLine, row.Branch, row.HandlerId, staff.NameOf(row.HandlerId), row.Status, row.Stage, row.OpenedAt, row.ClosedAt,
        BadgeOf(row, pack, now), row.IncidentCount);

    public static ClockBadge? BadgeOf(ListedCase row, SopPack pack, DateTimeOffset now) =>
        row is { NextDueAt: { } dueAt, NextDueClock: { } policyId }
            ? ClockViews.Badge(policyId, row.NextDueStartedAt ?? row.OpenedAt, dueAt, row.IsProvisional, pack, now)
            : null;

    public static OutboxView MessageOf(StoredOutboxMessage row, string? caseNumber) => new(
        row.Id, row.CaseId, caseNumber, row.Kind, row.Target, row.Template, JsonNode.Parse(row.Payload) as JsonObject ?? [], row.Status,
        row.CreatedAt, row.Status == OutboxStatus.Pending ? row.ClaimableAt : null, row.Failures, row.LastError, row.SettledAt, row.Reference);

    private static Task<List<ListedCase>> LatestAsync(IQueryable<StoredCase> cases, CancellationToken cancellationToken) =>
        cases.OrderByDescending(c => c.OpenedAt).Take(MostRelated + 1).Select(ListedCase.Of).ToListAsync(cancellationToken);

    private static RevisitView RevisitOf(Revisit revisit, SopPack pack)
    {
        var policy = pack.RevisitPolicies.GetValueOrDefault(revisit.PolicyId);
        return new(revisit, policy?.Name.Zh ?? revisit.Type, policy?.Name.En ?? revisit.Type, policy?.FormId ?? string.Empty);
    }

    private static CaseTask TaskOf(StoredTask row) =>
        new(row.Id, row.CaseId, row.ActivityId, string.Empty, row.Name, row.Stage, row.FormId, row.Role, [], [], null, row.ClockId, row.DueAt, row.CreatedAt)
        {
            Status = row.Status,
            AssigneeId = row.AssigneeId,
            AssigneeName = row.AssigneeName,
            ClaimedAt = row.ClaimedAt,
            CompletedAt = row.CompletedAt,
            CompletedBy = row.CompletedBy,
            Outcome = row.Outcome,
            Version = row.Version,
        };

    private static TimelineEntry EntryOf(StoredTimelineEntry row) =>
        new(row.CaseId, row.Sequence, row.At, row.ActorId, row.ActorName, row.Kind, ArgsJson.Read(row.Args));

    private static async Task<List<T>> ReadAsync<TRow, T>(IAsyncEnumerable<TRow> rows, Func<TRow, T> map, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            list.Add(map(row));
        }

        return list;
    }
}
