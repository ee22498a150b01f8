using System.Collections.Immutable;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Runtime.Instances;

public enum InstanceSort
{
    Created,
    Updated,
    Finished,
    Name,
}

/// <summary>Which instances; every condition that is set must hold.</summary>
/// <param name="Text">Part of the id, number, name or correlation id.</param>
/// <param name="IsCase">True: cases only; false: plain workflows only; null: both.</param>
/// <param name="Take">1 to 200.</param>
public sealed record InstanceFilter(
    string? Text = null,
    bool? IsCase = null,
    string? CorrelationId = null,
    string? ParentId = null,
    int? DefinitionVersion = null,
    WorkflowStatus? Status = null,
    bool? HasIncidents = null,
    InstanceSort Sort = InstanceSort.Created,
    bool IsAscending = false,
    int Skip = 0,
    int Take = 50)
{
    /// <summary>Any of these definitions; empty takes all.</summary>
    public ImmutableArray<string> DefinitionIds { get; init; } = [];

    /// <summary>Any of these; empty takes all.</summary>
    public ImmutableArray<WorkflowSubStatus> SubStatuses { get; init; } = [];

    /// <summary>Bounds on when it was created, changed or finished; all must hold.</summary>
    public ImmutableArray<InstanceTimeBound> Times { get; init; } = [];
}

/// <summary>A bound on one of an instance's instants.</summary>
/// <param name="On">Which instant; <see cref="InstanceSort.Name"/> bounds nothing.</param>
/// <param name="From">Not before; null for no such bound.</param>
/// <param name="Until">Before; null for no such bound.</param>
public sealed record InstanceTimeBound(InstanceSort On, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Which lines of a journal; every condition that is set must hold.</summary>
public sealed record JournalFilter
{
    public static JournalFilter All { get; } = new();

    /// <summary>Any of these; empty takes all.</summary>
    public ImmutableArray<string> ActivityIds { get; init; } = [];

    /// <inheritdoc cref="ActivityIds"/>
    public ImmutableArray<string> NodeIds { get; init; } = [];

    /// <inheritdoc cref="ActivityIds"/>
    public ImmutableArray<JournalEvent> Events { get; init; } = [];

    /// <summary>None of these types.</summary>
    public ImmutableArray<string> ExcludedTypes { get; init; } = [];

    public int Skip { get; init; }

    /// <summary>1 to 1 000.</summary>
    public int Take { get; init; } = 100;
}
