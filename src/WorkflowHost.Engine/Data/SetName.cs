using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Names the instance.</summary>
public sealed class SetName : Activity, Activity.IDescribed
{
    private Input<string> _value = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.SetName",
        Categories.Primitives,
        ("Set Name", "设置名称"),
        ("Set the name of the workflow instance to a specified value.", "设置流程实例的名称。"))
    {
        Inputs = [new("Value", "String", ("Value", "名称"), ("The name of the instance.", "流程实例的名称。"))],
    };

    protected internal override void Bind(ActivityBinder binder) => _value = binder.Input<string>("value");

    protected internal override void Execute(ActivityContext context)
    {
        context.InstanceName = context.Get(_value);
        context.Complete();
    }
}
