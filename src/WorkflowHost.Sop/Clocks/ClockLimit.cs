namespace WorkflowHost.Sop.Clocks;

/// <summary>So many of a unit: <c>NAT(15)</c>.</summary>
public readonly record struct ClockPeriod(ClockUnit Unit, int Amount);

/// <summary>What a rule from outside allows a clock policy to be. Data of the SOP pack: laws change, and each says where it stands.</summary>
public sealed record ClockLimit
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>The clock policies it holds for.</summary>
    public required IReadOnlyList<string> ClockIds { get; init; }

    /// <summary>The period may not be longer.</summary>
    public ClockPeriod? AtMost { get; init; }

    /// <summary>With all its extensions it may not be longer; where null, extensions don't lengthen what <see cref="AtMost"/> allows.</summary>
    public ClockPeriod? ExtendedAtMost { get; init; }

    /// <summary>The period may not be shorter: time that the law grants somebody outside.</summary>
    public ClockPeriod? AtLeast { get; init; }

    public required Provenance Provenance { get; init; }
}
