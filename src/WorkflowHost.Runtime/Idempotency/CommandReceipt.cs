namespace WorkflowHost.Runtime.Idempotency;

/// <summary>The record that a command with an idempotency key was applied.</summary>
internal sealed record CommandReceipt(string Key, string ActorId, string RequestHash);
