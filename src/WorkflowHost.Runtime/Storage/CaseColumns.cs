using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage;

/// <summary>What lists, boards and searches read of a case, the same of one at hand and of one in the archive.</summary>
internal abstract class CaseColumns
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public required string DefinitionId { get; init; }

    public int DefinitionVersion { get; init; }

    /// <summary>Guards every write: a command stores version n+1 only over version n.</summary>
    public long Version { get; init; }

    public CaseStatus Status { get; init; }

    public string? Stage { get; init; }

    public required string Title { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerContact { get; init; }

    public string? PolicyNo { get; init; }

    public string? Category { get; init; }

    public int? Severity { get; init; }

    public string? Channel { get; init; }

    public string? ProductLine { get; init; }

    public string? Branch { get; init; }

    public string? HandlerId { get; init; }

    /// <summary>Ids between spaces of the persons of the case, who read it whatever roles read its SOP; see <see cref="SopReaders"/>.</summary>
    public string? Persons { get; init; }

    /// <summary>Ids between spaces of those the case is about, who never read it.</summary>
    public string? Barred { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? NextDueAt { get; init; }

    public string? NextDueClock { get; init; }

    public DateTimeOffset? NextDueStartedAt { get; init; }

    public bool IsProvisional { get; init; }

    public int IncidentCount { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>An instance of a workflow that is no SOP.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Where the workflow stands; <c>Suspended</c> is what runs.</summary>
    public WorkflowSubStatus SubStatus { get; init; }

    /// <summary>The workflow's business key.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What the instance is called.</summary>
    public string? Name { get; init; }

    /// <summary>The instance that started it.</summary>
    public string? ParentId { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
