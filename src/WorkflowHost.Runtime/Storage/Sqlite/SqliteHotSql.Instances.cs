using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage.Sqlite;

/// <summary>What workflows have beside the rows of a case: waits for the outside, the journal, and the guards of a start.</summary>
internal sealed partial class SqliteHotSql
{
    // Only the correlation id of a wait can change.
    private const string UpsertBookmark = """
        INSERT INTO bookmarks (case_id, bookmark_id, name, hash, correlation_id, key, route, payload, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (case_id, bookmark_id) DO UPDATE SET correlation_id = ?5
        """;

    private const string DeleteBookmark = "DELETE FROM bookmarks WHERE case_id = ?1 AND bookmark_id = ?2";

    private const string InsertJournal = "INSERT INTO journal (case_id, version, at, entries) VALUES (?1, ?2, ?3, ?4)";

    // Ended cases are left out in the words of the index, so that it serves.
    private const string RunningOfDefinition = """
        SELECT 1 FROM cases WHERE definition_id = ?1 AND status <> 'Ended' AND sub_status = 'Suspended' LIMIT 1
        """;

    private const string RunningOfDefinitionAndKey = """
        SELECT 1 FROM cases WHERE correlation_id = ?2 AND definition_id = ?1 AND sub_status = 'Suspended' LIMIT 1
        """;

    private const string RunningOfKey = "SELECT 1 FROM cases WHERE correlation_id = ?1 AND sub_status = 'Suspended' LIMIT 1";

    private const string DeletePlain = "DELETE FROM cases WHERE id = ?1 AND version = ?2 AND is_plain = 1 AND sub_status <> 'Suspended'";

    /// <summary>Deletes an instance of a plain workflow that is over, with all its rows.</summary>
    /// <returns>0 when it runs, is a case, has moved on or is gone.</returns>
    public int DeleteInstance(string instanceId, long version) => Statement(DeletePlain).Bind(instanceId).Bind(version).Run();

    /// <summary>There is one writer, so what is looked up here is still so when the start is stored.</summary>
    private CaseWriteVerdict? RefusalOf(StartGuard guard, CaseWrite write)
    {
        var state = write.Burst.State;
        if (guard.Firing is { } firing && StepSchedule(firing) == 0)
        {
            return CaseWriteVerdict.AlreadyApplied;
        }

        // The correlation id it was started with; what the first burst made of it comes too late to bar anybody.
        var key = guard.CorrelationId;
        var isTaken = guard.Strategy switch
        {
            ActivationStrategy.Singleton => Statement(RunningOfDefinition).Bind(state.DefinitionId).Read(_ => true).Count > 0,
            ActivationStrategy.CorrelatedSingleton => Statement(RunningOfDefinitionAndKey).Bind(state.DefinitionId).Bind(key).Read(_ => true).Count > 0,
            ActivationStrategy.Correlation => Statement(RunningOfKey).Bind(key).Read(_ => true).Count > 0,
            _ => false,
        };
        return isTaken ? CaseWriteVerdict.NotActivated : null;
    }

    private void StoreWaits(string caseId, CaseChanges changes, DateTimeOffset now)
    {
        foreach (var bookmarkId in changes.WaitsCleared)
        {
            Statement(DeleteBookmark).Bind(caseId).Bind(bookmarkId).Run();
        }

        foreach (var wait in changes.WaitsSet)
        {
            Statement(UpsertBookmark)
                .Bind(caseId).Bind(wait.BookmarkId).Bind(wait.Name).Bind(wait.Hash).Bind(wait.CorrelationId).Bind(wait.Key)
                .Bind(Triggers.HttpRouteText.PatternOf(wait.Name, wait.Payload)).Bind(wait.Payload is null ? null : ArgsJson.Write(wait.Payload)).Bind(now)
                .Run();
        }
    }

    private void StoreJournal(CaseWrite write)
    {
        if (write.Journal is { } entries)
        {
            Statement(InsertJournal).Bind(write.Burst.State.Id).Bind(write.Burst.State.Version).Bind(write.Now).Bind(entries).Run();
        }
    }
}
