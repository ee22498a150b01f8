using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>Leaves through True or False.</summary>
public sealed class FlowDecision : Activity, Activity.IDescribed
{
    private Input<bool> _condition = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.FlowDecision", "Branching", "Decision", "Evaluate a Boolean condition to determine which path to execute next.")
    {
        Inputs = [new InputDescriptor("Condition", "Boolean", "Condition", "The condition to evaluate.") { UiHint = "singleline", DefaultSyntax = "JavaScript" }],
        Outputs = [new OutputDescriptor("Result", "Boolean", "Result", "The result of the evaluation.")],
        Ports = [new PortDescriptor("True", "True"), new PortDescriptor("False", "False")],
    };

    protected internal override void Bind(ActivityBinder binder) => _condition = binder.Input<bool>("condition");

    protected internal override void Execute(ActivityContext context)
    {
        var result = context.Get(_condition);
        context.SetOutput("Result", result);
        context.Complete(result ? "True" : "False");
    }
}
