using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Waits until an instant; one that has passed does not wait.</summary>
public sealed class StartAt : Activity, Activity.IDescribed
{
    private Input<DateTimeOffset> _dateTime = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.StartAt",
        Categories.Scheduling,
        ("Start At", "定时启动"),
        ("Trigger execution at a specific time in the future.", "在指定时刻启动或继续流程。"))
    {
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new InputDescriptor("DateTime", "DateTimeOffset", ("Date Time", "时刻"), ("The instant to go on at.", "启动或继续的时刻。")) { UiHint = "datetime-picker" },
        ],
    };

    protected internal override void Bind(ActivityBinder binder) => _dateTime = binder.Input<DateTimeOffset>("dateTime");

    protected internal override IReadOnlyList<WorkflowTrigger> Triggers(ActivityContext scope)
    {
        var due = scope.Get(_dateTime);
        if (due == default)
        {
            throw new ActivityFaultException("The start needs an instant, e.g. 2026-10-01T09:00:00+08:00.");
        }

        return
        [
            new WorkflowTrigger(
                scope.ActivityId,
                Descriptor.TypeName,
                new JsonObject { ["ExecuteAt"] = ValueText.Of(due) },
                BookmarkHash.Of(Descriptor.TypeName, new JsonObject { ["ExecuteAt"] = JsonValue.Create(due) }))
            {
                Schedule = new TriggerSchedule.Once(due),
            },
        ];
    }

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
