using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>Leaves through True or False.</summary>
public sealed class FlowDecision : Activity, Activity.IDescribed
{
    private Input<bool> _condition = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.FlowDecision",
        Categories.Branching,
        ("Decision", "判断"),
        ("Evaluate a Boolean condition to determine which path to execute next.", "计算一个条件，按真或假选择后续路径。"))
    {
        Inputs =
        [
            new("Condition", "Boolean", ("Condition", "条件"), ("The condition to evaluate.", "要计算的条件。")) { DefaultSyntax = "JavaScript", DefaultValue = false },
        ],
        Ports = [new("True", ("True", "是")), new("False", ("False", "否"))],
    };

    protected internal override void Bind(ActivityBinder binder) => _condition = binder.Input<bool>("condition");

    protected internal override void Execute(ActivityContext context)
    {
        context.Complete(context.Get(_condition) ? "True" : "False");
    }
}
