using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>
/// JSON with the marks Elsa's and .NET's serialisers leave in objects: <c>_type</c>, <c>_items</c> around a list, <c>_island</c> around JSON in
/// a text, <c>$id</c>, <c>$ref</c> and <c>$values</c>. What it stands for is plain JSON.
/// </summary>
public static class PolymorphicJson
{
    private const string Type = "_type";
    private const string Items = "_items";
    private const string Island = "_island";
    private const string Id = "$id";
    private const string Reference = "$ref";
    private const string Values = "$values";

    // Elsa writes a dollar sign at the head of a name with these before it.
    private const string EscapedDollar = @"\\$";

    /// <summary>The plain JSON; a copy if there are marks, else the node itself.</summary>
    /// <exception cref="FormatException">A reference leads to an object that contains it.</exception>
    public static JsonNode? Plain(JsonNode? json) => HasMarks(json) ? new Reading().Read(json) : json;

    private static bool HasMarks(JsonNode? json) => json switch
    {
        JsonObject members => members.Any(each => IsMark(each.Key) || HasMarks(each.Value)),
        JsonArray elements => elements.Any(HasMarks),
        _ => false,
    };

    private static bool IsMark(string name) =>
        name is Type or Items or Island or Id or Reference or Values || name.Contains(EscapedDollar, StringComparison.Ordinal);

    private sealed class Reading
    {
        private readonly Dictionary<string, JsonNode?> _known = new(StringComparer.Ordinal);
        private readonly HashSet<string> _open = new(StringComparer.Ordinal);

        public JsonNode? Read(JsonNode? json) => json switch
        {
            JsonObject members => Object(members),
            JsonArray elements => Array(elements),
            _ => JsonValues.Copy(json),
        };

        private JsonNode? Object(JsonObject members)
        {
            if (members.Count == 1 && Serial(members[Reference]) is { } reference && (_open.Contains(reference) || _known.ContainsKey(reference)))
            {
                return Known(reference);
            }

            if (members[Island] is JsonValue island && island.GetValueKind() == JsonValueKind.String)
            {
                return JsonTexts.TryParse(JsonValues.Text(island));
            }

            var id = Serial(members[Id]);
            if (id is null)
            {
                return Content(members, id);
            }

            _ = _open.Add(id);
            var plain = Content(members, id);
            _ = _open.Remove(id);
            _known[id] = plain;
            return plain;
        }

        private JsonNode Content(JsonObject members, string? id) => (members[Items] ?? members[Values]) is JsonArray items ? Array(items) : Members(members, id);

        private JsonObject Members(JsonObject members, string? id)
        {
            var plain = new JsonObject();
            foreach (var (name, value) in members)
            {
                if (name != Type && !(name == Id && id is not null))
                {
                    plain[name.Replace(EscapedDollar, "$", StringComparison.Ordinal)] = Read(value);
                }
            }

            return plain;
        }

        private JsonArray Array(JsonArray elements) => new([.. elements.Select(Read)]);

        private JsonNode? Known(string id) =>
            _open.Contains(id)
                ? throw new FormatException($"The reference \"{id}\" leads to an object that contains it; an object that contains itself can't be read.")
                : JsonValues.Copy(_known[id]);

        // Serialisers count objects; any other "$id" or "$ref" is the author's own, as in a JSON schema.
        private static string? Serial(JsonNode? json) =>
            json is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 && text.All(char.IsAsciiDigit) ? text : null;
    }
}
