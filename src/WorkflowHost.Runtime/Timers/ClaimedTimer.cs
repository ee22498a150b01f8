namespace WorkflowHost.Runtime.Timers;

/// <summary>A due timer under this claimer's lease.</summary>
/// <param name="Fence">Number of the claim; a later claim has another.</param>
internal sealed record ClaimedTimer(string CaseId, string TimerId, DateTimeOffset DueAt, long Fence, int Failures);
