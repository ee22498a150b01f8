using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Moves;

/// <summary>Stored variables keep their values where they still fit.</summary>
internal static class VariableMove
{
    /// <summary>Takes out what the type declared now would read as something else.</summary>
    public static void Keep(JsonObject? stored, ProgramNode from, ProgramNode to, List<string> lost)
    {
        foreach (var declaration in stored is null ? [] : to.Variables)
        {
            if (stored![declaration.Name] is JsonValue value
                && from.Variables.FirstOrDefault(each => each.Name == declaration.Name)?.Type != declaration.Type
                && !Fits(value, declaration.Type))
            {
                stored.Remove(declaration.Name);
                lost.Add(declaration.Name);
            }
        }
    }

    /// <summary>Conversion is lenient and makes a zero of what isn't a number; what can't be written back as it was has been lost.</summary>
    private static bool Fits(JsonValue value, DeclaredType type)
    {
        try
        {
            return ValueConverter.Convert(value, type) is { } converted
                && (converted is JsonNode || ValueText.Of(converted) == ValueText.Of(JsonValues.Unwrap(value)!));
        }
        catch (Exception error) when (error is OverflowException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
