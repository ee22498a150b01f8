using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Bursts;

internal sealed partial class BurstRun
{
    private List<Incident>? _incidents;
    private bool _isBudgetSpent;
    private Ending? _undelivered;
    private IReadOnlyList<int>? _left;

    // Kept here, since hardly any activity has one and every activity would pay for the place.
    private Dictionary<ActivityContext, Ending>? _endings;

    public Ending? UndeliveredOf(ActivityContext context) => _endings?.GetValueOrDefault(context);

    public void SetUndelivered(ActivityContext context, Ending? ending)
    {
        if (ending is not null)
        {
            (_endings ??= [])[context] = ending;
        }
        else
        {
            _endings?.Remove(context);
        }
    }

    /// <summary>Notes where a flowchart stopped that fails over the end of a child; it goes on from there when it is told again.</summary>
    /// <param name="places">Pairs of a node and its next connection, by their places in the flowchart.</param>
    public void StopAt(IReadOnlyList<int> places) => _left = places;

    /// <summary>Faults an activity. The burst goes on; whether the instance is faulted as well is its incident strategy's choice.</summary>
    public void Fault(ActivityContext context, string message, string? cause)
    {
        context.Status = ActivityStatus.Faulted;
        context.Undelivered = _undelivered;
        _undelivered = null;
        _live.Add(context);
        AddIncident(context.Node, context.ActivityInstanceId, message, cause);
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

    /// <summary>Stops the burst before what is queued: each of it becomes an incident, so that a person can let it go on.</summary>
    private void SpendBudget(ActivityContext next)
    {
        _isBudgetSpent = true;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The burst executed {Environment.Limits.Steps} activities without coming to a wait; it was stopped before '{next.Node.ActivityId}'. Check the loop around it.");
        for (var stopped = next; stopped is not null; _queue.TryDequeue(out stopped))
        {
            if (!stopped.IsLive)
            {
                Begin(stopped);
            }

            Fault(stopped, message, cause: null);
        }

        // Also where incidents let an instance go on: what waits in it would meet the same loop.
        SubStatus = WorkflowSubStatus.Faulted;
    }

    private void AddIncident(ProgramNode node, string activityInstanceId, string message, string? cause)
    {
        var stack = new List<IncidentFrame>();
        for (var around = node.Parent; around is not null; around = around.Parent)
        {
            stack.Insert(0, new IncidentFrame(around.ActivityId, around.NodeId, around.Type, around.Name));
        }

        (_incidents ??= []).Add(new Incident(node.ActivityId, node.NodeId, node.Type, activityInstanceId, message, cause, Environment.Now)
        {
            ActivityName = node.Name,
            Stack = stack,
        });
    }

    /// <summary>Tells a container once more of an end that it could not take; if it fails again, so does the activity.</summary>
    private void Redeliver(ActivityContext context, Ending ending)
    {
        context.Undelivered = null;
        context.Status = ActivityStatus.Completed;
        _live.Remove(context);
        _left = null;
        Note(context, JournalEvent.Completed, ending.Node == context.Node ? ending.Outcomes : null);
        Guarded(context, retried =>
        {
            try
            {
                if (retried is { IsOrphan: false, Parent: { Status: ActivityStatus.Running } parent })
                {
                    parent.Node.Activity.ChildCompleted(parent, new ChildCompletion(ending.Node, ending.Outcomes, ending.Tag, ending.Node.Activity.IsTerminal) { Left = ending.Left });
                }
            }
            catch
            {
                _undelivered ??= ending with { Left = _left };
                throw;
            }
        });
    }
}
