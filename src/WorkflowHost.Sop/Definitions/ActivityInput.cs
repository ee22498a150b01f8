using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WorkflowHost.Sop.Definitions;

/// <summary>What an input of an activity says: a value that stands there, or an expression and its language.</summary>
/// <param name="Syntax"><c>Literal</c>, <c>Object</c>, <c>JavaScript</c>, <c>Liquid</c>, <c>Variable</c> or <c>Input</c>.</param>
/// <param name="Value">The value, or the source of the expression.</param>
internal sealed partial record ActivityInput(string Syntax, JsonNode? Value)
{
    public bool IsLiteral => Syntax is "Literal" or "Object";

    public string? Script => Syntax == "JavaScript" ? Source : null;

    public string? Template => Syntax == "Liquid" ? Source : null;

    /// <summary>The texts that stand there: one for a text, several for a list; none for an expression or a blank.</summary>
    public IReadOnlyList<string> Texts => !IsLiteral ? [] : Json switch
    {
        JsonArray array => [.. array.OfType<JsonValue>().Select(each => each.ToString())],
        JsonValue value when value.ToString() is { Length: > 0 } text => [text],
        _ => [],
    };

    /// <summary>The literal value as JSON; a text that holds a list or an object, as Elsa Studio writes it, is that list or object.</summary>
    public JsonNode? Json
    {
        get
        {
            if (Value is not JsonValue value || !value.TryGetValue(out string? text) || text.TrimStart() is not (['[' or '{', ..]))
            {
                return Value;
            }

            try
            {
                return JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                // A text that begins like a list and isn't one is a text; where a list is needed the compiler says so.
                return Value;
            }
        }
    }

    private string Source => Value is JsonValue value && value.TryGetValue(out string? text) ? text : string.Empty;

    /// <summary>Reads <c>{"typeName","expression":{"type","value"}}</c>, a bare <c>{"type","value"}</c> or a plain value; null where nothing is said.</summary>
    public static ActivityInput? Of(JsonNode? node) => node switch
    {
        null => null,
        JsonObject wrapper when wrapper["expression"] is JsonObject expression => Expression(expression),
        JsonObject wrapper when wrapper.ContainsKey("expression") || wrapper.ContainsKey("memoryReference") || wrapper.ContainsKey("typeName") => null,
        JsonObject bare when bare["type"] is JsonValue && bare.ContainsKey("value") => Expression(bare),
        _ => new("Literal", node),
    };

    /// <summary>The texts between quotes in a script: what it may give when it chooses among names.</summary>
    public static IEnumerable<string> QuotedIn(string script) =>
        Quoted().Matches(script).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);

    private static ActivityInput? Expression(JsonObject expression)
    {
        var type = expression["type"] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : "Literal";
        return expression["value"] is null ? null : new(type, expression["value"]);
    }

    [GeneratedRegex("""'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)" """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Quoted();
}
