using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Control;

/// <summary>Where a flowchart begins.</summary>
public sealed class Start : Activity, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = new("Elsa.Start", "Flow", "Start", "Marks the start of a flowchart.") { IsStart = true };

    protected internal override void Execute(ActivityContext context) => context.Complete();
}
