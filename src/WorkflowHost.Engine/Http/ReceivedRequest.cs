using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>
/// An HTTP request as an <see cref="HttpEndpoint"/> is handed it: <see cref="ToJson"/> is the trigger input of a start or the input of a resumed bookmark.
/// </summary>
/// <param name="Method">e.g. <c>POST</c>.</param>
/// <param name="Path">The path that was asked for.</param>
public sealed record ReceivedRequest(string Method, string Path)
{
    /// <summary>Values of the route's parameters.</summary>
    public JsonObject RouteData { get; init; } = [];

    /// <summary>Query parameters: a text, or an array where one is given several times.</summary>
    public JsonObject Query { get; init; } = [];

    /// <summary>Headers: a text, or an array where one is given several times.</summary>
    public JsonObject Headers { get; init; } = [];

    /// <summary>The body: JSON as it is, form fields as an object, anything else as text; null if there is none.</summary>
    public JsonNode? Content { get; init; }

    /// <summary>Length of the body in bytes.</summary>
    public long ContentLength { get; init; }

    /// <summary>Uploaded files.</summary>
    public ImmutableArray<ReceivedFile> Files { get; init; } = [];

    public JsonObject ToJson() => new()
    {
        ["Method"] = Method,
        ["Path"] = Path,
        ["RouteData"] = JsonValues.Copy(RouteData),
        ["QueryStringData"] = JsonValues.Copy(Query),
        ["Headers"] = JsonValues.Copy(Headers),
        ["ParsedContent"] = JsonValues.Copy(Content),
        ["ContentLength"] = ContentLength,
        ["Files"] = new JsonArray([.. Files.Select(each => each.ToJson())]),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote; what is missing is empty.</summary>
    public static ReceivedRequest Read(JsonNode? json) => new(Text(json, "Method"), Text(json, "Path"))
    {
        RouteData = Members(json, "RouteData"),
        Query = Members(json, "QueryStringData"),
        Headers = Members(json, "Headers"),
        Content = JsonValues.Copy(Member(json, "ParsedContent")),
        ContentLength = Member(json, "ContentLength") is JsonValue length && length.TryGetValue(out long bytes) ? bytes : 0,
        Files = [.. (Member(json, "Files") as JsonArray ?? []).Select(ReceivedFile.Read)],
    };

    internal static string Text(JsonNode? json, string name) => ValueText.Of(JsonValues.Unwrap(Member(json, name))) ?? "";

    private static JsonNode? Member(JsonNode? json, string name) => json is JsonObject members ? members[name] : null;

    private static JsonObject Members(JsonNode? json, string name) => JsonValues.Copy(Member(json, name)) as JsonObject ?? [];
}

/// <summary>A file that came with a request.</summary>
/// <param name="Name">The form field.</param>
/// <param name="FileName">Its name at the sender; never a path of this machine.</param>
/// <param name="ContentType">Its MIME type.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Content">Base64, or a reference under which the shell keeps it.</param>
public sealed record ReceivedFile(string Name, string FileName, string ContentType, long Length, string? Content)
{
    public JsonObject ToJson() => new()
    {
        ["Name"] = Name,
        ["FileName"] = FileName,
        ["ContentType"] = ContentType,
        ["Length"] = Length,
        ["Content"] = Content,
    };

    internal static ReceivedFile Read(JsonNode? json) => new(
        ReceivedRequest.Text(json, "Name"),
        ReceivedRequest.Text(json, "FileName"),
        ReceivedRequest.Text(json, "ContentType"),
        json?["Length"] is JsonValue length && length.TryGetValue(out long bytes) ? bytes : 0,
        json?["Content"] is JsonValue content && content.TryGetValue(out string? text) ? text : null);
}
