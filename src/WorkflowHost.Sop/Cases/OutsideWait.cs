using System.Collections.Frozen;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Sop.Cases;

/// <summary>A wait that something outside of the case may find: an event, an HTTP request, the result of a task. Stored as a row.</summary>
/// <param name="BookmarkId">Unique within the case.</param>
/// <param name="Name">The kind of stimulus, e.g. <c>Elsa.Event</c>.</param>
/// <param name="Hash">What an equal stimulus has, as <see cref="BookmarkHash"/> computes it.</param>
/// <param name="CorrelationId">The instance's, so that a stimulus with one finds only its own.</param>
/// <param name="Key">By which one wait is addressed: the task id of a requested task; else null.</param>
/// <param name="Payload">What the stimulus must match; of a requested task its name and payload.</param>
public sealed record OutsideWait(string BookmarkId, string Name, string Hash, string? CorrelationId, string? Key, JsonObject? Payload)
{
    public const string Event = "Elsa.Event";
    public const string HttpEndpoint = "Elsa.HttpEndpoint";
    public const string RunTask = "Elsa.RunTask";

    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet([Event, HttpEndpoint, RunTask], StringComparer.Ordinal);

    /// <summary>Whether a wait is found from outside. Tasks, clocks and children address their waits themselves.</summary>
    internal static bool IsOutside(Bookmark bookmark) => Names.Contains(bookmark.Name);

    internal static OutsideWait Of(Bookmark bookmark, string? correlationId, JsonNode? taskPayload)
    {
        var payload = bookmark.Payload as JsonObject;
        if (bookmark.Name != RunTask)
        {
            return new(bookmark.Id, bookmark.Name, bookmark.Hash, correlationId, null, payload);
        }

        var task = new JsonObject { ["name"] = payload?.Text("TaskName"), ["payload"] = taskPayload?.DeepClone() };
        return new(bookmark.Id, bookmark.Name, bookmark.Hash, correlationId, payload?.Text("TaskId"), task);
    }
}
