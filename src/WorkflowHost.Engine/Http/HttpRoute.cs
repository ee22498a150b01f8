using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>
/// Requests an HTTP endpoint answers. Path and method make the hash by which the shell finds triggers and waiting bookmarks; the rest says
/// what the shell checks before it lets a request in.
/// </summary>
/// <param name="Path">The route template below the base path, lower case, with one leading slash: <c>/orders/{id}</c>.</param>
/// <param name="Method">Lower case, e.g. <c>get</c>.</param>
public sealed record HttpRoute(string Path, string Method)
{
    /// <summary>Name of the stimulus.</summary>
    public const string StimulusName = "Elsa.HttpEndpoint";

    /// <summary>Only authenticated requests.</summary>
    public bool Authorize { get; init; }

    /// <summary>A policy the request must satisfy; null for none.</summary>
    public string? Policy { get; init; }

    /// <summary>How long the request may take; null for the host's default.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>How many bytes the request may have; null for the host's default.</summary>
    public long? RequestSizeLimit { get; init; }

    /// <summary>What bookmarks and triggers of this route carry.</summary>
    public string Hash => HashOf(Path, Method);

    /// <summary>The hash of every bookmark and trigger that answers a route.</summary>
    /// <param name="path">The route template as the endpoint has it; slashes at the ends and letter case do not matter.</param>
    /// <param name="method">Letter case does not matter.</param>
    public static string HashOf(string path, string method) => BookmarkHash.Of(StimulusName, Matched(Normalized(path), method.ToLowerInvariant()));

    /// <summary>One leading slash, none at the end, lower case.</summary>
    public static string Normalized(string path) => "/" + path.Trim('/').ToLowerInvariant();

    /// <summary>
    /// Route values under the names their parameters have in the template as well: a route is matched in lower case, and so Elsa gives
    /// <c>{orderId}</c> as <c>orderid</c> only.
    /// </summary>
    internal static JsonObject AsWritten(JsonObject values, string? template)
    {
        var named = JsonValues.Copy(values) as JsonObject ?? [];
        foreach (var part in (template ?? string.Empty).Split('{').Skip(1))
        {
            // What may follow a name: a default, a constraint, an optional mark; before it the star of a catch-all.
            var name = part.TrimStart('*').Split('}', ':', '=', '?')[0];
            if (!named.ContainsKey(name) && named.TryGetPropertyValue(name.ToLowerInvariant(), out var value))
            {
                named[name] = JsonValues.Copy(value);
            }
        }

        return named;
    }

    /// <summary>Reads what <see cref="ToPayload"/> wrote.</summary>
    public static HttpRoute Read(JsonObject payload) => new(Text(payload, "Path") ?? "/", Text(payload, "Method") ?? "get")
    {
        Authorize = ValueConverter.Convert(payload["Authorize"], new DeclaredType(ValueKind.Boolean)) is true,
        Policy = Text(payload, "Policy"),
        RequestTimeout = ValueConverter.Convert(payload["RequestTimeout"], new DeclaredType(ValueKind.TimeSpan)) is TimeSpan timeout ? timeout : null,
        RequestSizeLimit = ValueConverter.Convert(payload["RequestSizeLimit"], new DeclaredType(ValueKind.Int64)) is long limit ? limit : null,
    };

    /// <summary>The payload of a bookmark or trigger, with Elsa's names.</summary>
    public JsonObject ToPayload()
    {
        var payload = Matched(Path, Method);
        payload["Authorize"] = Authorize;
        if (Policy is not null)
        {
            payload["Policy"] = Policy;
        }

        if (RequestTimeout is { } timeout)
        {
            payload["RequestTimeout"] = timeout.ToString("c", CultureInfo.InvariantCulture);
        }

        if (RequestSizeLimit is { } limit)
        {
            payload["RequestSizeLimit"] = limit;
        }

        return payload;
    }

    internal JsonObject ToMatched() => Matched(Path, Method);

    private static JsonObject Matched(string path, string method) => new() { ["Path"] = path, ["Method"] = method };

    private static string? Text(JsonObject payload, string name) => ValueText.Of(JsonValues.Unwrap(payload[name]));
}
