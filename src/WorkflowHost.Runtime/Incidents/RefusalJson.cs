using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Runtime.Incidents;

/// <summary>A refusal as it is stored.</summary>
internal static class RefusalJson
{
    public static string Write(CaseRefusal refusal) => new JsonObject
    {
        ["kind"] = refusal.Kind.ToString(),
        ["code"] = refusal.Code,
        ["args"] = Args(refusal.Args),
        ["fields"] = new JsonArray([.. refusal.Fields.Select(fault => new JsonObject { ["field"] = fault.Field, ["code"] = fault.Code, ["args"] = Args(fault.Args) })]),
    }.ToJsonString();

    /// <returns>Null when it is none, or of a release that wrote it otherwise.</returns>
    public static CaseRefusal? Read(string? text) =>
        text is not null && JsonNode.Parse(text) is JsonObject stored && Enum.TryParse<RefusalKind>(stored.Text("kind"), out var kind) && stored.Text("code") is { } code
            ? new(kind, code, Args(stored["args"]), [.. (stored["fields"] as JsonArray ?? []).OfType<JsonObject>().Select(fault => new FieldFault(fault.Text("field") ?? string.Empty, fault.Text("code") ?? string.Empty, Args(fault["args"])))])
            : null;

    private static JsonObject Args(IReadOnlyDictionary<string, string> args) =>
        new(args.Select(arg => KeyValuePair.Create(arg.Key, (JsonNode?)JsonValue.Create(arg.Value))));

    private static Dictionary<string, string> Args(JsonNode? stored) =>
        (stored as JsonObject ?? []).ToDictionary(arg => arg.Key, arg => arg.Value?.GetValue<string>() ?? string.Empty, StringComparer.Ordinal);
}
