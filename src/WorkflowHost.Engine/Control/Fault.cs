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

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Fault",
        Categories.Primitives,
        ("Fault", "报错"),
        ("Faults the workflow.", "使流程出错并留下异常。"))
    {
        Inputs =
        [
            new("Code", "String", ("Code", "代码"), ("Code to categorize the fault.", "用于归类的错误代码。")) { DefaultValue = "0" },
            new("Category", "String", ("Category", "类别"), ("Category to categorize the fault, e.g. HTTP.", "错误类别，例如 HTTP。")) { DefaultValue = "General" },
            new("FaultType", "String", ("Type", "类型"), ("The type of fault, e.g. System, Business, Integration.", "错误类型，例如 System、Business、Integration。")) { DefaultValue = "System" },
            new("Message", "String", ("Message", "说明"), ("The message to include with the fault.", "随错误一起记录的说明。")),
        ],
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
