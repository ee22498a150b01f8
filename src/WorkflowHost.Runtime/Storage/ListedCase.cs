using System.Linq.Expressions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Storage;

/// <summary>The columns of a case that lists read: all but the state, which a list must not drag from the disk.</summary>
internal sealed record ListedCase(
    string Id,
    string Number,
    string DefinitionId,
    string Title,
    string? CustomerName,
    string? CustomerContact,
    string? PolicyNo,
    string? Category,
    int? Severity,
    string? Channel,
    string? ProductLine,
    string? Branch,
    string? HandlerId,
    CaseStatus Status,
    string? Stage,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? NextDueAt,
    string? NextDueClock,
    DateTimeOffset? NextDueStartedAt,
    bool IsProvisional,
    int IncidentCount,
    string? Persons,
    string? Barred)
{
    public static Expression<Func<CaseColumns, ListedCase>> Of { get; } = c => new(
        c.Id, c.Number, c.DefinitionId, c.Title, c.CustomerName, c.CustomerContact, c.PolicyNo, c.Category, c.Severity, c.Channel, c.ProductLine,
        c.Branch, c.HandlerId, c.Status, c.Stage, c.OpenedAt, c.ClosedAt, c.NextDueAt, c.NextDueClock, c.NextDueStartedAt, c.IsProvisional,
        c.IncidentCount, c.Persons, c.Barred);
}
