using Cronos;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Starts a workflow on a schedule; inside one, waits for the next time of the schedule. Times are UTC.</summary>
public sealed class Cron : Activity, Activity.IDescribed
{
    private Input<string> _expression = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.Cron", "Scheduling", "Cron", "Trigger workflow execution based on a CRON expression.")
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("CronExpression", "String", "Cron Expression", "Five fields, or six with seconds first.")],
    };

    protected internal override void Bind(ActivityBinder binder) => _expression = binder.Input<string>("cronExpression");

    protected internal override void Execute(ActivityContext context)
    {
        if (context.IsTriggered)
        {
            context.Complete();
            return;
        }

        var text = context.Get(_expression) ?? "";
        var format = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard;
        if (!CronExpression.TryParse(text, format, out var schedule) || schedule.GetNextOccurrence(context.Now.UtcDateTime) is not { } next)
        {
            throw new ActivityFaultException($"'{text}' is no CRON expression with a time to come.");
        }

        DueBookmark.Create(context, Descriptor.TypeName, "ExecuteAt", new DateTimeOffset(next, TimeSpan.Zero));
    }
}
