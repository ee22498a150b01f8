using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Rules;

/// <summary>What a rule says: the JSON its file has for it, and for a notice the text of the letter.</summary>
/// <param name="Json">One JSON object.</param>
/// <param name="Text">The letter's Liquid text; null for every other kind.</param>
public sealed record RuleContent(string Json, string? Text = null)
{
    /// <summary>Largest JSON or text that is taken, in characters: the longest form of the pack has a tenth of it.</summary>
    public const int LongestText = 200_000;

    private static readonly JsonDocumentOptions Reading = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    /// <summary>The JSON as an object of its own, free to be changed; null when it isn't an object.</summary>
    public JsonObject? ToObject()
    {
        try
        {
            return JsonNode.Parse(Json, documentOptions: Reading) as JsonObject is { } root && IsWhole(root) ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static RuleContent Of(JsonObject root, string? text = null) => new(root.ToJsonString(Indented), text);

    /// <summary>
    /// A digest of what is said, not of how it is written: other blanks, another order of properties or other line ends are the same rule.
    /// </summary>
    public string Digest()
    {
        var said = (ToObject() is { } root ? Ordered(root).ToJsonString(Plain) : Json) + "\n" + Text?.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
    }

    /// <summary>The JSON set out over lines, each but the first moved in.</summary>
    /// <param name="indent">Blanks before each line but the first.</param>
    internal string SetOut(int indent)
    {
        var text = ToObject() is { } root ? root.ToJsonString(Indented) : Json;
        return indent == 0 ? text : text.Replace("\n", "\n" + new string(' ', indent), StringComparison.Ordinal);
    }

    private static JsonNode Ordered(JsonNode node) => node switch
    {
        JsonObject all => new JsonObject(all.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => KeyValuePair.Create(each.Key, each.Value is { } value ? Ordered(value) : null))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Ordered(item))]),
        _ => node.DeepClone(),
    };

    // A property that is there twice is found out only when it is asked for.
    private static bool IsWhole(JsonNode? node)
    {
        try
        {
            return node switch
            {
                JsonObject all => all.All(each => IsWhole(each.Value)),
                JsonArray list => list.All(IsWhole),
                _ => true,
            };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
