using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Definitions.Publications;

/// <summary>Which definitions wait for a second pair of eyes, who may be it, and what was decided. Thread-safe.</summary>
public sealed class PublicationRequests
{
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly StaffDirectory _staff;

    internal PublicationRequests(IDbContextFactory<WorkflowDbContext> contexts, StaffDirectory staff, IOptions<RuntimeOptions> options) =>
        (_contexts, _staff, AreNeeded) = (contexts, staff, options.Value.FourEyes);

    /// <summary>Whether publishing needs a second process owner: <see cref="RuntimeOptions.FourEyes"/>.</summary>
    public bool AreNeeded { get; }

    /// <summary>The last request for a definition, decided or not; null when there never was one.</summary>
    public async Task<PublicationRequest?> LatestAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.PublicationRequests.AsNoTracking().Where(r => r.DefinitionId == definitionId)
            .OrderByDescending(r => r.Sequence)
            .FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : ViewOf(row);
    }

    /// <summary>Everything that waits for a decision, the longest waiting first.</summary>
    public async Task<IReadOnlyList<PublicationRequest>> PendingAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.PublicationRequests.AsNoTracking().Where(r => r.State == PublicationRequestState.Pending)
            .OrderBy(r => r.Sequence)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ViewOf)];
    }

    /// <summary>Active process owners but these two.</summary>
    internal IReadOnlyList<string> ReviewersBut(string requesterId, string? editorId) =>
    [
        .. _staff.Snapshot.Where(member => member.IsActive && member.Roles.Contains(StaffRoles.ProcessOwner) && member.Id != requesterId && member.Id != editorId)
            .Select(member => member.DisplayName),
    ];

    internal static StoredPublicationRequest RowOf(StoredDefinition draft, Actor actor, DateTimeOffset now) => new()
    {
        DefinitionId = draft.DefinitionId,
        Version = draft.Version,
        Revision = draft.Revision,
        State = PublicationRequestState.Pending,
        RequestedAt = now,
        RequestedById = actor.Id,
        RequestedByName = actor.Name,
        EditedById = draft.ChangedById,
    };

    /// <summary>A request and its line in the audit.</summary>
    internal static bool Store(HotSql sql, StoredPublicationRequest row) =>
        sql.StorePublicationRequest(row) == 1 && sql.StoreAudit(EntryOf(row, row.RequestedAt, row.RequestedById, row.RequestedByName, "publication_requested", null)) == 1;

    /// <returns>False when it is decided already.</returns>
    internal static bool Decide(HotSql sql, PublicationRequest request, PublicationRequestState state, string? reason, Actor actor, DateTimeOffset now)
    {
        var row = new StoredPublicationRequest
        {
            Sequence = request.Sequence,
            DefinitionId = request.DefinitionId,
            Version = request.Version,
            Revision = request.Revision,
            State = state,
            RequestedById = request.RequestedById,
            RequestedByName = request.RequestedBy,
            DecidedAt = now,
            DecidedById = actor.Id,
            DecidedByName = actor.Name,
            Reason = reason,
        };
        return sql.DecidePublicationRequest(row) == 1
            && sql.StoreAudit(EntryOf(row, now, actor.Id, actor.Name, $"publication_{state.ToString().ToLowerInvariant()}", reason)) == 1;
    }

    /// <summary>To be called with every change of a definition, in its transaction: a request for what it was is void.</summary>
    /// <returns>Whether there was one.</returns>
    internal static bool Overtake(HotSql sql, string definitionId, Actor actor, DateTimeOffset now) =>
        sql.OvertakePublication(definitionId, now, actor.Id, actor.Name) > 0
        && sql.StoreAudit(new() { At = now, ActorId = actor.Id, ActorName = actor.Name, Action = "publication_overtaken", Subject = $"definition:{definitionId}" }) == 1;

    private PublicationRequest ViewOf(StoredPublicationRequest row) => new(
        row.Sequence, row.DefinitionId, row.Version, row.Revision, row.State, row.RequestedAt, row.RequestedById, row.RequestedByName, row.EditedById,
        row.DecidedAt, row.DecidedByName, row.Reason, ReviewersBut(row.RequestedById, row.EditedById));

    private static StoredAuditEntry EntryOf(StoredPublicationRequest row, DateTimeOffset at, string actorId, string actorName, string action, string? reason) => new()
    {
        At = at,
        ActorId = actorId,
        ActorName = actorName,
        Action = action,
        Subject = $"definition:{row.DefinitionId}",
        Detail = string.Create(CultureInfo.InvariantCulture, $"version {row.Version}, revision {row.Revision}{(reason is null ? "" : ": " + reason)}"),
    };
}
