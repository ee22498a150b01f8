namespace WorkflowHost.Runtime.Triggers;

/// <summary>Everything that starts one definition, as rows.</summary>
internal sealed record DefinitionTriggers(string DefinitionId, IReadOnlyList<TriggerRow> Triggers, IReadOnlyList<ScheduleRow> Schedules);

/// <param name="Route">Path of an HTTP endpoint when it has parameters; else null.</param>
/// <param name="Payload">JSON.</param>
internal sealed record TriggerRow(string ActivityId, string Hash, string Name, string? Route, string Payload);

/// <param name="DueAt">The first instant, if the schedule is new; null when none is to come, so that only one already stored and still due stays.</param>
internal sealed record ScheduleRow(string ActivityId, string Hash, string Name, DateTimeOffset? DueAt);
