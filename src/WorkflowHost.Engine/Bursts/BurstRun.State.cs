using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Bursts;

internal sealed partial class BurstRun
{
    // A bound for definitions that hold far more than one run passes through.
    private const int MostExpectedActivities = 16;

    private DateTimeOffset _createdAt;
    private JsonObject? _storedInput;
    private ProgramNode? _trigger;
    private ActivityContext? _root;

    public static Burst Start(WorkflowProgram program, StartWorkflow stimulus, BurstEnvironment environment)
    {
        var expected = Math.Min(program.Nodes.Count, MostExpectedActivities);
        var run = new BurstRun(program, environment, stimulus.InstanceId ?? environment.Ids.NewId(), stimulus.Input, expected)
        {
            CorrelationId = stimulus.CorrelationId,
            InstanceName = stimulus.Name,
            IsStart = true,
            _createdAt = environment.Now,
            _storedInput = stimulus.Input,
            _trigger = stimulus.TriggerActivityId is { } id ? program.FindNode(id) : null,
            TriggerInput = stimulus.TriggerInput,
        };
        run.Schedule(new ActivityContext(run, program.Nodes[0], null, 0));
        run.Drain();
        return run.ToBurst();
    }

    /// <summary>What the trigger that started the instance was hit with, in the burst that starts it.</summary>
    public JsonNode? TriggerInput { get; private init; }

    /// <summary>
    /// The scope an activity's inputs are evaluated in while no instance exists: every variable around it has its initial value.
    /// </summary>
    public static ActivityContext ScopeOf(WorkflowProgram program, ProgramNode node, BurstEnvironment environment) =>
        new BurstRun(program, environment, "", input: null, expectedActivities: 0).ScopeOf(node);

    private ActivityContext ScopeOf(ProgramNode node)
    {
        var context = new ActivityContext(this, node, node.Parent is { } parent ? ScopeOf(parent) : null, 0);
        context.DeclareVariables();
        return context;
    }

    public static Burst Continue(WorkflowProgram program, WorkflowState state, Stimulus stimulus, BurstEnvironment environment)
    {
        if (stimulus is RetryActivity retry)
        {
            return Mend(program, state, (retry.ActivityInstanceId, IsSkipped: false), environment);
        }

        if (stimulus is SkipActivity skip)
        {
            return Mend(program, state, (skip.ActivityInstanceId, IsSkipped: true), environment);
        }

        var matches = Matches(state, stimulus);
        if (matches is { Count: 0 })
        {
            return new Burst(state, [], [], Matched: false);
        }

        // An instance that is over still shows the bookmarks a fault left, but nothing wakes it.
        if (state.Status == WorkflowStatus.Finished && !(matches is null && state.SubStatus == WorkflowSubStatus.Faulted))
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
            run._input = Over(input, state.StoredInput);
        }

        foreach (var bookmark in matches)
        {
            if (run._bookmarks!.Contains(bookmark) && !run.IsOver)
            {
                run.Resume(bookmark, payload);
            }
        }

        return run.ToBurst();
    }

    /// <summary>What a resume brings holds for its burst, over what the instance was started with.</summary>
    private static JsonObject Over(JsonObject input, JsonObject? stored)
    {
        if (stored is not { Count: > 0 })
        {
            return input;
        }

        var both = (JsonObject)input.DeepClone();
        foreach (var (name, value) in stored)
        {
            if (!input.Any(each => string.Equals(each.Key, name, StringComparison.OrdinalIgnoreCase)))
            {
                both[name] = JsonValues.Copy(value);
            }
        }

        return both;
    }

    private static Burst Mend(WorkflowProgram program, WorkflowState state, (string ActivityInstanceId, bool IsSkipped) faulted, BurstEnvironment environment)
    {
        var run = Load(program, state, environment);
        var context = InstanceNumber.TryParse(faulted.ActivityInstanceId, out var number) ? run._live.Find(number) : null;
        if (context is not { Status: ActivityStatus.Faulted } || state.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled
            || (faulted.IsSkipped && (context.Parent is null || context.Undelivered is not null)))
        {
            return new Burst(state, [], [], Matched: false);
        }

        run._incidents?.RemoveAll(each => each.ActivityInstanceId == context.ActivityInstanceId);
        run.RemoveBookmarks(context);
        run.CancelSilently(context);
        context.Status = ActivityStatus.Running;
        run.SubStatus = run.HasFaults() && program.IncidentStrategy == IncidentStrategy.Fault ? WorkflowSubStatus.Faulted : WorkflowSubStatus.Executing;
        if (faulted.IsSkipped)
        {
            run.Guarded(context, each => run.Complete(each, []));
        }
        else if (context.Undelivered is { } ending)
        {
            run.Redeliver(context, ending);
        }
        else
        {
            context.Local = [];
            run.Schedule(context);
        }

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
        var run = new BurstRun(program, environment, state.Id, state.StoredInput, expectedActivities: 4)
        {
            CorrelationId = state.CorrelationId,
            InstanceName = state.Name,
            _createdAt = state.CreatedAt,
            _storedInput = state.StoredInput,
            _incidents = state.Incidents.Count == 0 ? null : [.. state.Incidents],
        };
        foreach (var (name, value) in state.StoredOutputs ?? [])
        {
            run.SetWorkflowOutput(name, JsonValues.Unwrap(JsonValues.Copy(value)));
        }

        run.LoadActivities(state);
        run.LoadBookmarks(state.Bookmarks);
        return run;
    }

    private void LoadActivities(WorkflowState state)
    {
        // Work that outlived the workflow itself (queued when it completed) still sees the workflow's variables.
        var root = new ActivityContext(this, Program.Nodes[0], null, 0) { Status = ActivityStatus.Completed };
        _root = root;
        var loaded = new ActivityContext[state.Activities.Count];
        for (var i = 0; i < loaded.Length; i++)
        {
            var stored = state.Activities[i];
            var parent = stored.Parent >= 0 ? loaded[stored.Parent] : stored.Node.Index == 0 ? null : root;
            var context = loaded[i] = stored.ToContext(this, parent);
            _live.Add(context);
            if (parent is null)
            {
                _root = context;
            }
        }

        _root.RestoreVariables(state.StoredVariables);
    }

    /// <summary>What a faulted container had under way ends before it starts anew; neither it nor anything in it is told.</summary>
    private void CancelSilently(ActivityContext container)
    {
        for (var each = _live.First; each is not null; each = each.NextLive)
        {
            each.IsOrphan |= each.IsWithin(container);
        }

        foreach (var child in _live.ChildrenOf(container))
        {
            Cancel(child);
        }
    }

    private void CancelAll()
    {
        OrphanAll();
        while (_live.First is { } first)
        {
            Cancel(first);
        }

        _bookmarks?.Clear();
        SubStatus = WorkflowSubStatus.Cancelled;
    }

    private bool HasFaults()
    {
        var each = _live.First;
        while (each is { Status: not ActivityStatus.Faulted })
        {
            each = each.NextLive;
        }

        return each is not null;
    }

    private Burst ToBurst()
    {
        if (SubStatus == WorkflowSubStatus.Executing)
        {
            SubStatus = _live.Count == 0 ? WorkflowSubStatus.Finished : WorkflowSubStatus.Suspended;
        }

        var status = SubStatus == WorkflowSubStatus.Suspended ? WorkflowStatus.Running : WorkflowStatus.Finished;
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
            StoredInput = _storedInput,
            StoredOutputs = StoredOutputs(),
            StoredVariables = _root is null ? [] : ActivityState.Store(_root.DeclaredVariables),
            Activities = StoredActivities(),
            Bookmarks = _bookmarks ?? (IReadOnlyList<Bookmark>)[],
            Incidents = _incidents ?? (IReadOnlyList<Incident>)[],
        };
        return new Burst(state, _effects ?? (IReadOnlyList<Effect>)[], _journal, Matched: true) { Steps = _steps, IsBudgetSpent = _isBudgetSpent };
    }

    private JsonObject? StoredOutputs() =>
        _outputs is null ? null : new JsonObject(_outputs.Select(each => KeyValuePair.Create(each.Key, JsonValues.Detached(each.Value))));

    private ActivityState[] StoredActivities()
    {
        // After a finish or a cancellation nothing can go on; after a fault a person may retry.
        if (IsOver || _live.Count == 0)
        {
            return [];
        }

        var places = new Dictionary<ActivityContext, int>(_live.Count);
        var stored = new ActivityState[_live.Count];
        foreach (var context in _live.InStoringOrder())
        {
            var parent = context.Parent;
            var isOrphan = context.IsOrphan
                || (context.Undelivered is null && parent is { Status: not (ActivityStatus.Running or ActivityStatus.Faulted) });
            while (parent is not null && !places.ContainsKey(parent))
            {
                parent = parent.Parent;
            }

            var place = places.Count;
            places[context] = place;
            stored[place] = ActivityState.Of(context, parent is null ? -1 : places[parent], isOrphan);
        }

        return stored;
    }
}
