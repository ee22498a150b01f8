namespace WorkflowHost.Runtime.Incidents;

/// <summary>A case or workflow that runs but waits for nothing.</summary>
/// <param name="UpdatedAt">When something last happened to it.</param>
public sealed record StalledRow(string CaseId, string CaseNumber, string DefinitionId, bool IsPlain, string? Stage, DateTimeOffset UpdatedAt);
