using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>Why a request got no answer.</summary>
public enum HttpFailure
{
    /// <summary>No connection, no such host, refused by the allow-list of the host.</summary>
    FailedToConnect,

    /// <summary>No answer in time.</summary>
    Timeout,
}

/// <summary>What came of an <see cref="HttpRequestRequested"/>: an answer, or why there is none.</summary>
public sealed record HttpReply
{
    private HttpReply()
    {
    }

    /// <summary>The status of the answer; 0 if there is none.</summary>
    public int StatusCode { get; private init; }

    /// <summary>Headers of the answer: a text or an array of texts each.</summary>
    public JsonObject Headers { get; private init; } = [];

    /// <summary>MIME type of the content, without parameters.</summary>
    public string? ContentType { get; private init; }

    /// <summary>The body as text; null for none.</summary>
    public string? Content { get; private init; }

    /// <summary>Why there is no answer; null if there is one.</summary>
    public HttpFailure? Failure { get; private init; }

    /// <summary>The failure in words.</summary>
    public string? Message { get; private init; }

    public static HttpReply Answered(int statusCode, JsonObject headers, string? contentType, string? content) =>
        new() { StatusCode = statusCode, Headers = headers, ContentType = contentType, Content = content };

    public static HttpReply Failed(HttpFailure failure, string message) => new() { Failure = failure, Message = message };

    /// <summary>What the bookmark of the request is resumed with.</summary>
    public JsonObject ToJson() => Failure is { } failure
        ? new JsonObject { ["Failure"] = failure.ToString(), ["Message"] = Message }
        : new JsonObject
        {
            ["StatusCode"] = StatusCode,
            ["Headers"] = JsonValues.Copy(Headers),
            ["ContentType"] = ContentType,
            ["Content"] = Content,
        };

    /// <summary>Reads what <see cref="ToJson"/> wrote; what cannot be read counts as no connection.</summary>
    public static HttpReply Read(JsonNode? json)
    {
        if (json is not JsonObject members || members["StatusCode"] is not JsonValue status || !status.TryGetValue(out int code))
        {
            var failure = Enum.TryParse<HttpFailure>(ReceivedRequest.Text(json, "Failure"), out var known) ? known : HttpFailure.FailedToConnect;
            return Failed(failure, ReceivedRequest.Text(json, "Message"));
        }

        return Answered(
            code,
            JsonValues.Copy(members["Headers"]) as JsonObject ?? [],
            ValueText.Of(JsonValues.Unwrap(members["ContentType"])),
            ValueText.Of(JsonValues.Unwrap(members["Content"])));
    }

    /// <summary>The body as a live value: JSON parsed, anything else as text.</summary>
    internal object? ParsedContent()
    {
        if (string.IsNullOrEmpty(Content))
        {
            return null;
        }

        return HttpText.IsJson(ContentType) ? JsonValues.Unwrap(JsonTexts.TryParse(Content)) ?? Content : Content;
    }
}
