using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// One case, whole: the workflow's state and what its steps made of it. The unit of consistency: every command reads one
/// and makes the next, and the shell stores it in one transaction guarded by <see cref="Version"/>.
/// </summary>
/// <remarks>Completed tasks, ended clocks and revisits, and the timeline are not here: no rule reads them again, so they live as rows only.</remarks>
public sealed record CaseState
{
    public required string Id { get; init; }

    /// <summary>The number people call the case by, e.g. <c>TS20260929-0001</c>.</summary>
    public required string Number { get; init; }

    public required string DefinitionId { get; init; }

    /// <summary>A running case stays on the version it started with.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>An instance of a workflow that is no SOP: nobody's case, though stored like one.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Who started it, when another workflow did.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>Counts commands, from 1.</summary>
    public long Version { get; init; }

    public CaseStatus Status { get; init; }

    /// <summary>Stage code of the SOP's profile, e.g. <c>analysis</c>.</summary>
    public string? Stage { get; init; }

    /// <summary>The captured fields. Never changed in place: a burst works on a copy.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>Everybody who was ever given a task of it, or did one; null for nobody.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>
    /// It runs and nothing of it failed, but no step of it can go on by itself: no task, call, revisit, other case or instant is
    /// waited for. What only listens is no wait: events that people may raise at any time, and signals of its own steps. So ends a
    /// join that cannot be reached, for instance. A plain workflow's event is a wait: it comes from outside.
    /// </summary>
    public bool IsStalled => Status != CaseStatus.Ended && Workflow is { Status: WorkflowStatus.Running, Incidents.Count: 0 }
        && Workflow.Bookmarks.All(bookmark => !IsPlain && bookmark.Name is AvailableEvent.BookmarkName or CaseWork.SignalBookmark);

    /// <summary>Open tasks only.</summary>
    public ImmutableArray<CaseTask> Tasks { get; init; } = [];

    /// <summary>Live clocks only.</summary>
    public ImmutableArray<Clock> Clocks { get; init; } = [];

    /// <summary>Planned revisits only.</summary>
    public ImmutableArray<Revisit> Revisits { get; init; } = [];

    /// <summary>This end of the links with other cases; null when there are none.</summary>
    public IReadOnlyList<CaseLink>? Links { get; init; }

    /// <summary>What waits for the retry of a faulted workflow; null when nothing does.</summary>
    public IReadOnlyList<UnheardAnswer>? Unheard { get; init; }

    public ImmutableArray<CaseTimer> Timers { get; init; } = [];

    public required WorkflowState Workflow { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Sequence of the last timeline entry.</summary>
    public long TimelineSequence { get; init; }
}
