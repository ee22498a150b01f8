using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Starts a workflow at an interval; inside one, waits for that interval once.</summary>
public sealed class Timer : Activity, Activity.IDescribed
{
    private Input<TimeSpan> _interval = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.Timer", "Scheduling", "Timer", "Trigger workflow execution at a specific interval.")
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("Interval", "TimeSpan", "Interval", "The interval, d.hh:mm:ss.")],
    };

    protected internal override void Bind(ActivityBinder binder) => _interval = binder.Input<TimeSpan>("interval");

    protected internal override void Execute(ActivityContext context)
    {
        if (context.IsTriggered)
        {
            context.Complete();
            return;
        }

        DueBookmark.Create(context, Descriptor.TypeName, "ResumeAt", context.Now + context.Get(_interval));
    }
}
