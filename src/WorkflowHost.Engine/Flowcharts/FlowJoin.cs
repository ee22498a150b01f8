using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>When a node that several connections lead to runs.</summary>
internal enum FlowJoinMode
{
    /// <summary>When every connection has been visited and at least one was followed. The rule of every ordinary node.</summary>
    WaitAllActive,

    /// <summary>When every connection has been followed; a dead branch skips the node and what lies behind it.</summary>
    WaitAll,

    /// <summary>When the first connection is followed; what still runs before it is cancelled.</summary>
    WaitAny,
}

/// <summary>Brings branches together; the flowchart around it applies the mode.</summary>
public sealed class FlowJoin : Activity, Activity.IDescribed
{
    private Input<string> _mode = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.FlowJoin", "Branching", "Join", "Merge multiple branches into one.")
    {
        Inputs =
        [
            new InputDescriptor("Mode", "FlowJoinMode", "Mode", "When to go on.")
            {
                UiHint = "dropdown",
                Choices = [new("WaitAllActive", "Wait for all active branches"), new("WaitAll", "Wait for all branches"), new("WaitAny", "Wait for any branch")],
                DefaultValue = "WaitAny",
            },
        ],
    };

    protected internal override void Bind(ActivityBinder binder) => _mode = binder.Input<string>("mode", isLazy: true);

    protected internal override void Execute(ActivityContext context) => context.Complete();

    /// <summary>The mode, evaluated in the scope of the flowchart; without one, any branch will do.</summary>
    internal FlowJoinMode ModeIn(ActivityContext flowchart) =>
        Enum.TryParse<FlowJoinMode>(_mode.Evaluate(flowchart) as string, ignoreCase: true, out var mode) ? mode : FlowJoinMode.WaitAny;
}
