using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Control;

/// <summary>Faults on purpose, with a message of the author's.</summary>
public sealed class Fault : Activity, Activity.IDescribed
{
    private Input<string> _message = null!;
    private Input<string> _code = null!;
    private Input<string> _category = null!;
    private Input<string> _type = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.Fault", "Primitives", "Fault", "Faults the workflow.")
    {
        Inputs =
        [
            new InputDescriptor("Code", "String", "Code", "Code to categorize the fault.") { DefaultValue = "0" },
            new InputDescriptor("Category", "String", "Category", "Category to categorize the fault.") { DefaultValue = "General" },
            new InputDescriptor("FaultType", "String", "Type", "Classification of the fault.") { DefaultValue = "System" },
            new InputDescriptor("Message", "String", "Message", "The message to include with the fault."),
        ],
        IsTerminal = true,
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _code = binder.Input<string>("code", "0");
        _category = binder.Input<string>("category", "General");
        _type = binder.Input<string>("faultType", "System");
        _message = binder.Input<string>("message");
    }

    protected internal override void Execute(ActivityContext context) =>
        context.Run.Fault(context, context.Get(_message) ?? "", $"{context.Get(_category)}/{context.Get(_type)} {context.Get(_code)}");
}
