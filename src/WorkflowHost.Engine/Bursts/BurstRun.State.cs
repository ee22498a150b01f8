using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Bursts;

internal sealed partial class BurstRun
{
    private DateTimeOffset _createdAt;
    private JsonObject _storedInput = [];
    private ProgramNode? _trigger;
    private ActivityContext? _root;

    public static Burst Start(WorkflowProgram program, StartWorkflow stimulus, BurstEnvironment environment)
    {
        var input = stimulus.Input ?? [];
        var run = new BurstRun(program, environment, stimulus.InstanceId ?? environment.Ids.NewId())
        {
            CorrelationId = stimulus.CorrelationId,
            InstanceName = stimulus.Name,
            Input = input,
            _createdAt = environment.Now,
            _storedInput = input,
            _trigger = stimulus.TriggerActivityId is { } id ? program.FindNode(id) : null,
            TriggerInput = stimulus.TriggerInput,
        };
        run.Schedule(new WorkItem(program.Nodes[0], null, 0));
        run.Drain();
        return run.ToBurst();
    }

    /// <summary>What the trigger that started the instance was hit with, in the burst that starts it.</summary>
    public JsonNode? TriggerInput { get; private init; }

    /// <summary>
    /// The scope an activity's inputs are evaluated in while no instance exists: every variable around it has its initial value.
    /// </summary>
    public static ActivityContext ScopeOf(WorkflowProgram program, ProgramNode node, BurstEnvironment environment) =>
        new BurstRun(program, environment, "").ScopeOf(node);

    private ActivityContext ScopeOf(ProgramNode node)
    {
        var context = new ActivityContext(this, node, "", node.Parent is { } parent ? ScopeOf(parent) : null, 0);
        context.DeclareVariables(null);
        return context;
    }

    public static Burst Continue(WorkflowProgram program, WorkflowState state, Stimulus stimulus, BurstEnvironment environment)
    {
        if (stimulus is RetryActivity retry)
        {
            return Retry(program, state, retry, environment);
        }

        var matches = Matches(state, stimulus);
        if (matches is { Count: 0 })
        {
            return new Burst(state, [], [], Matched: false);
        }

        // An instance that is over still shows the bookmarks a fault left, but nothing wakes it.
        if (state.Status == WorkflowStatus.Finished)
        {
            return new Burst(state, [], [], Matched: matches is not null);
        }

        var run = Load(program, state, environment);
        if (matches is null)
        {
            run.CancelAll();
            return run.ToBurst();
        }

        var payload = stimulus is ResumeBookmark one ? one.Input : ((ResumeEvent)stimulus).Payload;
        if (stimulus is ResumeBookmark { Input: JsonObject input })
        {
            run.Input = input;
        }

        foreach (var bookmark in matches)
        {
            if (run._bookmarks.Contains(bookmark) && !run.IsOver)
            {
                run.Resume(bookmark, payload);
            }
        }

        return run.ToBurst();
    }

    private static Burst Retry(WorkflowProgram program, WorkflowState state, RetryActivity retry, BurstEnvironment environment)
    {
        var run = Load(program, state, environment);
        var context = run._live.Find(each => each.ActivityInstanceId == retry.ActivityInstanceId && each.Status == ActivityStatus.Faulted);
        if (context is null || state.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled)
        {
            return new Burst(state, [], [], Matched: false);
        }

        run._incidents.RemoveAll(each => each.ActivityInstanceId == context.ActivityInstanceId);
        run.RemoveBookmarks(context);
        run.CancelSilently(context);
        context.Local = [];
        context.Status = ActivityStatus.Running;
        run.SubStatus = run.HasFaults() && program.IncidentStrategy == IncidentStrategy.Fault ? WorkflowSubStatus.Faulted : WorkflowSubStatus.Executing;
        run.Schedule(new WorkItem(context.Node, context.Parent, context.Tag) { Again = context });
        run.Drain();
        return run.ToBurst();
    }

    /// <summary>The bookmarks a stimulus finds; null if it needs none.</summary>
    private static List<Bookmark>? Matches(WorkflowState state, Stimulus stimulus)
    {
        switch (stimulus)
        {
            case CancelWorkflow:
                return null;
            case ResumeBookmark resume:
                return [.. state.Bookmarks.Where(each => each.Id == resume.BookmarkId)];
            case ResumeEvent resume:
                var hash = Waiting.Event.HashOf(resume.EventName);
                return [.. state.Bookmarks.Where(each => each.Hash == hash)];
            default:
                throw new ArgumentException($"An instance cannot take the stimulus {stimulus.GetType().Name}.", nameof(stimulus));
        }
    }

    private static BurstRun Load(WorkflowProgram program, WorkflowState state, BurstEnvironment environment)
    {
        var run = new BurstRun(program, environment, state.Id)
        {
            CorrelationId = state.CorrelationId,
            InstanceName = state.Name,
            Input = state.Input,
            _createdAt = state.CreatedAt,
            _storedInput = state.Input,
        };
        foreach (var (name, value) in state.Outputs)
        {
            run.Outputs[name] = JsonValues.Unwrap(JsonValues.Copy(value));
        }

        run.LoadActivities(state);
        run._bookmarks.AddRange(state.Bookmarks);
        run._incidents.AddRange(state.Incidents);
        return run;
    }

    private void LoadActivities(WorkflowState state)
    {
        // Work that outlived the workflow itself (queued when it completed) still sees the workflow's variables.
        var root = new ActivityContext(this, Program.Nodes[0], "", null, 0) { Status = ActivityStatus.Completed };
        _root = root;
        foreach (var stored in state.Activities)
        {
            var parent = stored.Parent >= 0 ? _live[stored.Parent] : stored.Node.Index == 0 ? null : root;
            var context = stored.ToContext(this, parent);
            _live.Add(context);
            if (parent is null)
            {
                _root = context;
            }
        }

        _root.RestoreVariables(state.StoredVariables);
    }

    /// <summary>What a faulted container had under way ends before it starts anew; it is not told.</summary>
    private void CancelSilently(ActivityContext container)
    {
        foreach (var child in _live.FindAll(each => each.Parent == container))
        {
            child.IsOrphan = true;
            Cancel(child);
        }
    }

    private void CancelAll()
    {
        foreach (var each in _live)
        {
            each.IsOrphan = true;
        }

        while (_live.Count > 0)
        {
            Cancel(_live[0]);
        }

        _bookmarks.Clear();
        SubStatus = WorkflowSubStatus.Cancelled;
    }

    private bool HasFaults() => _live.Exists(each => each.Status == ActivityStatus.Faulted);

    private Burst ToBurst()
    {
        if (SubStatus == WorkflowSubStatus.Executing)
        {
            SubStatus = _live.Count == 0 ? WorkflowSubStatus.Finished : WorkflowSubStatus.Suspended;
        }

        var status = SubStatus == WorkflowSubStatus.Suspended ? WorkflowStatus.Running : WorkflowStatus.Finished;
        var outputs = new JsonObject();
        foreach (var (name, value) in Outputs)
        {
            outputs[name] = JsonValues.Detached(value);
        }

        var state = new WorkflowState
        {
            Id = InstanceId,
            DefinitionId = Program.DefinitionId,
            DefinitionVersionId = Program.DefinitionVersionId,
            Status = status,
            SubStatus = SubStatus,
            CorrelationId = CorrelationId,
            Name = InstanceName,
            CreatedAt = _createdAt,
            FinishedAt = status == WorkflowStatus.Finished ? Environment.Now : null,
            Input = _storedInput,
            Outputs = outputs,
            StoredVariables = _root is null ? [] : ActivityState.Store(_root.DeclaredVariables),
            Activities = StoredActivities(),
            Bookmarks = [.. _bookmarks],
            Incidents = [.. _incidents],
        };
        return new Burst(state, _effects, _journal, Matched: true);
    }

    private List<ActivityState> StoredActivities()
    {
        // After a finish or a cancellation nothing can go on; after a fault a person may retry.
        if (IsOver)
        {
            return [];
        }

        var places = new Dictionary<ActivityContext, int>(_live.Count);
        var stored = new List<ActivityState>(_live.Count);
        foreach (var context in _live)
        {
            var parent = context.Parent;
            var isOrphan = context.IsOrphan || parent is { Status: not (ActivityStatus.Running or ActivityStatus.Faulted) };
            while (parent is not null && !places.ContainsKey(parent))
            {
                parent = parent.Parent;
            }

            places[context] = stored.Count;
            stored.Add(ActivityState.Of(context, parent is null ? -1 : places[parent], isOrphan));
        }

        return stored;
    }
}
