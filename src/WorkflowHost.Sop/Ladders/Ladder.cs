namespace WorkflowHost.Sop.Ladders;

/// <summary>Reminders and escalations along a clock. Data of the SOP pack.</summary>
public sealed record Ladder
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    public required IReadOnlyList<LadderStep> Steps { get; init; }

    /// <summary>From this share of the way to the target on the clock shows amber; 1 to 99.</summary>
    public int AmberAtPercent { get; init; } = 50;

    /// <summary>From this share on the clock shows red; not below <see cref="AmberAtPercent"/>.</summary>
    public int RedAtPercent { get; init; } = 80;

    public required Provenance Provenance { get; init; }
}

public enum LadderAction
{
    Remind,
    Escalate,

    /// <summary>Asks whether the period has to be extended while that is still possible.</summary>
    ExtensionPrompt,

    /// <summary>Opens an incident record with a mandatory root cause.</summary>
    Incident,
}

/// <summary>One rung: when, whom, what.</summary>
public sealed record LadderStep
{
    /// <summary>
    /// Stands in <see cref="Roles"/> for whoever has the work that the clock measures: who holds the task, else the task's own
    /// role, else the roles the clock's policy names. A reminder that goes to a fixed role misses the one who can act on it.
    /// </summary>
    public const string Assignee = "assignee";

    public required string Id { get; init; }

    public required LadderTrigger Trigger { get; init; }

    /// <summary>Roles to notify; <see cref="Assignee"/> for whoever has the work.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public required LadderAction Action { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>Delivered at the instant it fires, at night too: for people on call.</summary>
    public bool IsImmediate { get; init; }

    /// <summary>
    /// Fires once in every period: again after an extension has moved the deadline. Otherwise a step that fired is
    /// done until new facts restart the clock.
    /// </summary>
    public bool AgainAfterExtension { get; init; }
}

public enum LadderTriggerKind
{
    /// <summary>A share of the running calendar time between the start of the count and the target.</summary>
    Percent,

    /// <summary>So long after the count began.</summary>
    AfterStart,

    /// <summary>So long before <see cref="Clocks.Clock.DueAt"/>, the statutory instant.</summary>
    BeforeDue,

    /// <summary>After the breach, every working day at opening time until the clock ends.</summary>
    EveryWorkingDayAfterBreach,

    /// <summary>
    /// After the end, at opening time of every fifth working day until the clock ends; of a window too, which nobody breaches
    /// yet somebody has to look after.
    /// </summary>
    EveryWeekAfterEnd,
}

/// <summary>When a rung fires.</summary>
/// <param name="Kind">How it is placed.</param>
/// <param name="Percent">0 to 100, for <see cref="LadderTriggerKind.Percent"/>.</param>
/// <param name="Offset">For the two offset kinds.</param>
public sealed record LadderTrigger(LadderTriggerKind Kind, int Percent = 0, TimeSpan Offset = default);
