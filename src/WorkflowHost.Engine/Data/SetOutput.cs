using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Gives an output of the workflow its value, declared or not, without conversion.</summary>
public sealed class SetOutput : Activity, Activity.IDescribed
{
    private Input<string> _name = null!;
    private Input<object> _value = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.SetOutput",
        Categories.Composition,
        ("Set Output", "设置输出"),
        ("Assigns a given value to a workflow output.", "给流程的输出赋值。"))
    {
        Inputs =
        [
            new("OutputName", "String", ("Output", "输出"), ("The output to assign.", "要赋值的输出。")) { UiHint = "output-picker" },
            new("OutputValue", "Object", ("Value", "值"), ("The value to assign.", "所赋的值。")),
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _name = binder.Input<string>("outputName");
        _value = binder.Input<object>("outputValue");
    }

    protected internal override void Execute(ActivityContext context)
    {
        context.SetWorkflowOutput(context.Get(_name) ?? throw new ActivityFaultException("OutputName is required."), context.Get(_value));
        context.Complete();
    }
}
