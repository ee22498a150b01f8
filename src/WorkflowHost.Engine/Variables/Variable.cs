using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Variables;

/// <summary>A variable of one running container. A stored value is brought to life when it is first read, so a burst pays only for what it touches.</summary>
internal sealed class Variable
{
    // As it is stored, or as scripts see it.
    private object? _value;
    private bool _isStored;

    public Variable(VariableDeclaration declaration)
    {
        Declaration = declaration;
        _value = declaration.InitialValue();
    }

    public Variable(VariableDeclaration declaration, JsonNode? stored)
    {
        Declaration = declaration;
        _value = stored;
        _isStored = true;
    }

    public VariableDeclaration Declaration { get; }

    public string Name => Declaration.Name;

    /// <summary>Setting it does not convert: output bindings land as they are.</summary>
    public object? Value
    {
        get
        {
            if (_isStored)
            {
                _isStored = false;
                _value = Thaw((JsonNode?)_value, Declaration.Type);
            }

            return _value;
        }

        set
        {
            _isStored = false;
            _value = value;
        }
    }

    /// <summary>Sets the value converted to the declared type.</summary>
    public void Assign(object? value) => Value = Live(ValueConverter.Convert(value, Declaration.Type));

    /// <summary>A converted value as scripts see it: a variable of a JSON type may hold a single text or number.</summary>
    public static object? Live(object? converted) => converted is JsonValue scalar ? JsonValues.Unwrap(scalar) : converted;

    /// <summary>Its value as JSON that nobody changes any more.</summary>
    public JsonNode? Stored() => _isStored ? (JsonNode?)_value : JsonValues.Detached(_value);

    // What a binding left here may be nothing of the type. As in Elsa it then stays as it is, except that a whole number or a flag
    // cannot be made of a fraction: that is the type's default.
    private static object? Thaw(JsonNode? stored, DeclaredType type)
    {
        if (stored is JsonArray && type is { IsArray: true, Kind: ValueKind.DateTime or ValueKind.DateTimeOffset })
        {
            return ValueConverter.Convert(stored, type);
        }

        if (stored is JsonArray or JsonObject && !type.IsArray)
        {
            return OfStructure(stored, type);
        }

        if (stored is not JsonValue scalar)
        {
            return JsonValues.Copy(stored);
        }

        try
        {
            return Fits(scalar, type) ? Live(ValueConverter.Convert(AsStored(scalar, type.Kind), type)) : JsonValues.Unwrap(scalar);
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidCastException)
        {
            return JsonValues.Unwrap(scalar);
        }
    }

    private static object? OfStructure(JsonNode stored, DeclaredType type) => (stored, type.Kind) switch
    {
        (_, ValueKind.String) => ValueConverter.Convert(stored, type),
        (JsonArray, ValueKind.Boolean or ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double or ValueKind.Decimal
            or ValueKind.DateTime or ValueKind.DateTimeOffset or ValueKind.TimeSpan or ValueKind.Guid) => ValueConverter.Convert(stored, type),
        _ => JsonValues.Copy(stored),
    };

    private static bool Fits(JsonValue scalar, DeclaredType type)
    {
        var isText = scalar.GetValueKind() == JsonValueKind.String;
        return type switch
        {
            { IsArray: true } => true,
            { Kind: ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double or ValueKind.Decimal } => scalar.GetValueKind() == JsonValueKind.Number,
            { Kind: ValueKind.Boolean } => !isText,
            { Kind: ValueKind.DateTime or ValueKind.DateTimeOffset } =>
                isText && DateTimeOffset.TryParse(JsonValues.Text(scalar), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            { Kind: ValueKind.TimeSpan } => isText && TimeSpan.TryParse(JsonValues.Text(scalar), CultureInfo.InvariantCulture, out _),
            { Kind: ValueKind.Guid } => isText && Guid.TryParse(JsonValues.Text(scalar), out _),
            { Kind: ValueKind.ObjectDictionary } => false,
            _ => true,
        };
    }

    private static object? AsStored(JsonValue scalar, ValueKind kind) => (kind, scalar.GetValueKind()) switch
    {
        (ValueKind.Int32 or ValueKind.Int64, _) => scalar.ToJsonString(),
        (ValueKind.Boolean, JsonValueKind.Number) => false,
        (ValueKind.String, JsonValueKind.True or JsonValueKind.False) => scalar.ToJsonString(),
        _ => scalar,
    };
}
