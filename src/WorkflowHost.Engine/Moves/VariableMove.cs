using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Moves;

/// <summary>Stored variables keep their values where they still fit. A variable is the same when its id is, else when its name is.</summary>
internal sealed class VariableMove
{
    private readonly List<string> _lost = [];
    private readonly List<string> _dropped = [];

    /// <summary>Those whose value doesn't fit the type they have now.</summary>
    public IReadOnlyList<string> Lost => _lost;

    /// <summary>Those with a value that are there no more.</summary>
    public IReadOnlyList<string> Dropped => _dropped;

    /// <summary>Rewrites the stored variables of one container.</summary>
    public void Keep(JsonObject? stored, ProgramNode from, ProgramNode to)
    {
        var values = (stored ?? []).Select(each => (Name: each.Key, Value: each.Value?.DeepClone())).ToList();
        stored?.Clear();
        // Ids first: a name may have gone from a variable that was removed to one that is kept.
        foreach (var (name, value) in values.OrderBy(each => IsKept(each.Name, from, to) ? 0 : 1))
        {
            var before = from.Variables.FirstOrDefault(each => each.Name == name);
            var now = to.Variables.FirstOrDefault(each => before is not null && each.Id == before.Id)
                ?? to.Variables.FirstOrDefault(each => each.Name == name);
            if (now is null)
            {
                Drop(name, value);
            }
            else if (stored!.ContainsKey(now.Name))
            {
                // Two versions may have exchanged names; the id went first.
                Drop(name, value);
            }
            else if (value is not null && before?.Type != now.Type && !Fits(value, now.Type))
            {
                _lost.Add(now.Name);
            }
            else
            {
                stored[now.Name] = value;
            }
        }
    }

    private static bool IsKept(string name, ProgramNode from, ProgramNode to) =>
        from.Variables.FirstOrDefault(each => each.Name == name) is { } own && to.Variables.Any(each => each.Id == own.Id);

    private void Drop(string name, JsonNode? value)
    {
        if (value is not null)
        {
            _dropped.Add(name);
        }
    }

    /// <summary>Conversion is lenient and makes a zero of what isn't a number; what can't be written back as it was has been lost.</summary>
    private static bool Fits(JsonNode value, DeclaredType type)
    {
        try
        {
            return (value, ValueConverter.Convert(value, type)) switch
            {
                (_, null) => false,
                (JsonArray list, JsonArray made) => list.Select(TextOf).SequenceEqual(made.Select(TextOf)),
                (JsonArray or JsonObject, JsonNode or string) => true,
                (JsonArray or JsonObject, _) => false,
                (_, JsonArray made) => ValueConverter.LooksLikeJson(TextOf(value) ?? "") || (made is [var one] && TextOf(one) == TextOf(value)),
                (_, JsonNode) => true,
                var (_, converted) => ValueText.Of(converted) == TextOf(value),
            };
        }
        catch (Exception error) when (error is OverflowException or FormatException or InvalidOperationException or InvalidCastException)
        {
            return false;
        }
    }

    private static string? TextOf(JsonNode? value) => ValueText.Of(JsonValues.Unwrap(value));
}
