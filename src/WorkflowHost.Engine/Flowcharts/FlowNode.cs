using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>Runs the activity it holds and completes with it.</summary>
public sealed class FlowNode : Activity, Activity.IDescribed
{
    private ProgramNode? _body;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.FlowNode",
        Categories.Flow,
        ("Container", "容器"),
        ("A simple container that executes the specified activity.", "执行其中活动的简单容器。"))
    {
        Ports = [new("Body", ("Body", "内容"), PortKind.Embedded)],
        IsContainer = true,
    };

    protected internal override void Bind(ActivityBinder binder) => _body = binder.Child("body");

    protected internal override void Execute(ActivityContext context)
    {
        if (_body is null)
        {
            context.Complete();
        }
        else
        {
            context.Schedule(_body);
        }
    }
}
