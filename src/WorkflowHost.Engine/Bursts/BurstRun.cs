using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Bursts;

/// <summary>
/// The working memory of one burst: live activity instances, the one queue, and what has come out so far.
/// This part schedules and ends activities; the others hold bookmarks, faults, outputs and the way from and to the state.
/// </summary>
internal sealed partial class BurstRun
{
    private static readonly string[] DefaultOutcomes = ["Done"];

    // Instances are made when they are scheduled; they begin, and get their number, when their turn comes.
    private readonly Queue<ActivityContext> _queue = new();
    private readonly LiveActivities _live = new();
    private readonly BurstJournal _journal;
    private readonly int _expectedEffects;
    private List<Effect>? _effects;
    private Dictionary<string, object?>? _outputs;
    private JsonObject? _input;
    private int _steps;

    private BurstRun(WorkflowProgram program, BurstEnvironment environment, string instanceId, JsonObject? input, int expectedActivities)
    {
        Program = program;
        Environment = environment;
        InstanceId = instanceId;
        _input = input;
        _expectedEffects = expectedActivities;
        _steps = environment.StepsBefore;

        // Most activities are executed once: they start and they complete.
        _journal = new BurstJournal(program, environment.Now, expectedActivities * 2);
    }

    public WorkflowProgram Program { get; }

    public BurstEnvironment Environment { get; }

    public string InstanceId { get; }

    public string? CorrelationId { get; set; }

    public string? InstanceName { get; set; }

    /// <summary>The instance begins with this burst.</summary>
    public bool IsStart { get; private init; }

    /// <summary>What scripts see as workflow input in this burst.</summary>
    public JsonObject Input => _input ??= [];

    private WorkflowSubStatus SubStatus { get; set; } = WorkflowSubStatus.Executing;

    private bool IsOver => SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled;

    /// <summary>Runs a workflow of its own within this burst; the two share one step budget, or loops of workflows that execute each other would multiply.</summary>
    public Burst Execute(WorkflowProgram program, StartWorkflow start)
    {
        var burst = Start(program, start, Environment with { Facet = null, Depth = Environment.Depth + 1, StepsBefore = _steps });
        _steps = burst.Steps;
        return burst;
    }

    public void Schedule(ActivityContext instance) => _queue.Enqueue(instance);

    public void Emit(Effect effect) => (_effects ??= new List<Effect>(_expectedEffects)).Add(effect);

    /// <summary>Gives an output of the workflow its value.</summary>
    public void SetWorkflowOutput(string name, object? value) => (_outputs ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>Whether a container still has something running or queued, at any depth.</summary>
    public bool HasWorkUnder(ActivityContext container)
    {
        if (container.RunningChildren > 0)
        {
            return true;
        }

        foreach (var queued in _queue)
        {
            if (queued.IsWithin(container))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The trigger that started the instance, if this container is where it is reached first.</summary>
    public ProgramNode? TriggerWithin(ActivityContext container) => _trigger?.Parent == container.Node ? _trigger : null;

    public bool HasFaultedChild(ActivityContext container)
    {
        if (container.LiveChildren == container.RunningChildren)
        {
            return false;
        }

        for (var each = _live.First; each is not null; each = each.NextLive)
        {
            if (each.Parent == container && each.Status == ActivityStatus.Faulted)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a node is queued by this container.</summary>
    public bool IsQueued(ActivityContext container, ProgramNode node)
    {
        foreach (var queued in _queue)
        {
            if (queued.Node == node && queued.Parent == container)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a container has queued is not run after all.</summary>
    public void Withdraw(ActivityContext container)
    {
        for (var left = _queue.Count; left > 0; left--)
        {
            var queued = _queue.Dequeue();
            if (queued.Parent != container)
            {
                _queue.Enqueue(queued);
            }
        }
    }

    /// <summary>The instances under a container that run, wait or are faulted.</summary>
    public IReadOnlyList<ActivityContext> LiveChildren(ActivityContext container) => _live.ChildrenOf(container);

    /// <summary>
    /// Completes an activity: its children are cancelled, the fact is noted, then its parent is told, which may queue what follows.
    /// </summary>
    public void Complete(ActivityContext context, ReadOnlySpan<string> outcomes)
    {
        if (context.Status is ActivityStatus.Completed or ActivityStatus.Canceled)
        {
            return;
        }

        CancelChildren(context);

        // Cancelling the last child may have completed the container already.
        if (context.Status is ActivityStatus.Completed)
        {
            return;
        }

        context.Status = ActivityStatus.Completed;
        string[] named = outcomes.IsEmpty ? [] : outcomes.ToArray();
        Note(context, JournalEvent.Completed, named.Length == 0 ? null : named);
        try
        {
            TellParent(context, named.Length == 0 ? DefaultOutcomes : named);
        }
        catch
        {
            _undelivered ??= new Ending(context.Node, context.Tag, named.Length == 0 ? DefaultOutcomes : named) { Left = _left };
            _left = null;
            throw;
        }
        finally
        {
            // Also when a container fails over what follows: the activity that runs is the one to fault, not this one.
            RemoveBookmarks(context);
            _live.Remove(context);
        }
    }

    /// <summary>Cancels an activity and everything under it, deepest first, as joins and left loops do.</summary>
    public void Cancel(ActivityContext context)
    {
        if (context.Status is ActivityStatus.Completed or ActivityStatus.Canceled)
        {
            return;
        }

        foreach (var child in _live.ChildrenOf(context))
        {
            Cancel(child);
        }

        CancelAlone(context);
    }

    private void CancelAlone(ActivityContext context)
    {
        if (context.Status is ActivityStatus.Completed or ActivityStatus.Canceled)
        {
            return;
        }

        context.Status = ActivityStatus.Canceled;
        RemoveBookmarks(context);
        _live.Remove(context);
        Note(context, JournalEvent.Canceled);
        if (context is { IsOrphan: false, Parent: { Status: ActivityStatus.Running } parent })
        {
            parent.Node.Activity.ChildCancelled(parent, new ChildCompletion(context.Node, [], context.Tag, false));
        }
    }

    /// <summary>Ends the whole instance: nothing queued runs any more, no bookmark stays, nobody is told of completions.</summary>
    /// <exception cref="ActivityFaultException">The instance is faulted, and stays so.</exception>
    public void Finish()
    {
        _queue.Clear();
        DropBookmarks();
        OrphanAll();
        if (SubStatus == WorkflowSubStatus.Faulted)
        {
            // The wording is Elsa's: a fault is not undone by a finish.
            throw new ActivityFaultException("Cannot transition from Faulted to Finished");
        }

        SubStatus = WorkflowSubStatus.Finished;
    }

    /// <summary>From here on nobody is told of the end of what lives now.</summary>
    private void OrphanAll()
    {
        for (var each = _live.First; each is not null; each = each.NextLive)
        {
            each.IsOrphan = true;
        }
    }

    private static void TellParent(ActivityContext context, IReadOnlyList<string> outcomes)
    {
        if (context is { IsOrphan: false, Parent: { Status: ActivityStatus.Running } parent })
        {
            parent.Node.Activity.ChildCompleted(parent, new ChildCompletion(context.Node, outcomes, context.Tag, context.Node.Activity.IsTerminal));
        }
    }

    // What a completing activity leaves behind is cancelled from the top down; work that outlived its own container is nobody's, as in Elsa.
    private void CancelChildren(ActivityContext context)
    {
        foreach (var child in _live.ChildrenOf(context))
        {
            if (child is { IsOrphan: false, Status: not (ActivityStatus.Completed or ActivityStatus.Canceled) })
            {
                CancelAlone(child);
                CancelChildren(child);
            }
        }
    }

    /// <summary>Takes steps from the budget for something that is done many times over; false, and none taken, where that many are not left.</summary>
    public bool TrySpend(int steps)
    {
        if (steps > Environment.Limits.Steps - _steps)
        {
            return false;
        }

        _steps += steps;
        return true;
    }

    /// <summary>Runs the queue until it is empty, the instance is over or the step budget is spent.</summary>
    private void Drain()
    {
        while (_queue.TryDequeue(out var next))
        {
            if (_steps >= Environment.Limits.Steps)
            {
                SpendBudget(next);
                return;
            }

            _steps++;
            Execute(next);
        }
    }

    private void Execute(ActivityContext context)
    {
        // One that lives already is run again.
        if (!context.IsLive)
        {
            Begin(context);
        }

        Note(context, JournalEvent.Started);
        Guarded(context, static context =>
        {
            context.EvaluateInputs();
            context.Run._journal.Evaluated(context);
            context.Node.Activity.Execute(context);
        });
        NoteWait(context);
    }

    private void NoteWait(ActivityContext context)
    {
        if (context.Status == ActivityStatus.Running && context.OpenBookmarks > 0)
        {
            Note(context, JournalEvent.Suspended);
        }
    }

    private void Begin(ActivityContext context)
    {
        context.Number = Environment.Ids.NewNumber();
        _live.Add(context);
        _root ??= context;
        context.DeclareVariables();
        if (context.Node == _trigger)
        {
            // Only the first time: in a loop the same activity waits like any other.
            context.IsTriggered = true;
            _trigger = null;
        }
    }

    /// <param name="context">Whom it happened to.</param>
    /// <param name="what">What happened.</param>
    /// <param name="detail">The outcomes as an array, or the message as a text.</param>
    private void Note(ActivityContext context, JournalEvent what, object? detail = null) => _journal.Add(context, what, detail);
}
