using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Control;

/// <summary>Stands for an activity whose type nobody knows: it is kept, and faults when it is reached.</summary>
internal sealed class UnknownActivity(string type) : Activity
{
    /// <summary>The type under which Elsa shows such an activity.</summary>
    public const string TypeName = "Elsa.NotFoundActivity";

    // Elsa names version 0 whatever the definition says.
    protected internal override void Execute(ActivityContext context) =>
        throw new ActivityFaultException($"Activity type '{type}' version '0' could not be found.");
}
