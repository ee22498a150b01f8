using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Engine.Templates;

internal sealed class LiquidExpression : Expression
{
    public static LiquidExpression Parse(string source) => new();
    public override object? Evaluate(ActivityContext scope) => null;
}
