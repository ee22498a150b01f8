using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Bursts;

/// <summary>Something a burst wants from the world. It happens if and only if the burst is committed. Domains add their own.</summary>
/// <param name="ActivityId">The activity that asked for it.</param>
public abstract record Effect(string ActivityId);

/// <summary>A line for whoever watches; it changes nothing.</summary>
public sealed record LineWritten(string ActivityId, string Text) : Effect(ActivityId);

/// <summary>An event for waiting instances.</summary>
/// <param name="ActivityId">The publisher.</param>
/// <param name="EventName">Its name.</param>
/// <param name="Payload">What it carries.</param>
/// <param name="IsLocal">Only for the publishing instance.</param>
/// <param name="CorrelationId">Only for instances with this correlation id, if given.</param>
public sealed record EventPublished(string ActivityId, string EventName, JsonNode? Payload, bool IsLocal, string? CorrelationId) : Effect(ActivityId);

/// <summary>Work for somebody outside (RunTask): the bookmark is to be resumed with the result.</summary>
public sealed record TaskRequested(string ActivityId, string TaskId, string TaskName, JsonNode? Payload, string BookmarkId) : Effect(ActivityId);

/// <summary>Another workflow is to be started.</summary>
/// <param name="ActivityId">The dispatcher.</param>
/// <param name="InstanceId">The id the new instance gets.</param>
/// <param name="DefinitionId">What to start.</param>
/// <param name="Input">Its input.</param>
/// <param name="CorrelationId">Its correlation id.</param>
/// <param name="BookmarkId">The bookmark to resume when the child has ended; null if nobody waits.</param>
public sealed record WorkflowDispatched(string ActivityId, string InstanceId, string DefinitionId, JsonObject Input, string? CorrelationId, string? BookmarkId) : Effect(ActivityId)
{
    /// <summary>The input under which a child learns who its parent is.</summary>
    public const string ParentInput = "ParentInstanceId";

    /// <summary>
    /// What the bookmark is resumed with: the child's outputs, or where this is set <see cref="Composition.ChildEnd.ToJson"/>, because several
    /// children resume the one bookmark.
    /// </summary>
    public bool ReportsEnd { get; init; }
}

/// <summary>
/// Another workflow was run within this burst (ExecuteWorkflow): its state, effects and journal belong to the same commit.
/// </summary>
/// <param name="ActivityId">The activity that ran it.</param>
/// <param name="Program">What was run.</param>
/// <param name="Burst">What that gave; the instance is new.</param>
/// <param name="BookmarkId">The bookmark to resume with the child's outputs when it has ended; null if nobody waits.</param>
public sealed record WorkflowExecuted(string ActivityId, Programs.WorkflowProgram Program, Burst Burst, string? BookmarkId) : Effect(ActivityId);
