namespace WorkflowHost.Runtime.Outbox;

/// <param name="Take">1 to 500.</param>
public sealed record OutboxFilter(OutboxStatus? Status = null, string? Kind = null, int Take = 200);
