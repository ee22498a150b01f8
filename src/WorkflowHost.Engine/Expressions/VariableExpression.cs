using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Expressions;

/// <summary>The value of a variable, found by id from the current scope outwards; null if none has it.</summary>
internal sealed class VariableExpression(string variableId) : Expression
{
    public override object? Evaluate(ActivityContext scope) =>
        scope.FindVariableById(variableId) is { } variable ? variable.Value : null;
}
