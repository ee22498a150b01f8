using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Values;

/// <summary>The type that a variable, input or output of a definition declares, as text: its name, and whether it is a list of it.</summary>
public static class DeclaredTypeName
{
    /// <summary>Such as <c>Int32</c>, or <c>Int32[]</c> for a list; <c>Object</c> where nothing is declared.</summary>
    /// <param name="declaration">The JSON of the declaration.</param>
    /// <param name="member">The member that has the name: <c>typeName</c> of variables, <c>type</c> of inputs and outputs.</param>
    public static string Of(JsonObject declaration, string member)
    {
        var name = Plain(declaration, member);
        return IsArray(declaration) && !name.EndsWith("[]", StringComparison.Ordinal) ? name + "[]" : name;
    }

    internal static string Plain(JsonObject declaration, string member) => ProgramBuilder.Text(declaration, member) ?? "Object";

    internal static bool IsArray(JsonObject declaration) =>
        declaration["isArray"] is JsonValue flag && flag.TryGetValue(out bool isArray) && isArray;
}
