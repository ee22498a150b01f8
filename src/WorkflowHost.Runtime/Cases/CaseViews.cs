using System.Collections.Frozen;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.CustomerLinks;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Puts a case's state and its rows together for the case page and for the answers to commands.</summary>
internal sealed class CaseViews(CaseReader reader, CaseReaders readers, DefinitionStore definitions, SopPackSource packs, StaffDirectory staff, TimeProvider time)
{
    private const int MostRelated = 20;
    private const int MostLookedAt = 200;

    /// <param name="isRevealed">The person has said why the sensitive fields are to be seen.</param>
    /// <param name="isAtHand">It was stored just now, so it can't be in the archive.</param>
    public CaseView Of(CaseState state, Actor actor, bool isRevealed = false, bool isAtHand = false)
    {
        var archived = isAtHand ? null : reader.Archived(state.Id);
        var (pack, now) = (packs.Current, time.GetUtcNow());
        var summary = CaseSummary.Of(state);
        var history = archived?.Content.History ?? reader.History(state);
        var profile = definitions.Compiled(state.DefinitionId, state.DefinitionVersion) is { } program ? SopProfile.Of(program.Definition) : null;
        var withheld = profile is null ? FrozenSet<string>.Empty : IndependentFillings.Withheld(state, profile);
        var mask = isRevealed ? SensitiveMask.None : SensitiveMask.For(actor, state, pack);
        var masked = mask.IsNone ? FrozenSet<string>.Empty : SensitiveFields.In(state.Data, pack);
        var unread = new UnreadLinks(state, reader, readers, actor);
        AvailableEvent[] events = [.. AvailableEvent.Of(state).Where(e => e.Roles.IsEmpty || actor.IsInAny(e.Roles))];
        return new()
        {
            Id = state.Id,
            Summary = summary,
            HandlerName = staff.NameOf(summary.HandlerId),
            DefinitionId = state.DefinitionId,
            DefinitionVersion = state.DefinitionVersion,
            Version = state.Version,
            Data = Shown(state.Data, withheld, mask),
            MaskedFields = [.. masked.Order(StringComparer.Ordinal)],
            Tasks = [.. state.Tasks.OrderBy(t => t.CreatedAt), .. history.DoneTasks],
            Clocks = [.. state.Clocks.OrderBy(c => c.TargetAt).Concat(history.EndedClocks).Select(c => ClockViews.Of(c, pack, now, staff.NameOf))],
            Timeline = [.. history.Timeline.Where(e => !withheld.Contains(e.Args.GetValueOrDefault(IndependentFillings.ScopeArgument) ?? string.Empty) && !unread.IsTold(e))],
            Revisits = [.. state.Revisits.Concat(history.EndedRevisits).Select(r => RevisitOf(r, pack))],
            Events = events,
            Contexts = ContextsOf(state, profile, events, pack, now, masked),
            Incidents = [.. state.Workflow.Incidents.Select(incident => CaseAccess.Masked(incident, mask))],
            Outbox = [.. history.Messages.Where(m => !unread.IsTold(m)).Select(m => Masked(MessageOf(m, state.Number), mask))],
            LinkedCases = LinkedWith(state, unread.Rows, actor, (pack, now)),
            ArchivedAt = archived?.ArchivedAt,
            RelatedCases = Related(actor, state.Id, summary.CustomerContact, summary.PolicyNo),
        };
    }

    /// <summary>What somebody gets who did something with a case without being let into it: its number, and their own words.</summary>
    public static CaseView ReceiptOf(CaseState state, JsonObject? filled) => Bare(
        state, new(state.Number, state.Number, null, null, null, null, null, null, null, null, null, state.Status, null, state.OpenedAt, null, null, null, null, false, 0)) with
    {
        Data = (JsonObject?)filled?.DeepClone() ?? [],
        IsUnread = true,
    };

    /// <summary>Where the case stands and what is to be done next, from the state alone.</summary>
    public CaseView BriefOf(CaseState state)
    {
        var summary = CaseSummary.Of(state);
        return Bare(state, summary) with
        {
            HandlerName = staff.NameOf(summary.HandlerId),
            Tasks = [.. state.Tasks.OrderBy(t => t.CreatedAt)],
            IsBrief = true,
        };
    }

    private static CaseView Bare(CaseState state, CaseSummary summary) => new()
    {
        Id = state.Id,
        Summary = summary,
        DefinitionId = state.DefinitionId,
        DefinitionVersion = state.DefinitionVersion,
        Version = state.Version,
        Data = [],
        Tasks = [],
        Clocks = [],
        Timeline = [],
        Revisits = [],
        Events = [],
        Contexts = new Dictionary<string, IReadOnlyList<ContextEntry>>(),
        Incidents = [],
        Outbox = [],
        LinkedCases = [],
        RelatedCases = [],
        HandlerName = null,
    };

    private static JsonObject Shown(JsonObject data, IReadOnlySet<string> withheld, SensitiveMask mask)
    {
        if (mask.IsNone && !withheld.Any(data.ContainsKey))
        {
            return data;
        }

        var shown = mask.IsNone ? (JsonObject)data.DeepClone() : mask.Fields(data);
        foreach (var field in withheld)
        {
            shown.Remove(field);
        }

        return shown;
    }

    private Dictionary<string, IReadOnlyList<ContextEntry>> ContextsOf(CaseState state, SopProfile? profile, AvailableEvent[] events, SopPack pack, DateTimeOffset now, IReadOnlySet<string> masked)
    {
        var contexts = new Dictionary<string, IReadOnlyList<ContextEntry>>(StringComparer.Ordinal);
        foreach (var formId in state.Tasks.Select(t => t.FormId).Concat(events.Select(e => e.FormId)).OfType<string>())
        {
            if (profile is not null && pack.Forms.TryGetValue(formId, out var form) && form.Context.Count > 0)
            {
                if (CaseContext.Of(form, state, profile, pack, staff.Snapshot, now) is { Count: > 0 } context)
                {
                    contexts[formId] = [.. context.Select(entry => entry.Fact is { } fact && masked.Contains(fact) ? entry with { Value = SensitiveFields.Masked(entry.Value) } : entry)];
                }
            }
        }

        return contexts;
    }

    /// <summary>One that was asked for and isn't open yet has no row, and is left out.</summary>
    private List<LinkedCaseView> LinkedWith(CaseState state, IReadOnlyDictionary<string, ListedCase> rows, Actor actor, (SopPack Pack, DateTimeOffset Now) at)
    {
        var (pack, now) = at;
        var views = new List<LinkedCaseView>();
        foreach (var link in (state.Links ?? []).OrderBy(l => l.IsFollower).ThenBy(l => l.At))
        {
            if (rows.GetValueOrDefault(link.CaseId) is { } row && readers.MayRead(actor, row))
            {
                var kind = pack.LinkKinds.GetValueOrDefault(link.Kind);
                var name = link.IsFollower ? kind?.Follower : kind?.Origin;
                views.Add(new(link.Kind, name?.Zh ?? link.Kind, name?.En ?? link.Kind, link.IsFollower, link.At, RowOf(row, pack, now)));
            }
        }

        return views;
    }

    /// <summary>Other cases of the same contact or policy, the latest first.</summary>
    public IReadOnlyList<CaseRow> Related(Actor actor, string? exceptId, string? contact, string? policyNo)
    {
        var (pack, now) = (packs.Current, time.GetUtcNow());
        // A customer has few cases, so that those a person may not read are left out here.
        return [.. reader.Related(contact, policyNo, exceptId, MostLookedAt).Where(row => readers.MayRead(actor, row)).Take(MostRelated).Select(c => RowOf(c, pack, now))];
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
        row.Id, row.CaseId, caseNumber, row.Kind, row.Target, row.Template, PayloadOf(row), row.Status,
        row.CreatedAt, row.Status == OutboxStatus.Pending ? row.ClaimableAt : null, row.Failures, row.LastError, row.SettledAt, row.Reference);

    internal static OutboxView Masked(OutboxView message, SensitiveMask mask) => mask.IsNone ? message : message with
    {
        Payload = mask.Of(message.Payload)!,
        LastError = mask.Of(message.LastError),
    };

    /// <summary>The headers of a request often hold a key to another system, which nobody needs to see.</summary>
    private static JsonObject PayloadOf(StoredOutboxMessage row)
    {
        var payload = JsonNode.Parse(row.Payload) as JsonObject ?? [];
        payload.Remove(KeptAnswer.Member);
        CustomerLinkOffer.Hide(payload);
        if (row.Kind == WorkflowMessages.Call)
        {
            payload.Remove("headers");
        }

        return payload;
    }

    private static RevisitView RevisitOf(Revisit revisit, SopPack pack)
    {
        var policy = pack.RevisitPolicies.GetValueOrDefault(revisit.PolicyId);
        return new(revisit, policy?.Name.Zh ?? revisit.Type, policy?.Name.En ?? revisit.Type, policy?.FormId ?? string.Empty);
    }
}
