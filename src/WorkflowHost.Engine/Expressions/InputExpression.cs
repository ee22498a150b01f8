using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Expressions;

/// <summary>A workflow input by name, not converted to its declared type; null if it was not given.</summary>
internal sealed class InputExpression(string inputName) : Expression
{
    public override object? Evaluate(ActivityContext scope) => scope.GetWorkflowInput(inputName);
}
