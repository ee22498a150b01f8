using System.Text.Json.Nodes;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// What a workflow's Elsa 3 JSON says. It keeps the whole document, so that fields which this engine does not
/// know survive import and export. Immutable as long as nobody writes to <see cref="Document"/>; then thread-safe.
/// </summary>
public sealed class WorkflowDefinition
{
    private readonly Lazy<JsonLocator?> _locator;

    internal WorkflowDefinition(JsonObject document, ReadOnlyMemory<byte> source, string? fileName)
    {
        Document = document;
        FileName = fileName;
        _locator = new Lazy<JsonLocator?>(() => source.IsEmpty ? null : JsonLocator.Of(source.Span));
    }

    /// <summary>The id shared by all versions of the workflow.</summary>
    public string DefinitionId => Text("definitionId") ?? "";

    /// <summary>The id of this version.</summary>
    public string Id => Text("id") ?? "";

    /// <summary>1 or more; 1 where the document does not say.</summary>
    public int Version => Document["version"] is JsonValue value && value.TryGetValue(out int version) ? version : 1;

    public string? Name => Text("name");

    public string? Description => Text("description");

    /// <summary>
    /// Whether other definitions may use this one as an activity: <c>options.usableAsActivity</c>, in old documents <c>usableAsActivity</c>.
    /// </summary>
    public bool IsUsableAsActivity =>
        Document["options"] is JsonObject options && options["usableAsActivity"] is { } flag
            ? IsTrue(flag)
            : IsTrue(Document["usableAsActivity"]);

    /// <summary>
    /// Whether the workflows that use this one as an activity are brought to its new version when it is published:
    /// <c>options.autoUpdateConsumingWorkflows</c>.
    /// </summary>
    public bool UpdatesConsumers => Document["options"] is JsonObject options && IsTrue(options["autoUpdateConsumingWorkflows"]);

    /// <summary>How its flowcharts decide what runs next; null where it leaves that to the host.</summary>
    public FlowchartMode? FlowchartMode => DefinitionOptions.FlowchartModeOf(this);

    /// <summary>The definition as it was read. Treat it as read-only: programs and caches share it.</summary>
    public JsonObject Document { get; }

    /// <summary>The file it came from, where the caller said so; messages name it.</summary>
    public string? FileName { get; }

    internal JsonObject? Root => Document["root"] as JsonObject;

    /// <summary>Reads a definition. Whatever is wrong comes back as faults, all at once; nothing is thrown.</summary>
    /// <param name="utf8Json">The JSON, as a file or as posted by Elsa Studio.</param>
    /// <param name="fileName">What messages call it.</param>
    /// <param name="limits">How large it may be.</param>
    public static DefinitionReading Read(ReadOnlySpan<byte> utf8Json, string? fileName = null, DefinitionLimits? limits = null) =>
        DefinitionReader.Read(utf8Json, fileName, limits ?? DefinitionLimits.Default);

    /// <summary>The document as indented JSON, with unknown fields and non-ASCII text as they were.</summary>
    public byte[] ToUtf8Json() => DefinitionReader.Write(Document);

    /// <summary>Where in the text a JSON path stands, or what is around it if there is no such path; null if the text is unknown.</summary>
    internal (int Line, int Column)? Locate(string path) => _locator.Value?.FindNearest(path);

    private static bool IsTrue(JsonNode? node) =>
        node is JsonValue value && (value.TryGetValue(out bool flag) || (value.TryGetValue(out string? text) && bool.TryParse(text, out flag))) && flag;

    private string? Text(string name) =>
        Document[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
