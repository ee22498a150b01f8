using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Control;

/// <summary>Ends the whole instance at once; everything that waits is dropped.</summary>
public sealed class Finish : Activity, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Finish",
        Categories.Primitives,
        ("Finish", "结束流程"),
        ("Mark the workflow as finished.", "立即结束整个流程。"))
    {
        IsTerminal = true,
    };

    protected internal override bool IsTerminal => true;

    protected internal override void Execute(ActivityContext context)
    {
        context.Run.Finish();
        context.Complete();
    }
}
