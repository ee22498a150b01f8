using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Starts a workflow at an interval; inside one, waits for that interval once.</summary>
public sealed class Timer : Activity, Activity.IDescribed
{
    private Input<TimeSpan> _interval = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Timer",
        Categories.Scheduling,
        ("Timer", "定时器"),
        ("Trigger workflow execution at a specific interval.", "按固定间隔启动流程；在流程中则等待一个间隔。"))
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("Interval", "TimeSpan", ("Interval", "间隔"), ("The interval, d.hh:mm:ss.", "间隔，格式 d.hh:mm:ss。")) { DefaultValue = "00:01:00" }],
    };

    protected internal override void Bind(ActivityBinder binder) => _interval = binder.Input("interval", TimeSpan.FromMinutes(1));

    protected internal override IReadOnlyList<WorkflowTrigger> Triggers(ActivityContext scope)
    {
        var interval = scope.Get(_interval);
        if (interval <= TimeSpan.Zero)
        {
            throw new ActivityFaultException("The interval must be more than zero.");
        }

        // Elsa's payload also holds the first instant; it depends on the publication, so the shell computes it from the schedule.
        return
        [
            WorkflowTrigger.Of(scope.ActivityId, Descriptor.TypeName, new JsonObject { ["Interval"] = ValueText.Of(interval) }) with
            {
                Schedule = new TriggerSchedule.Interval(interval),
            },
        ];
    }

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
