using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>What workflows have beside the rows of a case: waits for the outside, the journal, and the guards of a start.</summary>
internal sealed partial class HotSql
{
    // Only the correlation id of a wait can change.
    internal const string UpsertBookmark = """
        INSERT INTO bookmarks (case_id, bookmark_id, name, hash, correlation_id, key, route, payload, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (case_id, bookmark_id) DO UPDATE SET correlation_id = ?5
        """;

    internal const string DeleteBookmark = "DELETE FROM bookmarks WHERE case_id = ?1 AND bookmark_id = ?2";

    internal const string InsertJournal = "INSERT INTO journal (case_id, version, at, entries) VALUES (?1, ?2, ?3, ?4)";

    // Ended cases are left out in the words of the index, so that it serves.
    internal const string RunningOfDefinition = """
        SELECT 1 FROM cases WHERE definition_id = ?1 AND status <> 'Ended' AND sub_status = 'Suspended' LIMIT 1
        """;

    internal const string RunningOfDefinitionAndKey = """
        SELECT 1 FROM cases WHERE correlation_id = ?2 AND definition_id = ?1 AND sub_status = 'Suspended' LIMIT 1
        """;

    internal const string RunningOfKey = "SELECT 1 FROM cases WHERE correlation_id = ?1 AND sub_status = 'Suspended' LIMIT 1";

    internal const string DeletePlain = "DELETE FROM cases WHERE id = ?1 AND version = ?2 AND is_plain AND sub_status <> 'Suspended'";

    internal const string UnsentOf = "SELECT 1 FROM outbox WHERE case_id = ?1 AND status IN ('Pending', 'Held', 'Dead') LIMIT 1";

    /// <summary>Whether messages of the instance have not reached anybody; with it they would be gone, and whom they are for would wait for ever.</summary>
    public bool HasUnsent(string instanceId) => Statement(UnsentOf).Bind(instanceId).Read(row => row.Whole(0)).Count > 0;

    /// <summary>Deletes an instance of a plain workflow that is over, with all its rows.</summary>
    /// <returns>0 when it runs, is a case, has moved on or is gone.</returns>
    public int DeleteInstance(string instanceId, long version)
    {
        // Nobody need know; but should the answer be lost, the mark tells that it was done.
        Announce(HostChangeKind.Nothing, instanceId);
        return Statement(DeletePlain).Bind(instanceId).Bind(version).Run();
    }

    private CaseWriteVerdict? RefusalOf(StartGuard guard, CaseWrite write)
    {
        var state = write.Burst.State;
        if (guard.Firing is { } firing && !Step(firing).Demand(CaseWriteVerdict.AlreadyApplied))
        {
            return CaseWriteVerdict.AlreadyApplied;
        }

        // The correlation id it was started with; what the first burst made of it comes too late to bar anybody.
        var key = guard.CorrelationId;
        var isTaken = guard.Strategy switch
        {
            ActivationStrategy.Singleton => IsAny(Statement(RunningOfDefinition).Bind(state.DefinitionId), state.DefinitionId),
            ActivationStrategy.CorrelatedSingleton => IsAny(Statement(RunningOfDefinitionAndKey).Bind(state.DefinitionId).Bind(key), $"{state.DefinitionId} {key}"),
            ActivationStrategy.Correlation => IsAny(Statement(RunningOfKey).Bind(key), $" {key}"),
            _ => false,
        };
        return isTaken ? CaseWriteVerdict.NotActivated : null;
    }

    /// <summary>Until this start is stored no other may look for the same, on whatever host: both would find nobody running.</summary>
    private bool IsAny(HotStatement running, string what)
    {
        connection.Lock("activation:" + what);
        return running.Read(_ => true).Count > 0;
    }

    private void StoreWaits(string caseId, CaseChanges changes, DateTimeOffset now)
    {
        foreach (var bookmarkId in changes.WaitsCleared)
        {
            Statement(DeleteBookmark).Bind(caseId).Bind(bookmarkId).Send();
        }

        foreach (var wait in changes.WaitsSet)
        {
            Statement(UpsertBookmark)
                .Bind(caseId).Bind(wait.BookmarkId).Bind(wait.Name).Bind(wait.Hash).Bind(wait.CorrelationId).Bind(wait.Key)
                .Bind(Triggers.HttpRouteText.PatternOf(wait.Name, wait.Payload)).Bind(wait.Payload is null ? null : ArgsJson.Write(wait.Payload)).Bind(now)
                .Send();
        }
    }

    private void StoreJournal(CaseWrite write)
    {
        if (write.Journal is { } entries)
        {
            Statement(InsertJournal).Bind(write.Burst.State.Id).Bind(write.Burst.State.Version).Bind(write.Now).Bind(entries).Send();
        }
    }
}
