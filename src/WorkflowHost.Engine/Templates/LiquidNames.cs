using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>The names a text has set itself. One that was assigned a comparison keeps its truth beside its value.</summary>
internal sealed class LiquidNames
{
    private readonly Dictionary<string, (JsonNode? Value, bool? Truth)> _names = new(StringComparer.Ordinal);

    public void Set(string name, JsonNode? value, bool? truth = null) => _names[name] = (value, truth);

    public bool TryGet(string name, out JsonNode? value)
    {
        var isOwn = _names.TryGetValue(name, out var found);
        value = found.Value;
        return isOwn;
    }

    public bool? TruthOf(string name) => _names.TryGetValue(name, out var found) ? found.Truth : null;

    /// <summary>Begins a loop: within it the loop around it is the outer one.</summary>
    /// <returns>What its names held before; to be given to <see cref="Leave"/>.</returns>
    public IReadOnlyList<(JsonNode? Value, bool? Truth)?> Enter(string item)
    {
        (JsonNode?, bool?)?[] before = [Find(item), Find(LiquidUses.Loop), Find(LiquidUses.OuterLoop)];
        Restore(LiquidUses.OuterLoop, before[1]);
        return before;
    }

    public void Leave(string item, IReadOnlyList<(JsonNode? Value, bool? Truth)?> before)
    {
        Restore(item, before[0]);
        Restore(LiquidUses.Loop, before[1]);
        Restore(LiquidUses.OuterLoop, before[2]);
    }

    private (JsonNode?, bool?)? Find(string name) => _names.TryGetValue(name, out var found) ? found : null;

    private void Restore(string name, (JsonNode? Value, bool? Truth)? before)
    {
        if (before is { } held)
        {
            _names[name] = held;
        }
        else
        {
            _names.Remove(name);
        }
    }
}
