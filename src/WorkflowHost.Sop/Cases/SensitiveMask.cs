using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// Masks what <see cref="SensitiveFields"/> names wherever it stands in a view of a case: a field of that name at any depth, and
/// the case's own sensitive values where a text quotes them (the message of a fault, the body of a call). Immutable.
/// </summary>
public sealed class SensitiveMask
{
    /// <summary>A shorter value is part of too many other texts.</summary>
    private const int ShortestQuoted = 4;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FrozenSet<string> _names;
    private readonly string[] _values;

    private SensitiveMask(IEnumerable<string> names, IEnumerable<string> values)
    {
        // A call to another system may spell a field in another case.
        _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        // The longest first, or a part of it would be replaced within it.
        _values = [.. values.Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length).ThenBy(value => value, StringComparer.Ordinal)];
    }

    /// <summary>Masks nothing.</summary>
    public static SensitiveMask None { get; } = new([], []);

    public bool IsNone => _names.Count == 0;

    /// <summary>What this person may not see of the case; nothing is masked of a plain workflow.</summary>
    public static SensitiveMask For(Actor actor, CaseState state, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.IsPlain || SensitiveFields.IsShownTo(actor, state))
        {
            return None;
        }

        var names = SensitiveFields.NamesIn(pack);
        return new(names, ValuesOf(state.Data, names, isSensitive: false));
    }

    /// <summary>By the names of the fields alone, where the case is not at hand to tell who works on it.</summary>
    public static SensitiveMask ByName(Actor actor, SopPack pack) => SensitiveFields.IsShownOfAll(actor) ? None : new(SensitiveFields.NamesIn(pack), []);

    /// <returns>The same node when nothing is masked, else a copy.</returns>
    public JsonObject? Of(JsonObject? value) => (JsonObject?)Of((JsonNode?)value);

    /// <returns>The same node when nothing is masked, else a copy.</returns>
    public JsonNode? Of(JsonNode? value) => IsNone ? value : Masked(value, isQuotedToo: true);

    /// <summary>Fields by their names alone: texts stay as they are.</summary>
    public JsonObject Fields(JsonObject value) => IsNone ? value : (JsonObject)Masked(value, isQuotedToo: false)!;

    public string? Of(string? text) => IsNone || string.IsNullOrEmpty(text) ? text : MaskedText(text);

    private static IEnumerable<string> ValuesOf(JsonNode? node, IReadOnlySet<string> names, bool isSensitive) => node switch
    {
        JsonObject fields => fields.SelectMany(field => ValuesOf(field.Value, names, isSensitive || names.Contains(field.Key))),
        JsonArray list => list.SelectMany(each => ValuesOf(each, names, isSensitive)),
        JsonValue value when isSensitive && (value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number) => value.ToString() is { Length: >= ShortestQuoted } text ? [text] : [],
        _ => [],
    };

    private JsonNode? Masked(JsonNode? node, bool isQuotedToo)
    {
        switch (node)
        {
            case JsonObject fields:
                var shown = new JsonObject();
                foreach (var (name, value) in fields)
                {
                    shown[name] = _names.Contains(name) ? SensitiveFields.Masked(value) : Masked(value, isQuotedToo);
                }

                return shown;
            case JsonArray list:
                return new JsonArray([.. list.Select(each => Masked(each, isQuotedToo))]);
            case JsonValue value when isQuotedToo && value.TryGetValue<string>(out var text):
                return JsonValue.Create(MaskedText(text));
            default:
                return node?.DeepClone();
        }
    }

    private string MaskedText(string text)
    {
        var shown = text.AsSpan().TrimStart() is ['{' or '[', ..] ? MaskedJson(text) : text;
        foreach (var value in _values)
        {
            shown = shown.Replace(value, SensitiveFields.MaskedText(value), StringComparison.Ordinal);
        }

        return shown;
    }

    /// <summary>A text that is JSON has fields too; one that was cut off can't be read, and may end within such a value.</summary>
    private string MaskedJson(string text)
    {
        try
        {
            return Masked(JsonNode.Parse(text), isQuotedToo: false)?.ToJsonString(Readable) ?? text;
        }
        catch (JsonException)
        {
            return _names.Any(name => text.Contains($"\"{name}\"", StringComparison.OrdinalIgnoreCase)) ? SensitiveFields.Mask : text;
        }
    }
}
