using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Names the instance.</summary>
public sealed class SetName : Activity, Activity.IDescribed
{
    private Input<string> _value = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.SetName", "Primitives", "Set Name", "Set the name of the workflow instance to a specified value.")
    {
        Inputs = [new InputDescriptor("Value", "String", "Value", "The name of the instance.")],
    };

    protected internal override void Bind(ActivityBinder binder) => _value = binder.Input<string>("value");

    protected internal override void Execute(ActivityContext context)
    {
        context.InstanceName = context.Get(_value);
        context.Complete();
    }
}
