namespace WorkflowHost.Runtime.Incidents;

/// <summary>A case or workflow that runs but waits for nothing that could wake it.</summary>
/// <param name="Since">When it came to that.</param>
public sealed record StalledRow(string CaseId, string CaseNumber, string DefinitionId, bool IsPlain, string? Stage, DateTimeOffset Since);
