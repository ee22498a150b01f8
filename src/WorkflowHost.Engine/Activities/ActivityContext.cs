#pragma warning disable CA1065 // stubs of the first surface
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Activities;

/// <summary>
/// One activity instance within a burst: what its behaviour may read and do. Not thread-safe; never kept beyond the call.
/// </summary>
public sealed class ActivityContext
{
    internal ActivityContext()
    {
    }

    /// <summary>The id of the activity in the definition.</summary>
    public string ActivityId => throw new NotImplementedException();

    /// <summary>Its name, else its id.</summary>
    public string ActivityName => throw new NotImplementedException();

    /// <summary>The id of this run of the activity; a loop gives the same activity a new one each round.</summary>
    public string ActivityInstanceId => throw new NotImplementedException();

    public string InstanceId => throw new NotImplementedException();

    /// <summary>A business key of the instance, e.g. the case number; null until set.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>The name of the instance.</summary>
    public string? InstanceName { get; set; }

    public WorkflowProgram Program => throw new NotImplementedException();

    public ProgramNode Node => throw new NotImplementedException();

    /// <summary>The instant of the burst. It does not move while the burst runs.</summary>
    public DateTimeOffset Now => throw new NotImplementedException();

    /// <summary>Values that belong to this activity instance and are kept while it waits. Keep them few and small.</summary>
    public JsonObject Local => throw new NotImplementedException();

    /// <summary>The input of the workflow, or in a resumed burst that of the stimulus.</summary>
    public JsonObject WorkflowInput => throw new NotImplementedException();

    /// <summary>A new id of 16 hexadecimal digits from the burst's source.</summary>
    public string NewId() => throw new NotImplementedException();

    /// <summary>The value of an input, converted to its type; evaluated once per burst of the activity.</summary>
    public T? Get<T>(Input<T> input) => throw new NotImplementedException();

    /// <summary>A variable by name, the innermost first; ambient values of the facet included; null if there is none.</summary>
    public object? GetVariable(string name) => throw new NotImplementedException();

    /// <summary>Sets the innermost variable of that name, converted to its type; creates it on the nearest container if there is none.</summary>
    public void SetVariable(string name, object? value) => throw new NotImplementedException();

    /// <summary>Gives an output its value: bound variables take it as it is, scripts see it through <c>getOutputFrom</c>.</summary>
    public void SetOutput(string name, object? value) => throw new NotImplementedException();

    /// <summary>Sets an output of the whole workflow.</summary>
    public void SetWorkflowOutput(string name, object? value) => throw new NotImplementedException();

    /// <summary>Makes the activity wait. It completes when the bookmark is resumed, unless <see cref="Activity.Resume"/> decides otherwise.</summary>
    /// <param name="name">The kind of stimulus, usually the activity type.</param>
    /// <param name="payload">What the stimulus must match; part of the hash.</param>
    /// <param name="dueAt">When the shell has to resume it by itself.</param>
    /// <param name="isPerInstance">Whether the activity instance id is part of the hash, so that no other instance can match.</param>
    public Bookmark CreateBookmark(string name, JsonNode? payload = null, DateTimeOffset? dueAt = null, bool isPerInstance = false) =>
        throw new NotImplementedException();

    /// <summary>The bookmarks this activity instance waits on.</summary>
    public IReadOnlyList<Bookmark> Bookmarks => throw new NotImplementedException();

    /// <summary>Removes one of its own bookmarks.</summary>
    public void RemoveBookmark(string bookmarkId) => throw new NotImplementedException();

    /// <summary>Completes the activity; without outcomes it counts as <c>Done</c>. Children still running are cancelled.</summary>
    public void Complete(params ReadOnlySpan<string> outcomes) => throw new NotImplementedException();

    /// <summary>Faults the activity with an incident; the instance's incident strategy decides what becomes of the rest.</summary>
    public void Fault(string message) => throw new NotImplementedException();

    /// <summary>Queues a child. <see cref="Activity.ChildCompleted"/> is called with the tag when it has completed.</summary>
    public void Schedule(ProgramNode child, int tag = 0) => throw new NotImplementedException();

    /// <summary>Asks the world for something; it happens if and only if the burst is committed.</summary>
    public void Emit(Effect effect) => throw new NotImplementedException();

    /// <summary>The domain's working state of this burst.</summary>
    /// <exception cref="InvalidOperationException">The burst was started without such a facet.</exception>
    public TFacet Facet<TFacet>()
        where TFacet : BurstFacet => throw new NotImplementedException();
}
