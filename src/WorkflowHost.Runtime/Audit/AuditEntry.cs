namespace WorkflowHost.Runtime.Audit;

/// <summary>One line of the audit.</summary>
public sealed record AuditEntry(long Sequence, DateTimeOffset At, string ActorId, string ActorName, string Action, string? Subject, string? Detail);
