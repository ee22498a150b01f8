using WorkflowHost.Engine.Expressions;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Activities;

/// <summary>An input of any type.</summary>
public abstract class Input
{
    private protected Input(string name, bool isBound)
    {
        Name = name;
        IsBound = isBound;
    }

    /// <summary>Its name as declared, PascalCase.</summary>
    public string Name { get; }

    /// <summary>Whether the definition gives it a value; otherwise it yields its default.</summary>
    public bool IsBound { get; }

    /// <summary>Evaluated only when asked for, not when the activity starts.</summary>
    internal bool IsLazy { get; init; }

    /// <summary>It gives the same scalar in every scope, known when the program is compiled.</summary>
    internal bool IsConstant { get; private protected init; }

    /// <summary>Its value stands in the definition and is the same in every run.</summary>
    internal abstract bool IsFixed { get; }

    /// <summary>Its value may name secrets, so no journal keeps it.</summary>
    internal bool IsSensitive { get; init; }

    /// <summary>Its place among the inputs of its node.</summary>
    internal int Slot { get; init; }

    /// <summary>The value of a fixed input.</summary>
    /// <returns>False when it is not fixed, or cannot be converted to its type.</returns>
    internal abstract bool TryFixed(out object? value);

    /// <summary>The converted value; a failure names the input, as Elsa's incidents do.</summary>
    internal abstract object? Evaluate(ActivityContext scope);
}

/// <summary>
/// A compiled input of a node: an expression and the type its value is converted to. Evaluated through
/// <see cref="ActivityContext.Get{T}(Input{T})"/>. Immutable, thread-safe.
/// </summary>
/// <typeparam name="T">string, bool, int, long, double, decimal, DateTime, DateTimeOffset, TimeSpan, Guid, JsonNode, JsonObject, JsonArray, string[] or object.</typeparam>
public sealed class Input<T> : Input
{
    private static readonly DeclaredType Type = DeclaredType.Of<T>();

    private readonly Expression _expression;
    private readonly object? _constant;

    internal Input(string name, Expression? expression, T? defaultValue)
        : base(name, expression is not null)
    {
        _expression = expression ?? LiteralExpression.Null;
        if (expression is null)
        {
            _constant = defaultValue;
            IsConstant = true;
        }
        else if (expression.IsConstant && !IsMutable)
        {
            IsConstant = TryConvertConstant(out _constant);
        }

        Constant = IsConstant && _constant is T constant ? constant : default;
    }

    /// <summary>The value of a constant input.</summary>
    internal T? Constant { get; }

    // An object or array belongs to whoever asked for it, so each evaluation gives a new one.
    private static bool IsMutable => Type.IsArray || Type.Kind is ValueKind.Json or ValueKind.Array or ValueKind.ObjectDictionary;

    internal override bool IsFixed => _expression.IsConstant;

    /// <summary>What is wrong with its fixed value; null where nothing is, or where it isn't fixed.</summary>
    internal ValueMisfit? Misfit => IsBound && _expression is LiteralExpression { Value: { } value } ? ValueMisfit.Of(value, Type) : null;

    internal bool IsLiteralText(out string? text)
    {
        text = (_expression as LiteralExpression)?.Value as string;
        return _expression is LiteralExpression;
    }

    internal override object? Evaluate(ActivityContext scope)
    {
        if (IsConstant)
        {
            return _constant;
        }

        try
        {
            return ValueConverter.Convert(_expression.Evaluate(scope), Type);
        }
        catch (Exception error)
        {
            throw new ActivityFaultException($"Failed to evaluate activity input '{Name}'", error);
        }
    }

    internal override bool TryFixed(out object? value)
    {
        value = null;
        return IsFixed && TryConvertConstant(out value);
    }

    private bool TryConvertConstant(out object? value)
    {
        try
        {
            value = ValueConverter.Convert(((LiteralExpression)_expression).Value, Type);
            return true;
        }
        catch (Exception error) when (error is OverflowException or FormatException or InvalidCastException)
        {
            // It faults the activity when it is reached, as Elsa does.
            value = null;
            return false;
        }
    }
}
