using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Engine.Http;

/// <summary>
/// The answer to the request that caused this burst. The shell sends the last one; a burst that nobody waits for over HTTP has nobody to
/// answer, and the effect changes nothing.
/// </summary>
/// <param name="ActivityId">The activity that answered.</param>
/// <param name="StatusCode">100 to 599.</param>
/// <param name="ContentType">MIME type of the content; null without content.</param>
/// <param name="Content">The body as text; null for none.</param>
/// <param name="Headers">More headers: a text or an array of texts each.</param>
public sealed record HttpResponseWritten(string ActivityId, int StatusCode, string? ContentType, string? Content, JsonObject Headers) : Effect(ActivityId);

/// <summary>
/// A request to another system. It is sent after the commit; the bookmark is to be resumed with <see cref="HttpReply.ToJson"/>, whatever comes of it.
/// </summary>
/// <param name="ActivityId">The activity that asks.</param>
/// <param name="BookmarkId">The bookmark to resume; also the idempotency key of the call.</param>
/// <param name="Method">e.g. <c>GET</c>.</param>
/// <param name="Url">An absolute http or https address.</param>
/// <param name="Headers">A text or an array of texts each. May hold secrets: never log them.</param>
/// <param name="ContentType">MIME type of the content; null without content.</param>
/// <param name="Content">The body as text; null for none.</param>
public sealed record HttpRequestRequested(
    string ActivityId,
    string BookmarkId,
    string Method,
    string Url,
    JsonObject Headers,
    string? ContentType,
    string? Content) : Effect(ActivityId);
