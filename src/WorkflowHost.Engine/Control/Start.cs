using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Control;

/// <summary>Where a flowchart begins.</summary>
public sealed class Start : Activity, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Start",
        Categories.Flow,
        ("Start", "开始"),
        ("A milestone activity that marks the start of a flowchart.", "流程图的起点。"))
    {
        IsStart = true,
    };

    protected internal override void Execute(ActivityContext context) => context.Complete();
}
