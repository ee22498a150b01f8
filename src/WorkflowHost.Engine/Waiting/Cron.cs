using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Triggers;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Starts a workflow on a schedule; inside one, waits for the next time of the schedule. Times are UTC.</summary>
public sealed class Cron : Activity, Activity.IDescribed
{
    private Input<string> _expression = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Cron",
        Categories.Scheduling,
        ("Cron", "定时计划（Cron）"),
        ("Trigger workflow execution at specific times using a CRON expression.", "按 Cron 表达式规定的时间启动或继续流程。"))
    {
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new InputDescriptor(
                "CronExpression",
                "String",
                ("Cron Expression", "Cron 表达式"),
                ("Five fields, or six with seconds first. Times are UTC.", "五段，或以秒开头的六段；时间为 UTC。")),
        ],
    };

    protected internal override void Bind(ActivityBinder binder) => _expression = binder.Input<string>("cronExpression");

    protected internal override IReadOnlyList<WorkflowTrigger> Triggers(ActivityContext scope)
    {
        var text = scope.Get(_expression);
        if (!CronText.IsValid(text))
        {
            throw new ActivityFaultException($"'{text}' is no CRON expression; write five fields, or six with seconds first.");
        }

        return
        [
            WorkflowTrigger.Of(scope.ActivityId, Descriptor.TypeName, new JsonObject { ["CronExpression"] = text }) with
            {
                Schedule = new TriggerSchedule.Cron(text),
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

        var text = context.Get(_expression) ?? "";
        if (!CronText.TryNext(text, context.Now, out var next))
        {
            throw new ActivityFaultException($"'{text}' is no CRON expression with a time to come.");
        }

        context.CreateBookmark(
            Descriptor.TypeName,
            new JsonObject { ["ExecuteAt"] = Values.ValueText.Of(next), ["CronExpression"] = text },
            next,
            matched: new JsonObject { ["ExecuteAt"] = JsonValue.Create(next), ["CronExpression"] = text });
    }
}
