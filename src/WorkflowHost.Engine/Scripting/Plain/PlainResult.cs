using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>The live value of what a plain script gave: the same that would come out of a script engine.</summary>
internal struct PlainResult
{
    // What is deeper or larger is left to the script engine, which knows how to refuse it.
    private const int Deepest = 90;
    private const int MostValues = 100_000;

    private static readonly object True = true;
    private static readonly object False = false;

    private int _values;

    /// <summary>False if the script must be run by a script engine after all.</summary>
    public static bool TryRead(PlainValue value, out object? live)
    {
        var result = default(PlainResult);
        switch (value.Kind)
        {
            case PlainKind.Unsure or PlainKind.Skipped:
                live = null;
                return false;
            case PlainKind.Boolean:
                live = value.Boolean ? True : False;
                return true;
            case PlainKind.Number:
                live = value.Number;
                return true;
            case PlainKind.Text:
                live = value.Text;
                return true;
            case PlainKind.Object:
                var isRead = result.TryCopy(value, 0, out var node);
                live = node;
                return isRead;
            default:
                live = null;
                return true;
        }
    }

    private bool TryCopy(PlainValue value, int depth, out JsonNode? copy)
    {
        copy = null;
        if (depth > Deepest || ++_values > MostValues)
        {
            return false;
        }

        switch (value.Kind)
        {
            case PlainKind.Unsure or PlainKind.Skipped:
                return false;
            case PlainKind.Boolean:
                copy = JsonValue.Create(value.Boolean);
                return true;
            case PlainKind.Number:
                copy = double.IsFinite(value.Number) ? JsonValue.Create(value.Number) : null;
                return true;
            case PlainKind.Text:
                copy = JsonValue.Create(value.Text);
                return true;
            case PlainKind.Object:
                copy = value.Object switch
                {
                    JsonObject members => TryCopyMembers(members, depth),
                    PlainObject written => TryCopyMembers(written, depth),
                    _ => TryCopyElements(value.Object, depth),
                };
                return copy is not null;
            default:
                return true;
        }
    }

    private JsonObject? TryCopyMembers(JsonObject members, int depth)
    {
        var copy = new JsonObject();
        foreach (var (name, member) in members)
        {
            // In a script, names that are numbers come first.
            if (name is [>= '0' and <= '9', ..] || !TryCopy(PlainValue.Of(member), depth + 1, out var value))
            {
                return null;
            }

            copy[name] = value;
        }

        return copy;
    }

    private JsonObject? TryCopyMembers(PlainObject written, int depth)
    {
        var copy = new JsonObject();
        for (var i = 0; i < written.Names.Length; i++)
        {
            if (!TryCopy(written.Values[i], depth + 1, out var value))
            {
                return null;
            }

            copy[written.Names[i]] = value;
        }

        return copy;
    }

    private JsonArray? TryCopyElements(object elements, int depth)
    {
        var copy = new JsonArray();
        var count = elements is JsonArray list ? list.Count : ((PlainValue[])elements).Length;
        for (var i = 0; i < count; i++)
        {
            var element = elements is JsonArray nodes ? PlainValue.Of(nodes[i]) : ((PlainValue[])elements)[i];
            if (!TryCopy(element, depth + 1, out var value))
            {
                return null;
            }

            copy.Add(value);
        }

        return copy;
    }
}
