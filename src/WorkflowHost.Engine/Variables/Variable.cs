using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Variables;

/// <summary>A variable of one running container. A stored value is brought to life when it is first read, so a burst pays only for what it touches.</summary>
internal sealed class Variable
{
    private object? _value;
    private JsonNode? _stored;
    private bool _isStored;

    public Variable(VariableDeclaration declaration)
    {
        Declaration = declaration;
        _value = declaration.InitialValue();
    }

    public Variable(VariableDeclaration declaration, JsonNode? stored)
    {
        Declaration = declaration;
        _stored = stored;
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
                _value = Thaw(_stored, Declaration.Type);
                _stored = null;
            }

            return _value;
        }

        set
        {
            _isStored = false;
            _stored = null;
            _value = value;
        }
    }

    /// <summary>Sets the value converted to the declared type.</summary>
    public void Assign(object? value) => Value = Live(ValueConverter.Convert(value, Declaration.Type));

    /// <summary>A converted value as scripts see it: a variable of a JSON type may hold a single text or number.</summary>
    public static object? Live(object? converted) => converted is JsonValue scalar ? JsonValues.Unwrap(scalar) : converted;

    /// <summary>Its value as JSON that nobody changes any more.</summary>
    public JsonNode? Stored() => _isStored ? _stored : JsonValues.Detached(_value);

    private static object? Thaw(JsonNode? stored, DeclaredType type) =>
        stored is JsonValue ? Live(ValueConverter.Convert(stored, type)) : JsonValues.Copy(stored);
}
