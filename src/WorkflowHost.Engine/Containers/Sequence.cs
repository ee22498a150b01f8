using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Containers;

/// <summary>Runs its activities one after another; a terminal one ends it.</summary>
public sealed class Sequence : Activity, Activity.IDescribed
{
    private IReadOnlyList<ProgramNode> _activities = [];

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Sequence",
        Categories.Workflows,
        ("Sequence", "顺序"),
        ("Execute a set of activities in sequence.", "依次执行一组活动。"))
    {
        IsContainer = true,
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        binder.Node.IsVariableScope = true;
        _activities = binder.Children("activities");
    }

    protected internal override void Execute(ActivityContext context) => Next(context, 0);

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        if (child.IsTerminal || context.IsBreaking)
        {
            context.Complete();
        }
        else
        {
            Next(context, child.Tag + 1);
        }
    }

    // The tag of a child is its place, so nothing else needs to be remembered while it waits.
    private void Next(ActivityContext context, int place)
    {
        if (place < _activities.Count)
        {
            context.Schedule(_activities[place], place);
        }
        else
        {
            context.Complete();
        }
    }
}
