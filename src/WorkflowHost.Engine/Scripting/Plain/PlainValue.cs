using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>What a <see cref="PlainValue"/> is.</summary>
internal enum PlainKind : byte
{
    /// <summary>Not known here: the script must be run by a script engine after all.</summary>
    Unsure,

    /// <summary>The rest of an optional chain is left out.</summary>
    Skipped,
    Undefined,
    Null,
    Boolean,
    Number,
    Text,

    /// <summary>A JSON object or array of the case, or one the script has just written down.</summary>
    Object,
}

/// <summary>A value of JavaScript as far as plain scripts know them. Objects of the case are referred to, not copied.</summary>
internal readonly struct PlainValue
{
    private readonly double _number;
    private readonly object? _reference;

    private PlainValue(PlainKind kind, double number, object? reference)
    {
        Kind = kind;
        _number = number;
        _reference = reference;
    }

    public static PlainValue Unsure => default;

    public static PlainValue Skipped => new(PlainKind.Skipped, 0, null);

    public static PlainValue Undefined => new(PlainKind.Undefined, 0, null);

    public static PlainValue Null => new(PlainKind.Null, 0, null);

    public PlainKind Kind { get; }

    public bool IsUnsure => Kind == PlainKind.Unsure;

    public bool IsNullish => Kind is PlainKind.Undefined or PlainKind.Null;

    public bool Boolean => _number != 0;

    public double Number => _number;

    public string Text => (string)_reference!;

    /// <summary>A <see cref="JsonObject"/>, <see cref="JsonArray"/>, <see cref="PlainObject"/> or array of values.</summary>
    public object Object => _reference!;

    public static PlainValue Of(bool flag) => new(PlainKind.Boolean, flag ? 1 : 0, null);

    public static PlainValue Of(double number) => new(PlainKind.Number, number, null);

    public static PlainValue Of(string text) => new(PlainKind.Text, 0, text);

    public static PlainValue Of(PlainValue[] elements) => new(PlainKind.Object, 0, elements);

    public static PlainValue Of(PlainObject members) => new(PlainKind.Object, 0, members);

    /// <summary>A live value; unsure of those that are objects of .NET in a script, such as times.</summary>
    public static PlainValue Of(object? live) => live switch
    {
        null => Null,
        string text => Of(text),
        bool flag => Of(flag),
        int number => Of((double)number),
        long number => Of((double)number),
        double number => Of(number),
        decimal number => Of((double)number),
        JsonNode node => Of(node),
        _ => Unsure,
    };

    public static PlainValue Of(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return Null;
            case JsonValue scalar:
                return scalar.GetValueKind() switch
                {
                    JsonValueKind.String => JsonValues.Unwrap(scalar) is string text ? Of(text) : Unsure,
                    JsonValueKind.Number => Of(JsonValues.Number(scalar)),
                    JsonValueKind.True => Of(true),
                    JsonValueKind.False => Of(false),
                    _ => Null,
                };
            default:
                return new PlainValue(PlainKind.Object, 0, node);
        }
    }
}

/// <summary>An object that a script has written down: names that differ, and their values.</summary>
internal sealed record PlainObject(string[] Names, PlainValue[] Values);
