using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Containers;

/// <summary>Runs its activities side by side and waits for all of them.</summary>
public sealed class Parallel : Activity, Activity.IDescribed
{
    private IReadOnlyList<ProgramNode> _activities = [];

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Parallel",
        Categories.Workflows,
        ("Parallel", "并行"),
        ("Execute a set of activities in parallel.", "并行执行一组活动。"))
    {
        IsContainer = true,
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        binder.Node.IsVariableScope = true;
        _activities = binder.Children("activities");
    }

    protected internal override void Execute(ActivityContext context)
    {
        Completions.Expect(context, _activities.Count);
        foreach (var activity in _activities)
        {
            context.Schedule(activity);
        }

        if (_activities.Count == 0)
        {
            context.Complete();
        }
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child) => Completions.Count(context);
}
