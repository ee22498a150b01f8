using System.Text.Json.Nodes;
using WorkflowHost.Engine.Http;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// Kinds of messages that stay inside the host: what one workflow wants of others. They lie in the outbox like messages to the
/// outside, so that they exist if and only if the burst that asked for them was committed.
/// </summary>
public static class WorkflowMessages
{
    /// <summary>An event for waiting and startable workflows; the target is its name.</summary>
    public const string Event = "event";

    /// <summary>A workflow is to be started; the target is its definition.</summary>
    public const string Start = "start";

    /// <summary>A workflow has ended and its parent waits; the target is the parent.</summary>
    public const string ChildEnd = "child-end";

    /// <summary>A workflow was cancelled and takes its children along; the target is the cancelled one.</summary>
    public const string CancelChildren = "cancel-children";

    /// <summary>An HTTP request whose answer a step waits for; the target is the address.</summary>
    public const string Call = "call";
}

/// <summary>Payload of <see cref="WorkflowMessages.Event"/>.</summary>
/// <param name="IsLocal">Only for the instance that published it.</param>
public sealed record EventMessage(JsonNode? Payload, bool IsLocal, string? CorrelationId)
{
    public JsonObject ToPayload() => new() { ["payload"] = Payload?.DeepClone(), ["isLocal"] = IsLocal, ["correlationId"] = CorrelationId };

    public static EventMessage Read(JsonObject payload) => new(payload["payload"], payload.IsTrue("isLocal"), payload.Text("correlationId"));
}

/// <summary>Payload of <see cref="WorkflowMessages.Start"/>. The instance id is given, so that a second delivery finds it started.</summary>
public sealed record StartMessage(string InstanceId, JsonObject Input, string? CorrelationId, string? BookmarkId, bool ReportsEnd)
{
    public JsonObject ToPayload() => new()
    {
        ["instanceId"] = InstanceId,
        ["input"] = Input.DeepClone(),
        ["correlationId"] = CorrelationId,
        ["bookmarkId"] = BookmarkId,
        ["reportsEnd"] = ReportsEnd,
    };

    public static StartMessage Read(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new(payload.Text("instanceId") ?? string.Empty, payload["input"] as JsonObject ?? [], payload.Text("correlationId"), payload.Text("bookmarkId"), payload.IsTrue("reportsEnd"));
    }
}

/// <summary>Payload of <see cref="WorkflowMessages.ChildEnd"/>.</summary>
public sealed record ChildEndMessage(string BookmarkId, JsonObject Result)
{
    public JsonObject ToPayload() => new() { ["bookmarkId"] = BookmarkId, ["result"] = Result.DeepClone() };

    public static ChildEndMessage Read(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new(payload.Text("bookmarkId") ?? string.Empty, payload["result"] as JsonObject ?? []);
    }
}

/// <summary>Payload of <see cref="WorkflowMessages.Call"/>. Headers may hold secrets: never shown, never logged.</summary>
public sealed record CallMessage(string BookmarkId, string Method, JsonObject Headers, string? ContentType, string? Content)
{
    public static CallMessage Of(HttpRequestRequested request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(request.BookmarkId, request.Method, request.Headers, request.ContentType, request.Content);
    }

    public JsonObject ToPayload() => new()
    {
        ["bookmarkId"] = BookmarkId,
        ["method"] = Method,
        ["headers"] = Headers.DeepClone(),
        ["contentType"] = ContentType,
        ["content"] = Content,
    };

    public static CallMessage Read(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new(
            payload.Text("bookmarkId") ?? string.Empty, payload.Text("method") ?? "GET", payload["headers"] as JsonObject ?? [],
            payload.Text("contentType"), payload.Text("content"));
    }
}
