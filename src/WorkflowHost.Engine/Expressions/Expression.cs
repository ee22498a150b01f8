using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Expressions;

/// <summary>A compiled expression: gives a live value in the scope of an activity instance. Immutable, thread-safe.</summary>
internal abstract class Expression
{
    /// <summary>True if it gives the same scalar in every scope.</summary>
    public virtual bool IsConstant => false;

    public abstract object? Evaluate(ActivityContext scope);
}
