using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Control;

/// <summary>Ends the sequence or flowchart around it; what is outside goes on.</summary>
public sealed class End : Activity, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = new("Elsa.End", "Flow", "End", "Marks the end of a flowchart.") { IsTerminal = true };

    protected internal override bool IsTerminal => true;

    protected internal override void Execute(ActivityContext context) => context.Complete();
}
