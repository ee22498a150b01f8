using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Waits until an instant; one that has passed does not wait.</summary>
public sealed class StartAt : Activity, Activity.IDescribed
{
    private Input<DateTimeOffset> _dateTime = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.StartAt", "Scheduling", "Start At", "Trigger execution at a specific time in the future.")
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("DateTime", "DateTimeOffset", "Date Time", "The instant to go on at.") { UiHint = "datetime-picker" }],
    };

    protected internal override void Bind(ActivityBinder binder) => _dateTime = binder.Input<DateTimeOffset>("dateTime");

    protected internal override void Execute(ActivityContext context)
    {
        var due = context.Get(_dateTime);
        if (context.IsTriggered || due <= context.Now)
        {
            context.Complete();
        }
        else
        {
            DueBookmark.Create(context, Descriptor.TypeName, "ExecuteAt", due);
        }
    }
}
