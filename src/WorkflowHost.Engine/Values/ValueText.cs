using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace WorkflowHost.Engine.Values;

/// <summary>How values read as text: invariant, as .NET prints them; objects and arrays as compact JSON.</summary>
internal static class ValueText
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 128,
    };

    // As Elsa writes objects into texts: letters of every script as they are, quotes and what HTML could take for its own as codes.
    private static readonly JsonSerializerOptions Careful = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        MaxDepth = 128,
    };

    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "True" : "False",
        double number => number.ToString(CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => Of(time),
        JsonNode node => Json(node),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>ISO 8601 with offset, fractions only where there are any.</summary>
    public static string Of(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    /// <summary>As scripts and texts of a workflow see it.</summary>
    public static string ScriptJson(JsonNode node) => node.ToJsonString(Careful);

    public static string Json(JsonNode node) => node.ToJsonString(Compact);
}
