using WorkflowHost.Engine.States;

namespace WorkflowHost.Runtime.Cases;

/// <summary>A case in which something failed and waits for a person.</summary>
public sealed record IncidentRow(string CaseId, string CaseNumber, string DefinitionId, string Title, string? Stage, string? HandlerName, IReadOnlyList<Incident> Incidents);
