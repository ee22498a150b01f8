using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Control;

/// <summary>Ends the sequence or flowchart around it; what is outside goes on.</summary>
public sealed class End : Activity, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.End",
        Categories.Flow,
        ("End", "结束"),
        ("A milestone activity that marks the end of a flowchart.", "流程图的终点。"))
    {
        IsTerminal = true,
    };

    protected internal override bool IsTerminal => true;

    protected internal override void Execute(ActivityContext context) => context.Complete();
}
