using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Gives an output of the workflow its value, declared or not, without conversion.</summary>
public sealed class SetOutput : Activity, Activity.IDescribed
{
    private Input<string> _name = null!;
    private Input<object> _value = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.SetOutput", "Composition", "Set Output", "Sets the value of an output.")
    {
        Inputs =
        [
            new InputDescriptor("OutputName", "String", "Output", "The output to assign.") { UiHint = "output-picker" },
            new InputDescriptor("OutputValue", "Object", "Value", "The value to assign."),
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _name = binder.Input<string>("outputName");
        _value = binder.Input<object>("outputValue");
    }

    protected internal override void Execute(ActivityContext context)
    {
        context.SetWorkflowOutput(context.Get(_name) ?? "", context.Get(_value));
        context.Complete();
    }
}
