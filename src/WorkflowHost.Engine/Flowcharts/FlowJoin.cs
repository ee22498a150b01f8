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

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.FlowJoin",
        Categories.Branching,
        ("Join", "汇合"),
        ("Explicitly merge multiple branches into a single branch of execution.", "把多个分支汇合为一个分支。"))
    {
        Inputs =
        [
            new("Mode", "FlowJoinMode", ("Mode", "方式"), ("When to go on: once all branches under way have come in, all branches at all, or any.", "何时继续：所有进行中的分支到达、全部分支到达，或任一分支到达。"))
            {
                UiHint = "dropdown",
                Choices =
                [
                    new("WaitAllActive", ("Wait for all active branches", "等待所有进行中的分支")),
                    new("WaitAll", ("Wait for all branches", "等待全部分支")),
                    new("WaitAny", ("Wait for any branch", "等待任一分支")),
                ],
                DefaultValue = "WaitAny",
            },
        ],
    };

    protected internal override void Bind(ActivityBinder binder) => _mode = binder.Input<string>("mode", "WaitAny", isLazy: true);

    protected internal override void Execute(ActivityContext context)
    {
        if (context.Parent is { Node.Activity: Flowchart flowchart } container)
        {
            flowchart.CancelBefore(container, context.Node);
        }

        context.Complete();
    }

    /// <summary>Whether it always waits for every branch, so that one that is dead keeps it from running.</summary>
    internal bool WaitsForAll => _mode.TryFixed(out var mode) && ModeOf(mode) == FlowJoinMode.WaitAll;

    /// <summary>The mode, evaluated in the scope of the flowchart; without one, any branch will do.</summary>
    internal FlowJoinMode ModeIn(ActivityContext flowchart) => ModeOf(_mode.Evaluate(flowchart));

    private static FlowJoinMode ModeOf(object? value) =>
        Enum.TryParse<FlowJoinMode>(value as string, ignoreCase: true, out var mode) ? mode : FlowJoinMode.WaitAny;
}
