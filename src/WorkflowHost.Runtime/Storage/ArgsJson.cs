using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// Named texts as compact JSON. Chinese and signs stay as they are, since escaped they take twice to six times the space; the text
/// is stored, never put into a page.
/// </summary>
internal static class ArgsJson
{
    private static readonly FrozenDictionary<string, string> None = FrozenDictionary<string, string>.Empty;
    private static readonly ArgsJsonContext Context =
        new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The same options with Chinese written as it is.</summary>
    public static JsonSerializerOptions Readable(JsonSerializerOptions options) => new(options) { Encoder = Context.Options.Encoder };

    /// <returns>Null when there are no arguments.</returns>
    public static string? Write(IReadOnlyDictionary<string, string> args) =>
        args.Count == 0 ? null : JsonSerializer.Serialize(args, Context.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string> Read(string? json) =>
        json is null ? None : JsonSerializer.Deserialize(json, Context.IReadOnlyDictionaryStringString) ?? None;

    public static string Write(JsonObject payload) => payload.ToJsonString(Context.Options);
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ArgsJsonContext : JsonSerializerContext;
