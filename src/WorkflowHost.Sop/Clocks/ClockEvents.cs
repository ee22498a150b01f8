namespace WorkflowHost.Sop.Clocks;

/// <summary>An extension that was granted.</summary>
public sealed record ClockExtension(
    string RuleId,
    ExtensionMode Mode,
    int Amount,
    DateTimeOffset At,
    string ApprovedBy,
    string Reason);

/// <summary>New facts that started the period again, and the deadline that held until then.</summary>
public sealed record ClockRestart(DateTimeOffset At, string Reason, DateTimeOffset PreviousDueAt);

/// <summary>A ladder step that was carried out.</summary>
/// <param name="StepId">The step of the ladder.</param>
/// <param name="Period">The <see cref="Clock.Period"/> in which it fired.</param>
/// <param name="FiredAt">The instant the plan named, not the one at which a busy host got to it.</param>
/// <param name="IsSuperseded">Passed over silently because a later step was already due.</param>
public sealed record FiredStep(string StepId, int Period, DateTimeOffset FiredAt, bool IsSuperseded = false);

/// <summary>
/// One step of the reasoning that led to a deadline. <see cref="DerivationText"/> puts it into words.
/// </summary>
/// <param name="Code">Stable, dotted: <c>nat.count</c>.</param>
/// <param name="Args">Values in the order the sentence needs them; dates <c>yyyy-MM-dd</c>, instants <c>yyyy-MM-dd HH:mm:ss</c> local to the calendar.</param>
public sealed record DerivationStep(string Code, IReadOnlyList<string> Args);
