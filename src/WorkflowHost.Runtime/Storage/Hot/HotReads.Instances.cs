using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Instances;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Who waits for a stimulus, and what it starts.</summary>
internal sealed partial class HotReads
{
    internal const string BookmarksSql = "SELECT case_id, bookmark_id, payload, created_at FROM bookmarks WHERE hash = ?1 ORDER BY created_at, case_id, bookmark_id";

    internal const string CorrelatedBookmarksSql = """
        SELECT case_id, bookmark_id, payload, created_at FROM bookmarks WHERE hash = ?1 AND correlation_id = ?2 ORDER BY created_at, case_id, bookmark_id
        """;

    internal const string TriggersSql = "SELECT definition_id, activity_id, payload FROM triggers WHERE hash = ?1 ORDER BY definition_id, activity_id";

    internal const string RoutesSql = """
        SELECT route FROM triggers WHERE route IS NOT NULL UNION SELECT route FROM bookmarks WHERE route IS NOT NULL ORDER BY 1
        """;

    internal const string TaskSql = "SELECT case_id, bookmark_id, payload, created_at FROM bookmarks WHERE key = ?1";

    internal const string RunningChildrenSql = "SELECT id FROM cases WHERE parent_id = ?1 AND sub_status = 'Suspended' ORDER BY opened_at, id";

    public List<FoundBookmark> Bookmarks(string hash, string? correlationId) => correlationId is null
        ? connection.Statement(BookmarksSql).Bind(hash).Read(BookmarkOf)
        : connection.Statement(CorrelatedBookmarksSql).Bind(hash).Bind(correlationId).Read(BookmarkOf);

    public List<FoundTrigger> Triggers(string hash) =>
        connection.Statement(TriggersSql).Bind(hash).Read(r => new FoundTrigger(r.Text(0), r.Text(1), PayloadOf(r.TextOrNull(2))));

    public List<string> Routes() => connection.Statement(RoutesSql).Read(r => r.Text(0));

    public FoundBookmark? BookmarkOfTask(string taskId) => One(connection.Statement(TaskSql).Bind(taskId).Read(BookmarkOf));

    public List<string> RunningChildren(string parentId) => connection.Statement(RunningChildrenSql).Bind(parentId).Read(r => r.Text(0));

    private static FoundBookmark BookmarkOf(HotStatement r) => new(r.Text(0), r.Text(1), PayloadOf(r.TextOrNull(2)), r.Instant(3));

    private static JsonObject? PayloadOf(string? json) => json is null ? null : JsonNode.Parse(json) as JsonObject;
}
