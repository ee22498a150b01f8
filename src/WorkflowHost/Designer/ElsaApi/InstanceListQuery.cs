using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Instances;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>A bound on one of an instance's instants, in the words of Elsa's clients.</summary>
internal sealed record TimestampFilter(string? Column, string? Operator, DateTimeOffset? Timestamp)
{
    public InstanceTimeBound? Bound()
    {
        var on = Column?.ToUpperInvariant() switch
        {
            "CREATEDAT" or "CREATED" => InstanceSort.Created,
            "UPDATEDAT" or "UPDATED" or "LASTEXECUTED" => InstanceSort.Updated,
            "FINISHEDAT" or "FINISHED" => InstanceSort.Finished,
            _ => InstanceSort.Name,
        };
        return on == InstanceSort.Name || Timestamp is not { } at ? null : Operator switch
        {
            "GreaterThan" or "GreaterThanOrEqual" => new(on, at, null),
            "LessThan" or "LessThanOrEqual" => new(on, null, at),
            // A person picks a day or a minute, never a millisecond.
            "Is" => new(on, at, at.AddMinutes(1)),
            _ => null,
        };
    }
}

/// <summary>Which instances a caller asks for.</summary>
internal sealed record InstanceListQuery
{
    public int Page { get; init; }

    public int PageSize { get; init; } = 10;

    public string? SearchTerm { get; init; }

    public string? DefinitionId { get; init; }

    public IReadOnlyList<string>? DefinitionIds { get; init; }

    public string? CorrelationId { get; init; }

    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    public WorkflowStatus? Status { get; init; }

    public IReadOnlyList<string>? Statuses { get; init; }

    public string? SubStatus { get; init; }

    public IReadOnlyList<string>? SubStatuses { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    public IReadOnlyList<TimestampFilter>? TimestampFilters { get; init; }

    public InstanceFilter Filter() => new(
        string.IsNullOrWhiteSpace(SearchTerm) ? null : SearchTerm.Trim(),
        CorrelationId: string.IsNullOrWhiteSpace(CorrelationId) ? null : CorrelationId,
        DefinitionVersion: Version,
        Status: Status ?? (Statuses is [{ } only] && Enum.TryParse<WorkflowStatus>(only, out var status) ? status : null),
        HasIncidents: HasIncidents,
        Sort: OrderBy?.ToUpperInvariant() switch { "NAME" => InstanceSort.Name, "UPDATEDAT" or "LASTEXECUTED" => InstanceSort.Updated, "FINISHED" or "FINISHEDAT" => InstanceSort.Finished, _ => InstanceSort.Created },
        IsAscending: string.Equals(OrderDirection, "Ascending", StringComparison.OrdinalIgnoreCase),
        Skip: Math.Max(Page, 0) * Size,
        Take: Size)
    {
        DefinitionIds = [.. (DefinitionIds ?? []).Concat(string.IsNullOrEmpty(DefinitionId) ? [] : [DefinitionId])],
        // "Interrupted" is a state only Elsa's own host has.
        SubStatuses = [.. (SubStatuses ?? []).Concat(string.IsNullOrEmpty(SubStatus) ? [] : [SubStatus]).Where(text => Enum.TryParse<WorkflowSubStatus>(text, out _)).Select(Enum.Parse<WorkflowSubStatus>)],
        Times = [.. (TimestampFilters ?? []).Select(filter => filter.Bound()).OfType<InstanceTimeBound>()],
    };

    private int Size => Math.Clamp(PageSize, 1, 200);
}
