using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Bursts;

/// <summary>An activity waiting for its turn in the queue of a burst.</summary>
internal readonly record struct WorkItem(ProgramNode Node, ActivityContext? Owner, int Tag)
{
    /// <summary>Variables the activity sees though nobody declares them, such as a loop's current value.</summary>
    public (string Name, object? Value)[]? Variables { get; init; }

    /// <summary>An instance that exists already and is to run again, instead of a new one.</summary>
    public ActivityContext? Again { get; init; }
}
