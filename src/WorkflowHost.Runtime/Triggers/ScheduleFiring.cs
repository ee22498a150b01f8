namespace WorkflowHost.Runtime.Triggers;

/// <summary>A due instant of a schedule.</summary>
/// <param name="DueAt">The instant as it is stored; a firing that finds another one in the row came second.</param>
/// <param name="Next">The instant after it; null when there is none any more.</param>
/// <param name="FiredAt">When a workflow was started for it; null when the instant is passed over.</param>
internal sealed record ScheduleFiring(string DefinitionId, string ActivityId, DateTimeOffset DueAt, DateTimeOffset? Next, DateTimeOffset? FiredAt = null);
