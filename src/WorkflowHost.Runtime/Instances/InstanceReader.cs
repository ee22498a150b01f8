using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Instances;

/// <summary>A waiting bookmark that a stimulus found.</summary>
internal sealed record FoundBookmark(string CaseId, string BookmarkId, JsonObject? Payload, DateTimeOffset CreatedAt);

/// <summary>A trigger that a stimulus found.</summary>
internal sealed record FoundTrigger(string DefinitionId, string ActivityId, JsonObject? Payload);

/// <summary>Finds who waits for a stimulus, and what it starts. What is found may be gone a moment later; the case's own command decides.</summary>
internal sealed class InstanceReader(ReadPool reads)
{
    /// <param name="correlationId">Only waits of instances with this one; null takes any.</param>
    public IReadOnlyList<FoundBookmark> Bookmarks(string hash, string? correlationId) => reads.Read(r => r.Bookmarks(hash, correlationId));

    public IReadOnlyList<FoundTrigger> Triggers(string hash) => reads.Read(r => r.Triggers(hash));

    /// <summary>Paths with parameters that some endpoint answers.</summary>
    public IReadOnlyList<string> Routes() => reads.Read(r => r.Routes());

    /// <summary>The wait of a requested task.</summary>
    public FoundBookmark? Task(string taskId) => reads.Read(r => r.BookmarkOfTask(taskId));

    /// <summary>Running instances that an instance started.</summary>
    public IReadOnlyList<string> RunningChildren(string parentId) => reads.Read(r => r.RunningChildren(parentId));
}
