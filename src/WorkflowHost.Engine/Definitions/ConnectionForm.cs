using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// A connection in any of the forms Elsa has written over time: nested or flat, with names in camelCase or PascalCase.
/// </summary>
/// <param name="Source">Id of the activity it leaves.</param>
/// <param name="Port">The outcome it follows.</param>
/// <param name="Target">Id of the activity it leads to.</param>
/// <param name="TargetPort">Where it comes in; there is only <c>In</c> so far.</param>
internal sealed record ConnectionForm(string Source, string Port, string Target, string TargetPort)
{
    /// <summary>Whether a member of a connection is one of those this form reads; others are somebody's own.</summary>
    public static bool IsOwn(string name) =>
        name is "source" or "target" or "sourcePort" or "targetPort" or "Source" or "Target" or "SourcePort" or "TargetPort";

    /// <summary>The list itself, or what is wrapped in <c>$values</c>, or a single connection as a list of one; null for anything else.</summary>
    public static IReadOnlyList<JsonNode?>? ListOf(JsonNode? json) => json switch
    {
        null => [],
        JsonArray items => [.. items],
        JsonObject wrapper when wrapper["$values"] is JsonArray items => [.. items],
        JsonObject single when Member(single, "source") is not null => [single],
        _ => null,
    };

    public static ConnectionForm? Read(JsonNode? json)
    {
        if (json is not JsonObject connection)
        {
            return null;
        }

        return (Member(connection, "source"), Member(connection, "target")) switch
        {
            (JsonObject source, JsonObject target) => Of(Text(source, "activity"), Text(source, "port"), Text(target, "activity"), Text(target, "port")),
            (JsonValue, JsonValue) => Of(Text(connection, "source"), Text(connection, "sourcePort"), Text(connection, "target"), Text(connection, "targetPort")),
            _ => null,
        };
    }

    private static ConnectionForm? Of(string? source, string? port, string? target, string? targetPort) =>
        source is null || target is null ? null : new ConnectionForm(source, port ?? "Done", target, targetPort ?? "In");

    private static JsonNode? Member(JsonObject json, string name) => json[name] ?? json[ProgramBuilder.Pascal(name)];

    private static string? Text(JsonObject json, string name) => ProgramBuilder.Text(json, name) ?? ProgramBuilder.Text(json, ProgramBuilder.Pascal(name));
}
