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
    private readonly Queue<WorkItem> _queue = new();
    private readonly List<ActivityContext> _live = [];
    private readonly List<Effect> _effects = [];
    private readonly List<JournalEntry> _journal = [];
    private Jint.Options? _scriptOptions;
    private int _steps;

    public BurstRun(WorkflowProgram program, BurstEnvironment environment, string instanceId)
    {
        Program = program;
        Environment = environment;
        InstanceId = instanceId;
    }

    public WorkflowProgram Program { get; }

    public BurstEnvironment Environment { get; }

    public string InstanceId { get; }

    public string? CorrelationId { get; set; }

    public string? InstanceName { get; set; }

    /// <summary>What scripts see as workflow input in this burst.</summary>
    public JsonObject Input { get; private set; } = [];

    /// <summary>The workflow's outputs: live values by name.</summary>
    public Dictionary<string, object?> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Shared by the scripts of the burst, which run one after another.</summary>
    public Jint.Options ScriptOptions => _scriptOptions ??= Scripting.ScriptOptions.Of(Environment);

    private WorkflowSubStatus SubStatus { get; set; } = WorkflowSubStatus.Executing;

    private bool IsOver => SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled;

    public void Schedule(WorkItem item) => _queue.Enqueue(item);

    public void Emit(Effect effect) => _effects.Add(effect);

    /// <summary>Whether a container still has something running or queued, at any depth.</summary>
    public bool HasWorkUnder(ActivityContext container)
    {
        foreach (var each in _live)
        {
            if (each.Parent == container && each.Status == ActivityStatus.Running)
            {
                return true;
            }
        }

        foreach (var item in _queue)
        {
            for (var owner = item.Owner; owner is not null; owner = owner.Parent)
            {
                if (owner == container)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The trigger that started the instance, if this container is where it is reached first.</summary>
    public ProgramNode? TriggerWithin(ActivityContext container) => _trigger?.Parent == container.Node ? _trigger : null;

    public bool HasFaultedChild(ActivityContext container) =>
        _live.Exists(each => each.Parent == container && each.Status == ActivityStatus.Faulted);

    /// <summary>Whether a node is queued by this container.</summary>
    public bool IsQueued(ActivityContext container, ProgramNode node)
    {
        foreach (var item in _queue)
        {
            if (item.Node == node && item.Owner == container)
            {
                return true;
            }
        }

        return false;
    }

    public List<ActivityContext> RunningChildren(ActivityContext container) =>
        _live.FindAll(each => each.Parent == container && each.Status == ActivityStatus.Running);

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
        Note(context, JournalEvent.Completed, named);
        TellParent(context, named.Length == 0 ? DefaultOutcomes : named);
        RemoveBookmarks(context);
        _live.Remove(context);
    }

    /// <summary>Cancels an activity and everything under it; its parent is told, deepest first.</summary>
    public void Cancel(ActivityContext context)
    {
        if (context.Status is ActivityStatus.Completed or ActivityStatus.Canceled)
        {
            return;
        }

        CancelChildren(context);
        if (context.Status is ActivityStatus.Completed or ActivityStatus.Canceled)
        {
            return;
        }

        var wasFaulted = context.Status == ActivityStatus.Faulted;
        context.Status = ActivityStatus.Canceled;
        RemoveBookmarks(context);
        _live.Remove(context);
        Note(context, JournalEvent.Canceled);
        if (!wasFaulted && context is { IsOrphan: false, Parent: { Status: ActivityStatus.Running } parent })
        {
            parent.Node.Activity.ChildCancelled(parent, new ChildCompletion(context.Node, [], context.Tag, false));
        }
    }

    /// <summary>Ends the whole instance: nothing queued runs any more, no bookmark stays, nobody is told of completions.</summary>
    public void Finish()
    {
        _queue.Clear();
        _bookmarks.Clear();
        foreach (var each in _live)
        {
            each.IsOrphan = true;
        }

        SubStatus = WorkflowSubStatus.Finished;
    }

    private static readonly string[] DefaultOutcomes = ["Done"];

    private static void TellParent(ActivityContext context, IReadOnlyList<string> outcomes)
    {
        if (context is { IsOrphan: false, Parent: { Status: ActivityStatus.Running } parent })
        {
            parent.Node.Activity.ChildCompleted(parent, new ChildCompletion(context.Node, outcomes, context.Tag, context.Node.Activity.IsTerminal));
        }
    }

    private void CancelChildren(ActivityContext context)
    {
        if (!_live.Exists(each => each.Parent == context))
        {
            return;
        }

        foreach (var child in _live.FindAll(each => each.Parent == context))
        {
            Cancel(child);
        }
    }

    /// <summary>Runs the queue until it is empty, the instance is over or the step budget is spent.</summary>
    private void Drain()
    {
        while (_queue.TryDequeue(out var item))
        {
            if (_steps == Environment.Limits.Steps)
            {
                SpendBudget(item);
                return;
            }

            _steps++;
            Execute(item);
        }
    }

    private void Execute(WorkItem item)
    {
        var context = item.Again ?? Begin(item);
        Note(context, JournalEvent.Started);
        Guarded(context, static context =>
        {
            context.EvaluateInputs();
            context.Node.Activity.Execute(context);
        });
        if (context.Status == ActivityStatus.Running && HasBookmarks(context))
        {
            Note(context, JournalEvent.Suspended);
        }
    }

    private ActivityContext Begin(WorkItem item)
    {
        var context = new ActivityContext(this, item.Node, Environment.Ids.NewId(), item.Owner, item.Tag);
        _live.Add(context);
        _root ??= context;
        context.DeclareVariables(item.Variables);
        if (item.Node == _trigger)
        {
            // Only the first time: in a loop the same activity waits like any other.
            context.IsTriggered = true;
            _trigger = null;
        }

        return context;
    }

    private void Note(ActivityContext context, JournalEvent what, IReadOnlyList<string>? outcomes = null, string? message = null) =>
        _journal.Add(new JournalEntry(
            Environment.Now,
            what,
            context.ActivityId,
            context.Node.NodeId,
            context.ActivityInstanceId,
            context.Node.Type,
            context.Node.Name,
            outcomes ?? [],
            message));
}
