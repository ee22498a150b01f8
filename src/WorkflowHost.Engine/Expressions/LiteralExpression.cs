using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Expressions;

/// <summary>A value that stands in the definition: a text, bool or decimal, or null.</summary>
internal sealed class LiteralExpression(object? value) : Expression
{
    public static LiteralExpression Null { get; } = new(null);

    public object? Value { get; } = value;

    public override bool IsConstant => true;

    public override object? Evaluate(ActivityContext scope) => Value;
}
