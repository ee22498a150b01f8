using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Waits for a span of time.</summary>
public sealed class Delay : Activity, Activity.IDescribed
{
    private Input<TimeSpan> _timeSpan = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Delay",
        Categories.Scheduling,
        ("Delay", "延时"),
        ("Delay execution for the specified amount of time.", "等待指定的时长后继续。"))
    {
        Inputs = [new("TimeSpan", "TimeSpan", ("Time Span", "时长"), ("The amount of time to delay, d.hh:mm:ss.", "等待的时长，格式 d.hh:mm:ss。"))],
    };

    protected internal override void Bind(ActivityBinder binder) => _timeSpan = binder.Input<TimeSpan>("timeSpan");

    protected internal override void Execute(ActivityContext context) =>
        DueBookmark.Create(context, Descriptor.TypeName, "ResumeAt", context.Now + context.Get(_timeSpan));
}
