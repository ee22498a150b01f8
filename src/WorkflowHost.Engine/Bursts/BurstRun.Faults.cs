using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Bursts;

internal sealed partial class BurstRun
{
    private List<Incident>? _incidents;

    /// <summary>Faults an activity. The burst goes on; whether the instance is faulted as well is its incident strategy's choice.</summary>
    public void Fault(ActivityContext context, string message, string? cause)
    {
        context.Status = ActivityStatus.Faulted;
        _live.Add(context);
        (_incidents ??= []).Add(new Incident(
            context.ActivityId, context.Node.NodeId, context.Node.Type, context.ActivityInstanceId, message, cause, Environment.Now));
        Note(context, JournalEvent.Faulted, cause is null ? message : message + ": " + cause);
        if (Program.IncidentStrategy == IncidentStrategy.Fault && !IsOver)
        {
            SubStatus = WorkflowSubStatus.Faulted;
        }
    }

    /// <summary>The boundary between activities and the engine: whatever they throw becomes an incident of the activity that ran.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Scripts and activities may throw anything; a case must not take the host down.")]
    private void Guarded(ActivityContext context, Action<ActivityContext> behaviour)
    {
        try
        {
            behaviour(context);
        }
        catch (Exception error)
        {
            var cause = error;
            while (cause.InnerException is { } inner)
            {
                cause = inner;
            }

            Fault(context, error.Message, ReferenceEquals(cause, error) ? null : cause.Message);
        }
    }

    private void SpendBudget(ActivityContext next)
    {
        _queue.Clear();
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The burst executed {Environment.Limits.Steps} activities without coming to a wait; it was stopped before '{next.Node.ActivityId}'. Check the loop around it.");
        (_incidents ??= []).Add(new Incident(next.Node.ActivityId, next.Node.NodeId, next.Node.Type, "", message, null, Environment.Now));
        SubStatus = WorkflowSubStatus.Faulted;
    }
}
