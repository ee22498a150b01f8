using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>What a filter is given besides its value.</summary>
/// <param name="Values">The arguments without a name, in their order.</param>
/// <param name="Named">Those written <c>name: value</c>.</param>
/// <param name="Dialect">How values are taken.</param>
/// <param name="Now">The instant of writing.</param>
internal sealed record LiquidArguments(IReadOnlyList<JsonNode?> Values, IReadOnlyDictionary<string, JsonNode?> Named, LiquidDialect Dialect, DateTimeOffset Now)
{
    public int Count => Values.Count;

    public JsonNode? this[int index] => index < Values.Count ? Values[index] : null;

    public string Text(int index) => LiquidValues.Text(this[index]);

    public int Integer(int index, int otherwise) => this[index] is { } value ? LiquidValues.Integer(value) : otherwise;

    public bool Is(string name) => Named.TryGetValue(name, out var value) && Dialect.IsTrue(value);
}

internal delegate JsonNode? LiquidFilterWork(JsonNode? value, LiquidArguments args);
