namespace WorkflowHost.Runtime.Idempotency;

/// <summary>A command that was applied before under the same key.</summary>
internal sealed record AppliedCommand(string RequestHash, string CaseId);
