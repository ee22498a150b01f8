using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Activities;

/// <summary>
/// One activity instance within a burst: what its behaviour may read and do. Not thread-safe; never kept beyond the call.
/// </summary>
public sealed partial class ActivityContext
{
    // Stands for an input that has not been evaluated yet; null is a value.
    internal static readonly object NotEvaluated = new();

    private object?[]? _inputs;
    private JsonObject? _local;
    private ActivityStatus _status;

    internal ActivityContext(BurstRun run, ProgramNode node, ActivityContext? parent, int tag)
    {
        Run = run;
        Node = node;
        Parent = parent;
        Tag = tag;
    }

    /// <summary>The id of the activity in the definition.</summary>
    public string ActivityId => Node.ActivityId;

    /// <summary>Its name, else its id.</summary>
    public string ActivityName => string.IsNullOrEmpty(Node.Name) ? Node.ActivityId : Node.Name;

    /// <summary>The id of this run of the activity; a loop gives the same activity a new one each round.</summary>
    public string ActivityInstanceId => InstanceNumber.Text(Number);

    public string InstanceId => Run.InstanceId;

    /// <summary>A business key of the instance, e.g. the case number; null until set.</summary>
    public string? CorrelationId
    {
        get => Run.CorrelationId;
        set => Run.CorrelationId = value;
    }

    /// <summary>The name of the instance.</summary>
    public string? InstanceName
    {
        get => Run.InstanceName;
        set => Run.InstanceName = value;
    }

    public WorkflowProgram Program => Run.Program;

    public ProgramNode Node { get; }

    /// <summary>The instant of the burst. It does not move while the burst runs.</summary>
    public DateTimeOffset Now => Run.Environment.Now;

    /// <summary>Values that belong to this activity instance and are kept while it waits. Keep them few and small.</summary>
    public JsonObject Local
    {
        get => _local ??= [];
        internal set => _local = value;
    }

    /// <summary>The input of the workflow, or in a resumed burst that of the stimulus. Read-only.</summary>
    public JsonObject WorkflowInput => Run.Input;

    /// <summary>What the trigger that started the instance was hit with; null in every later burst. Read-only.</summary>
    public JsonNode? TriggerInput => Run.TriggerInput;

    /// <summary>The bookmarks this activity instance waits on.</summary>
    public IReadOnlyList<Bookmark> Bookmarks => Run.BookmarksOf(this);

    internal BurstRun Run { get; }

    /// <summary>The instance that scheduled it.</summary>
    internal ActivityContext? Parent { get; }

    /// <summary>The number its parent scheduled it with.</summary>
    internal int Tag { get; }

    internal ActivityStatus Status
    {
        get => _status;
        set
        {
            if (IsLive && Parent is { } parent)
            {
                parent.RunningChildren += (value == ActivityStatus.Running ? 1 : 0) - (_status == ActivityStatus.Running ? 1 : 0);
            }

            _status = value;
        }
    }

    /// <summary>What <see cref="ActivityInstanceId"/> writes out; 0 until it begins.</summary>
    internal ulong Number { get; set; }

    /// <summary>It is among the <see cref="LiveActivities"/> of the burst.</summary>
    internal bool IsLive { get; private set; }

    internal ActivityContext? PreviousLive { get; set; }

    internal ActivityContext? NextLive { get; set; }

    /// <summary>How many of the live instances it scheduled.</summary>
    internal int LiveChildren { get; private set; }

    /// <summary>How many of them are running.</summary>
    internal int RunningChildren { get; private set; }

    /// <summary>How many bookmarks it waits on.</summary>
    internal int OpenBookmarks { get; set; }

    /// <summary>Its parent has ended or was cut off (Finish): nobody is told when it completes.</summary>
    internal bool IsOrphan { get; set; }

    /// <summary>A Break has passed: the sequence or loop completes with its current child.</summary>
    internal bool IsBreaking { get; set; }

    /// <summary>A trigger that started the instance: it completes at once instead of waiting.</summary>
    internal bool IsTriggered { get; set; }

    /// <summary>It faulted because a container could not take its end, or that of what it completed with it.</summary>
    internal Ending? Undelivered
    {
        get => Run.UndeliveredOf(this);
        set => Run.SetUndelivered(this, value);
    }

    internal bool HasLocal => _local is { Count: > 0 };

    /// <summary>Working state that is faster than <see cref="Local"/>; the flowchart's counters.</summary>
    internal Flowcharts.FlowCounters? Flow { get; set; }

    /// <summary>By <see cref="Input.Slot"/>, what was evaluated when it started or was resumed; null if nothing had to be.</summary>
    internal object?[]? EvaluatedInputs => _inputs;

    /// <summary>A new id of 16 hexadecimal digits from the burst's source.</summary>
    public string NewId() => Run.Environment.Ids.NewId();

    /// <summary>The value of an input, converted to its type; evaluated once when the activity starts or is resumed.</summary>
    public T? Get<T>(Input<T> input)
    {
        return input.IsConstant ? input.Constant : Typed<T>(Evaluated(input));
    }

    private object? Evaluated(Input input)
    {
        var value = _inputs is null ? NotEvaluated : _inputs[input.Slot];
        return ReferenceEquals(value, NotEvaluated) ? input.Evaluate(this) : value;
    }

    // Arrays are kept as JSON; an activity that asks for texts gets texts.
    private static T? Typed<T>(object? value) => value switch
    {
        T typed => typed,
        JsonArray array when typeof(T) == typeof(string[]) => (T)(object)array.Select(item => item?.ToString() ?? string.Empty).ToArray(),
        _ => default,
    };

    /// <summary>Gives an output its value: bound variables take it as it is, scripts see it through <c>getOutputFrom</c>.</summary>
    public void SetOutput(string name, object? value) => Run.SetOutput(this, name, value);

    /// <summary>Sets an output of the whole workflow.</summary>
    public void SetWorkflowOutput(string name, object? value)
    {
        if (EmbeddedWorkflow.Around(Parent) is { } embedded)
        {
            EmbeddedWorkflow.SetOutput(embedded, name, value);
        }
        else
        {
            Run.SetWorkflowOutput(name, value);
        }
    }

    /// <summary>Makes the activity wait. It completes when the bookmark is resumed, unless <see cref="Activity.Resume"/> decides otherwise.</summary>
    /// <param name="name">The kind of stimulus, usually the activity type.</param>
    /// <param name="payload">What the stimulus must match; part of the hash.</param>
    /// <param name="dueAt">When the shell has to resume it by itself.</param>
    /// <param name="isPerInstance">Whether the activity instance id is part of the hash, so that no other instance can match.</param>
    /// <param name="matched">The part of the payload that makes the hash; all of it if null.</param>
    /// <param name="isLasting">Whether it stays when it is resumed, until the activity ends or removes it.</param>
    public Bookmark CreateBookmark(
        string name,
        JsonNode? payload = null,
        DateTimeOffset? dueAt = null,
        bool isPerInstance = false,
        JsonNode? matched = null,
        bool isLasting = false) =>
        Run.AddBookmark(this, name, payload, dueAt, isPerInstance, matched, isLasting);

    /// <summary>Removes one of its own bookmarks.</summary>
    public void RemoveBookmark(string bookmarkId) => Run.RemoveBookmark(this, bookmarkId);

    /// <summary>Completes the activity; without outcomes it counts as <c>Done</c>. Children still running are cancelled.</summary>
    public void Complete(params ReadOnlySpan<string> outcomes) => Run.Complete(this, outcomes);

    /// <summary>Faults the activity with an incident; the instance's incident strategy decides what becomes of the rest.</summary>
    public void Fault(string message) => Run.Fault(this, message, null);

    /// <summary>Queues a child. <see cref="Activity.ChildCompleted"/> is called with the tag when it has completed.</summary>
    public void Schedule(ProgramNode child, int tag = 0) => Run.Schedule(new ActivityContext(Run, child, this, tag));

    /// <summary>Asks the world for something; it happens if and only if the burst is committed.</summary>
    public void Emit(Effect effect) => Run.Emit(effect);

    /// <summary>The domain's working state of this burst.</summary>
    /// <exception cref="InvalidOperationException">The burst was started without such a facet.</exception>
    public TFacet Facet<TFacet>()
        where TFacet : BurstFacet =>
        Run.Environment.Facet as TFacet
        ?? throw new InvalidOperationException($"{Node} needs a {typeof(TFacet).Name}, but the burst was started with {Run.Environment.Facet?.GetType().Name ?? "none"}.");

    /// <summary>Queues a child that sees more variables than anybody declares, such as a loop's current value.</summary>
    internal void Schedule(ProgramNode child, int tag, params ReadOnlySpan<(string Name, object? Value)> variables)
    {
        var instance = new ActivityContext(Run, child, this, tag);
        foreach (var (name, value) in variables)
        {
            instance.AddUndeclared(new Variable(VariableDeclaration.Undeclared(name, hasAccessor: true)) { Value = value });
        }

        Run.Schedule(instance);
    }

    /// <summary>Evaluates all inputs that are not lazy, in the order they were bound.</summary>
    internal void EvaluateInputs()
    {
        if (!Node.HasEagerInputs)
        {
            return;
        }

        var inputs = Node.Inputs;
        if (_inputs is null)
        {
            _inputs = new object?[inputs.Count];
            Array.Fill(_inputs, NotEvaluated);
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is { IsLazy: false, IsConstant: false } input)
            {
                _inputs[i] = input.Evaluate(this);
            }
        }
    }

    /// <summary>Whether this instance was scheduled by the other, or by one within it.</summary>
    internal bool IsWithin(ActivityContext container)
    {
        var owner = Parent;
        while (owner is not null && owner != container)
        {
            owner = owner.Parent;
        }

        return owner is not null;
    }

    internal void BecomeLive()
    {
        IsLive = true;
        if (Parent is { } parent)
        {
            parent.LiveChildren++;
            parent.RunningChildren += _status == ActivityStatus.Running ? 1 : 0;
        }
    }

    internal void CeaseToLive()
    {
        IsLive = false;
        if (Parent is { } parent)
        {
            parent.LiveChildren--;
            parent.RunningChildren -= _status == ActivityStatus.Running ? 1 : 0;
        }
    }
}
