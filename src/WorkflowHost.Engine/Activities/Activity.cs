using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Triggers;

namespace WorkflowHost.Engine.Activities;

/// <summary>
/// The behaviour of one node of a program. There is one instance per node; it is immutable after <see cref="Bind"/> and
/// shared by all runs and threads, so what belongs to a run lives in the <see cref="ActivityContext"/>.
/// A type that can be registered also implements <see cref="IDescribed"/>.
/// An exception thrown by behaviour faults the activity and leaves an incident.
/// </summary>
public abstract class Activity
{
    /// <summary>Says what an activity type looks like to designers.</summary>
    public interface IDescribed
    {
        static abstract ActivityDescriptor Descriptor { get; }
    }

    /// <summary>True for End, Finish, Complete and Break: the sequence or flowchart around it completes with it.</summary>
    protected internal virtual bool IsTerminal => false;

    /// <summary>True for loops: a Break inside ends them.</summary>
    protected internal virtual bool IsLoop => false;

    /// <summary>
    /// What starts a workflow at this activity, if its author marked it as a start. Asked while the program is compiled: the inputs are
    /// evaluated, but there is no instance. What it throws is a fault of the definition. None for a type that is no trigger.
    /// </summary>
    protected internal virtual IReadOnlyList<WorkflowTrigger> Triggers(ActivityContext scope) => [];

    /// <summary>Reads the node's inputs and children while the program is compiled.</summary>
    protected internal virtual void Bind(ActivityBinder binder)
    {
    }

    /// <summary>Runs when the activity is reached. All bound inputs have been evaluated.</summary>
    protected internal abstract void Execute(ActivityContext context);

    /// <summary>Runs when one of its bookmarks is resumed; the bookmark is already removed. Completes by default.</summary>
    /// <param name="context">The same activity instance that created the bookmark.</param>
    /// <param name="bookmark">The bookmark.</param>
    /// <param name="input">What the stimulus brought; null if nothing.</param>
    protected internal virtual void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input) => context.Complete();

    /// <summary>Runs when a child that this activity scheduled has completed, as long as this activity is running.</summary>
    protected internal virtual void ChildCompleted(ActivityContext context, ChildCompletion child) => context.Complete();

    /// <summary>Runs when a direct child was cancelled by something else than this activity's own end.</summary>
    protected internal virtual void ChildCancelled(ActivityContext context, ChildCompletion child)
    {
    }
}
