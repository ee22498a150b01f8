using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Values;

/// <summary>The type a value is converted to: a kind, or an array of it.</summary>
internal readonly record struct DeclaredType(ValueKind Kind, bool IsArray = false)
{
    /// <summary>The type a variable, input or output declares.</summary>
    /// <param name="json">The declaration.</param>
    /// <param name="member">The member that has the type's name: <c>typeName</c> of variables, <c>type</c> of inputs and outputs.</param>
    /// <param name="type">The type; any value where nothing is declared.</param>
    /// <returns>False if the type is unknown.</returns>
    public static bool TryRead(JsonObject json, string member, out DeclaredType type)
    {
        var known = TypeAliases.TryParse(DeclaredTypeName.Plain(json, member), out var kind, out var isArrayName);
        type = new DeclaredType(kind, isArrayName || DeclaredTypeName.IsArray(json));
        return known;
    }

    /// <summary>The type that stands for a .NET type an activity binds.</summary>
    public static DeclaredType Of<T>()
    {
        var type = typeof(T);
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => new(ValueKind.String),
            _ when type == typeof(bool) => new(ValueKind.Boolean),
            _ when type == typeof(int) => new(ValueKind.Int32),
            _ when type == typeof(long) => new(ValueKind.Int64),
            _ when type == typeof(double) => new(ValueKind.Double),
            _ when type == typeof(decimal) => new(ValueKind.Decimal),
            _ when type == typeof(DateTime) => new(ValueKind.DateTime),
            _ when type == typeof(DateTimeOffset) => new(ValueKind.DateTimeOffset),
            _ when type == typeof(TimeSpan) => new(ValueKind.TimeSpan),
            _ when type == typeof(Guid) => new(ValueKind.Guid),
            _ when type == typeof(JsonObject) => new(ValueKind.ObjectDictionary),
            _ when type == typeof(JsonArray) => new(ValueKind.Array),
            _ when type == typeof(JsonNode) => new(ValueKind.Json),
            _ when type == typeof(string[]) => new(ValueKind.String, true),
            _ when type == typeof(object) => new(ValueKind.Object),
            _ => throw new NotSupportedException($"An activity cannot bind an input of type {type}."),
        };
    }
}
