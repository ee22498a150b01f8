using WorkflowHost.Runtime.Hosts;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Requests to publish, and what became of them.</summary>
internal sealed partial class HotSql
{
    internal const string InsertPublicationRequest = """
        INSERT INTO publication_requests (definition_id, version, revision, state, requested_at, requested_by_id, requested_by_name, edited_by_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """;

    // Of two who decide at once, one finds it decided.
    internal const string EndPublicationRequest = """
        UPDATE publication_requests SET state = ?2, decided_at = ?3, decided_by_id = ?4, decided_by_name = ?5, reason = ?6
        WHERE sequence = ?1 AND state = 'Pending'
        """;

    internal const string OvertakePublicationRequest = """
        UPDATE publication_requests SET state = 'Overtaken', decided_at = ?2, decided_by_id = ?3, decided_by_name = ?4
        WHERE definition_id = ?1 AND state = 'Pending'
        """;

    internal const string SeePublicationRequest = """
        UPDATE publication_requests SET seen_at = ?3 WHERE sequence = ?1 AND requested_by_id = ?2 AND state <> 'Pending' AND seen_at IS NULL
        """;

    public int StorePublicationRequest(StoredPublicationRequest row)
    {
        Announce(HostChangeKind.Drafts, row.DefinitionId);
        return Statement(InsertPublicationRequest)
            .Bind(row.DefinitionId).Bind((long)row.Version).Bind((long)row.Revision).Bind(row.State.ToString()).Bind(row.RequestedAt)
            .Bind(row.RequestedById).Bind(row.RequestedByName).Bind(row.EditedById)
            .Run();
    }

    /// <param name="row">The request as it shall be.</param>
    /// <returns>0 when it is decided already.</returns>
    public int DecidePublicationRequest(StoredPublicationRequest row)
    {
        Announce(HostChangeKind.Drafts, row.DefinitionId);
        return Statement(EndPublicationRequest)
            .Bind(row.Sequence).Bind(row.State.ToString()).Bind(row.DecidedAt).Bind(row.DecidedById).Bind(row.DecidedByName).Bind(row.Reason)
            .Run();
    }

    /// <summary>The definition changed: what was asked for is no longer what there is.</summary>
    /// <returns>How many requests that ended, at most one.</returns>
    public int OvertakePublication(string definitionId, DateTimeOffset now, string byId, string byName)
    {
        // A request that is being stored by another host must be found too.
        LockDefinition(definitionId);
        return Statement(OvertakePublicationRequest).Bind(definitionId).Bind(now).Bind(byId).Bind(byName).Run();
    }

    public int StorePublicationSeen(long sequence, string requesterId, DateTimeOffset now) =>
        Statement(SeePublicationRequest).Bind(sequence).Bind(requesterId).Bind(now).Run();
}
