using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>What surrounds a text: the values it may name.</summary>
internal abstract class LiquidFacts
{
    public abstract JsonNode? Named(string name);

    /// <summary>A member of a fact that is not there as a whole, such as one variable of all.</summary>
    public virtual bool TryMember(string name, string member, out JsonNode? value)
    {
        value = null;
        return false;
    }
}

/// <summary>Facts that are known beforehand.</summary>
internal sealed class KnownFacts(JsonObject facts, JsonObject? labels) : LiquidFacts
{
    public override JsonNode? Named(string name) =>
        facts.TryGetPropertyValue(name, out var value) ? value : name == LiquidTemplate.LabelsName ? labels : null;
}
