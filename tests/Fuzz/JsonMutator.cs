using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Fuzz;

/// <summary>Bends a JSON document: values of other kinds, parts that are gone, doubled, moved or nested too deep, scripts that run away, broken bytes.</summary>
internal sealed class JsonMutator(Random random)
{
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 1000 };
    private static readonly JsonWriterOptions WriteOptions = new() { MaxDepth = 2000 };

    private static readonly JsonNode?[] Oddities =
    [
        null, true, false, 0, -1, 1, -1.5, 1e300, int.MaxValue, int.MinValue, long.MaxValue, "", "x", "\u0000", "投诉", "{", "[1]", "$", "Workflow1", new string('a', 5000), new JsonArray(), new JsonObject(),
        new JsonArray(null, 1), new JsonObject { ["expression"] = 1 }, new JsonObject { ["id"] = "a", ["type"] = "Elsa.If" }, new JsonObject { ["_items"] = new JsonArray(1) },
        new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = 5 } },
    ];

    private static readonly string[] Texts =
    [
        "while (true) {}", "'x'.repeat(1 << 30)", "let a = []; for (;;) a.push(a.slice())", "(function f() { return f() })()", "new Array(1e9).fill(0)", "throw null", "return", "getX(", "({}).__proto__.x = 1; getName()",
        "let o = {}; o.o = o; return o", "variables.x = variables", "[...Array(1000)].map(() => newGuid())", "/(a+)+$/.test('a'.repeat(40) + 'b')", "await 1", "new Date(NaN)", "10n ** 100000n", "getOutputFrom('x')", "Symbol()",
        "{{ 1 | nothing }}", "{% for i in (1..100000000) %}{{ i }}{% endfor %}", "{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}", "{{ Variables", "{% if %}",
        "Literal", "JavaScript", "Liquid", "Object", "Variable", "Input", "Output", "CSharp", "Int32", "String[]", "TimeSpan", "Elsa.Sequence", "Elsa.Flowchart", "Elsa.While", "Elsa.ForEach", "Elsa.ParallelForEach", "Elsa.Fork",
        "Elsa.Event", "Elsa.FlowJoin", "Elsa.Break", "Elsa.Complete", "Elsa.RunJavaScript", "WaitAll", "WaitAny", "0001-01-01", "9999-12-31T23:59:59Z", "99999999999", "-00:00:01", "* * * * *", "0 0 30 2 *", "suspended", "faulted",
        Many("("), Many("["), Many("!") + "1", Many("-+") + "1", "1" + Many("+1"), "''" + Many("+''"), "a" + Many(".a"), "a" + Many("()"), "a" + Many("[0]"), Many("{"), Many("if(1)"), Many("x=>"), Many("a?a:") + "1", Many("`${"), Many("a||") + "1",
        "return " + Many("(") + "1" + Many(")"), "return " + Many("[") + "1" + Many("]"), Many("{% if a %}"), Many("{% for a in b %}") + "x" + Many("{% endfor %}"), "{{ a" + Many(".a") + " }}", "{{ a" + Many(" | upcase") + " }}", "{% if a" + Many(" and a") + " %}{% endif %}", Many("9"), Many("$["),
    ];

    // Deep enough to run a parser that recurses without counting out of its stack.
    private static string Many(string part) => string.Concat(Enumerable.Repeat(part, 20_000));

    /// <summary>A bent copy of the document.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> json)
    {
        var document = JsonNode.Parse(json, documentOptions: ReadOptions) ?? new JsonObject();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            MutateOnce(document);
        }

        var bytes = Bytes(document);
        return random.Next(10) == 0 ? Broken(bytes) : bytes;
    }

    private void MutateOnce(JsonNode document)
    {
        var places = new List<Place>();
        Gather(document, places);
        if (places.Count == 0)
        {
            return;
        }

        var place = places[random.Next(places.Count)];
        switch (random.Next(10))
        {
            case 0 or 1:
                place.Remove();
                break;
            case 2:
                place.Set(places[random.Next(places.Count)].Value?.DeepClone());
                break;
            case 3:
                place.Set(new JsonArray(place.Value?.DeepClone()));
                break;
            case 4:
                place.Set(Nested(place.Value?.DeepClone()));
                break;
            case 5:
                place.Double();
                break;
            case 6 or 7:
                TextPlace(places).Set(Texts[random.Next(Texts.Length)]);
                break;
            default:
                place.Set(Oddities[random.Next(Oddities.Length)]?.DeepClone());
                break;
        }
    }

    private Place TextPlace(List<Place> places)
    {
        var texts = places.Where(each => each.Value?.GetValueKind() == JsonValueKind.String).ToList();
        return texts.Count == 0 ? places[random.Next(places.Count)] : texts[random.Next(texts.Count)];
    }

    private JsonNode? Nested(JsonNode? inner)
    {
        var isActivity = random.Next(2) == 0;
        for (var i = random.Next(2, 200); i > 0; i--)
        {
            inner = isActivity
                ? new JsonObject { ["id"] = $"n{i}", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray(inner) }
                : new JsonArray(inner);
        }

        return inner;
    }

    private byte[] Broken(byte[] bytes)
    {
        switch (random.Next(3))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var at = random.Next(bytes.Length);
                return [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
            default:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
        }
    }

    private static byte[] Bytes(JsonNode document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriteOptions))
        {
            document.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Gather(JsonNode? node, List<Place> places)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    places.Add(new Place(members, name, 0));
                    Gather(value, places);
                }

                break;
            case JsonArray elements:
                for (var i = 0; i < elements.Count; i++)
                {
                    places.Add(new Place(elements, "", i));
                    Gather(elements[i], places);
                }

                break;
        }
    }

    /// <summary>A member of an object or an element of an array.</summary>
    private readonly record struct Place(JsonNode Owner, string Name, int Index)
    {
        public JsonNode? Value => Owner is JsonObject members ? members[Name] : ((JsonArray)Owner)[Index];

        public void Set(JsonNode? value)
        {
            if (Owner is JsonObject members)
            {
                members[Name] = value;
            }
            else
            {
                ((JsonArray)Owner)[Index] = value;
            }
        }

        public void Remove()
        {
            if (Owner is JsonObject members)
            {
                members.Remove(Name);
            }
            else
            {
                ((JsonArray)Owner).RemoveAt(Index);
            }
        }

        public void Double()
        {
            if (Owner is JsonObject members)
            {
                members[Name + "2"] = Value?.DeepClone();
            }
            else
            {
                ((JsonArray)Owner).Insert(Index, Value?.DeepClone());
            }
        }
    }
}
